// Entries of the dossier as they are drawn. In: what is kept, and what the server says of it. Out: nodes, made of the page's own
// templates. Must not keep or ask; texts are set as texts alone.

const figures = new Intl.NumberFormat("en");

export function part(holder, name) {
  return holder.querySelector(`[data-part="${name}"]`);
}

export function write(holder, name, words) {
  const found = part(holder, name);
  found.textContent = words;
  return found;
}

// The same words as in ins and del, each piece a text.
function differing(holder, pieces) {
  const marks = { added: "ins", dropped: "del", same: "span" };
  holder.replaceChildren(...pieces.flatMap(([kind, words]) => {
    const piece = document.createElement(marks[kind] ?? "span");
    piece.textContent = words;
    return [piece, " "];
  }));
}

// Each button says for itself what it acts on.
function name(node, what) {
  for (const button of node.querySelectorAll("[data-act]")) {
    button.setAttribute("aria-label", `${button.textContent.replace(/^\W+/, "")}: ${what}`);
  }
}

export function fillPassage(node, one, now) {
  const link = write(node, "pinpoint", now?.pinpoint ?? one.iri);
  if (now?.href) link.setAttribute("href", now.href);
  else link.removeAttribute("href");
  write(node, "title", now?.title ?? "");
  const fidelity = now ? now.fidelity || "none" : one.fidelity || "none";
  const badges = { full: "full text", digest: "digest: our own words, not the official text", none: "no words here" };
  write(node, "badge", badges[fidelity]).className = `badge ${fidelity}`;
  const words = write(node, "words", now?.words || one.words);
  words.lang = now?.language ?? one.language;
  words.dir = now?.dir ?? "auto";
  words.hidden = !words.textContent;
  const isOther = Boolean(now) && !["new", "same"].includes(now.status);
  part(node, "changed").hidden = !isOther;
  if (isOther) {
    write(node, "said", `${now.said}.`);
    differing(part(node, "pieces"), now.pieces);
    part(node, "pieces").lang = now.language;
    part(node, "pieces").dir = now.dir;
    node.querySelector('[data-act="accept"]').hidden = !now.words;
  }
  part(node, "cite").hidden = !now?.footnote;
  write(node, "footnote", now?.footnote ?? "");
  part(node, "copy").dataset.copy = now?.footnote ?? "";
  write(node, "remarks", (now?.remarks ?? []).join(". "));
  name(node, link.textContent);
}

export function drawn(one, index, now) {
  const node = document.importNode(document.getElementById(one.kind).content, true).firstElementChild;
  node.dataset.index = String(index);
  const field = part(node, one.kind === "heading" ? "heading" : "note");
  field.id = `field-${index}`;
  part(node, one.kind === "heading" ? "heading-label" : "note-label").htmlFor = field.id;
  field.value = one.kind === "heading" ? one.text : one.note;
  if (one.kind === "passage") {
    part(node, "quoted").checked = one.quoted;
    fillPassage(node, one, now);
  } else {
    name(node, `heading ${one.text}`);
  }
  return node;
}

// By document and by concept as the server groups them: documents as they come, concepts by name, "none" last.
export function groups(mine, told, by) {
  const entries = mine.entries.map((one, index) => [one, index]);
  if (by === "order" || !told) return [["", entries]];
  const found = new Map();
  for (const [one, index] of entries.filter(([each]) => each.kind === "passage")) {
    const now = told.entries[index];
    const name = by === "document" ? now.title || now.pinpoint : now.concept;
    found.set(name, [...(found.get(name) ?? []), [one, index]]);
  }
  const named = [...found.entries()];
  return by === "concept" ? named.sort(([a], [b]) => Number(a === "") - Number(b === "") || (a < b ? -1 : 1)) : named;
}

export function drawBudget(root, budget) {
  for (const [name, of] of [["total", "words"], ["total-quoted", "quoted"], ["total-footnotes", "footnotes"]]) write(root, name, figures.format(budget[of]));
  for (const meter of root.querySelectorAll("meter")) meter.value = budget.words;
  part(root, "over").hidden = !budget.is_over;
  const long = budget.long.map(([pinpoint, words]) => `${pinpoint}: a quotation of ${words} words. UN editors ask for a short paraphrase and the exact place instead.`);
  const digests = budget.digests.map((pinpoint) => `${pinpoint}: a digest, our own words. Do not quote it; quote the official text.`);
  part(root, "warnings").replaceChildren(...[...long, ...digests].map((words) => {
    const item = document.createElement("li");
    item.textContent = words;
    return item;
  }));
}

// Collecting, on every page. In: links of parts.collect. Out: buttons that put a passage into the dossier kept in this browser, and
// its count in the navigation. Must not touch what is shown beside that; where nothing can be kept the links stay links.

import * as kept from "./dossier-kept.js";

const region = document.createElement("p");
region.className = "hidden";
region.setAttribute("role", "status");

function count() {
  const number = kept.passages(kept.current(kept.read())).length;
  for (const link of document.querySelectorAll('header.site a[href="/dossier"]')) {
    let badge = link.querySelector("[data-count]");
    if (!badge) {
      badge = document.createElement("span");
      badge.dataset.count = "";
      link.append(badge);
    }
    badge.textContent = number ? ` (${number})` : "";
  }
}

function show(button) {
  const isIn = kept.has(kept.current(kept.read()), button.dataset.collect);
  button.setAttribute("aria-pressed", String(isIn));
  button.textContent = isIn ? "✓ Collected" : "Collect";
}

// The words are those of now: they are asked for at once, so that a later change can be told.
async function withWords(one) {
  try {
    const answer = await kept.ask({ title: "", entries: [one] });
    if (!answer.ok) return;
    const told = await answer.json();
    const all = kept.read();
    const mine = kept.current(all).entries.find((each) => each.iri === one.iri);
    const now = told.entries[0];
    if (mine && !mine.words && now.words) {
      Object.assign(mine, kept.passage({ ...mine, words: now.words, fidelity: now.fidelity, language: now.language, generation: told.generation }));
      kept.write(all);
    }
  } catch {
    region.textContent = "Collected; its words could not be fetched now and are kept when the dossier is opened.";
  }
}

function toggle(button) {
  const all = kept.read();
  const mine = kept.current(all);
  const { collect: iri, language } = button.dataset;
  let isRefused = false;
  if (kept.has(mine, iri)) {
    mine.entries = mine.entries.filter((each) => each.iri !== iri);
    region.textContent = kept.write(all) ? "Taken out of the dossier." : "This browser keeps no change.";
  } else if (kept.isFull(mine)) {
    region.textContent = `The dossier is full: it has ${kept.MOST_PASSAGES} passages. Begin another on the page Dossier.`;
    isRefused = true;
  } else {
    const one = kept.passage({ iri, language });
    mine.entries.push(one);
    const isKept = kept.write(all);
    region.textContent = isKept ? `Collected: ${kept.passages(mine).length} in the dossier.` : "This browser keeps no more: its storage is full.";
    isRefused = !isKept;
    if (isKept) withWords(one);
  }
  document.querySelectorAll("button[data-collect]").forEach(show);
  if (isRefused) button.textContent = "Not collected: full";
  count();
}

function wake(link) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain small collect";
  button.dataset.collect = link.dataset.collect;
  button.dataset.language = link.dataset.language || "en";
  button.setAttribute("aria-label", link.getAttribute("aria-label"));
  show(button);
  link.replaceWith(button);
}

document.body.append(region);
if (kept.canKeep()) {
  const wakeAll = () => document.querySelectorAll("a[data-collect]").forEach(wake);
  wakeAll();
  new MutationObserver(wakeAll).observe(document.body, { childList: true, subtree: true }); // what is fetched comes later
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[data-collect]") : null;
    if (button) toggle(button);
  });
  document.addEventListener("dossier:kept", count);
  window.addEventListener("storage", (event) => {
    if (!kept.isOurs(event.key)) return;
    document.querySelectorAll("button[data-collect]").forEach(show);
    count();
  });
  count();
}

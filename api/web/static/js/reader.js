// The reader, with a script: a card explains what is marked, kinds are switched at once, a place in another part is found, and
// similar passages come when they are looked at. Without it all of that is a link or a form. Texts are copied as nodes, never as
// markup.

const document_ = document.querySelector("article.document");

// Anybody may write a link to us, also one whose # is no percent-encoding: it names no place, and ends nothing else of this script.
function placeOf(hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return "";
  }
}

// A link to a place that this part does not have.
function findElsewhere() {
  const place = placeOf(location.hash);
  const elsewhere = document_?.dataset.elsewhere;
  if (!elsewhere || !place || document.getElementById(place)) return;
  const address = new URL(location.href);
  if (address.searchParams.get("at") === place) return;
  address.searchParams.delete("part");
  address.searchParams.set("at", place);
  location.replace(address);
}

// Contents stand open beside the text, and closed above it.
const broad = matchMedia("(min-width: 62rem)");
const openContents = () => document.querySelectorAll(".side details.toc").forEach((details) => { details.open = broad.matches; });

// Kinds.
const form = document.querySelector("form.kinds");
const marks = () => document.querySelectorAll(".reader a.m, .footnotes a.m, .here a.m");

function isOn(mark) {
  const box = [...(form?.querySelectorAll("input[type=checkbox]") ?? [])].find((one) => mark.classList.contains(one.value));
  return !box || box.checked;
}

function showKinds() {
  for (const mark of marks()) {
    const on = isOn(mark);
    mark.classList.toggle("off", !on);
    if (on) mark.setAttribute("href", mark.dataset.href);
    else mark.removeAttribute("href"); // no stop for the keyboard
    if (on) mark.title = ""; // the card says more
    else mark.removeAttribute("title");
  }
  const address = new URL(location.href);
  address.searchParams.delete("show");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  if (boxes.some((box) => !box.checked)) {
    address.searchParams.append("show", "chosen");
    boxes.filter((box) => box.checked).forEach((box) => address.searchParams.append("show", box.value));
  }
  history.replaceState(history.state, "", address);
}

// The server marks only what is wanted: a kind that comes back is fetched with its page.
function switchKinds(event) {
  const missing = event.target.checked && !document.querySelector(`.reader a.m.${CSS.escape(event.target.value)}`);
  if (missing) form.requestSubmit();
  else showKinds();
}

// Cards.
const card = document.createElement("div");
card.className = "card-of";
card.id = "card";
card.setAttribute("popover", "manual");
card.setAttribute("role", "dialog");
card.setAttribute("aria-label", "What is meant");
let shownFor = null;
let waiting = 0;

function line(text, address) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = text;
  return link;
}

// The passage that a mark stands in: of a footnote that is shown in place that is the footnote, not the paragraph that calls it.
function passageOf(mark) {
  const note = mark.closest("aside.here");
  if (!note) return mark.closest(".passage")?.querySelector("a.mark");
  return document.getElementById(note.id.slice("here-".length))?.querySelector("a.mark") ?? note.querySelector(":scope > a");
}

function fill(mark) {
  const entry = document.getElementById((mark.dataset.href ?? mark.getAttribute("href")).slice(1));
  if (!entry) return false;
  const told = [...entry.querySelectorAll(":scope > dt, :scope > dd, :scope > .leads, :scope > .definition, :scope > .backing")];
  card.replaceChildren(...told.map((one) => one.cloneNode(true)));
  card.querySelectorAll("[id], .places").forEach((one) => (one.className === "places" ? one.remove() : one.removeAttribute("id")));
  const own = passageOf(mark);
  if (own && mark.dataset.about) {
    const last = document.createElement("p");
    const finding = `${own.pathname}/${mark.dataset.about.replace("-", "/")}`;
    last.append(line("Evidence", `${own.pathname}#${mark.dataset.about}`), line("Report an error", `/corrections?iri=${encodeURIComponent(finding)}`));
    card.append(last);
  }
  return true;
}

function place(mark) {
  const box = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
  const below = box.bottom + 6 + card.offsetHeight < innerHeight;
  card.style.top = `${Math.max(8, below ? box.bottom + 6 : box.top - 6 - card.offsetHeight)}px`;
  card.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 8))}px`;
}

function show(mark) {
  clearTimeout(waiting);
  if (shownFor === mark || !fill(mark)) return;
  shownFor = mark;
  mark.after(card); // next in the order of the keyboard
  if (!card.matches(":popover-open")) card.showPopover();
  place(mark);
}

function hide(back = false) {
  clearTimeout(waiting);
  if (!shownFor) return;
  const mark = shownFor;
  shownFor = null;
  card.hidePopover();
  card.remove();
  if (back) mark.focus();
}

const later = (what, milliseconds) => { clearTimeout(waiting); waiting = setTimeout(what, milliseconds); };

function hovered(event) {
  if (event.pointerType !== "mouse" || !(event.target instanceof Element)) return;
  const mark = event.target.closest("a.m[href]");
  if (mark && mark.dataset.href) later(() => show(mark), 180);
  else if (event.target.closest(".card-of")) clearTimeout(waiting);
  else if (shownFor) later(hide, 350);
}

function clicked(event) {
  const mark = event.target.closest?.("a.m[href]");
  if (mark?.dataset.href && !event.ctrlKey && !event.metaKey && !event.shiftKey && mark.closest(".reader, .footnotes, .here")) {
    event.preventDefault();
    const again = shownFor === mark && event.detail > 0 && event.pointerType !== "mouse";
    if (again) return hide();
    show(mark);
    if (event.detail === 0) card.querySelector("a")?.focus(); // by the keyboard
  } else if (shownFor && !event.target.closest?.(".card-of")) hide();
}

// Similar passages, once they are looked at.
async function findSimilar(section) {
  const link = section.querySelector("a.find");
  if (!link) return;
  link.textContent = "Looking for similar passages …";
  const answer = await fetch(section.dataset.near, { headers: { Accept: "text/html" } });
  const found = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("nearby");
  if (!found) { link.textContent = "Find similar passages in other documents"; return; }
  section.replaceChildren(...[...document.importNode(found, true).childNodes]);
}

findElsewhere();
addEventListener("hashchange", findElsewhere);
openContents();
broad.addEventListener("change", openContents);
for (const mark of marks()) {
  mark.dataset.href = mark.getAttribute("href");
  mark.removeAttribute("title"); // the card says more
}
if (form) {
  form.querySelector("button").hidden = true;
  form.addEventListener("change", switchKinds);
}
document.addEventListener("pointerover", hovered);
document.addEventListener("click", clicked);
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && shownFor) { event.preventDefault(); hide(true); } });
addEventListener("scroll", () => { if (shownFor) place(shownFor); }, { passive: true });
addEventListener("beforeprint", () => hide());
const nearby = document.querySelector("#nearby");
if (nearby?.querySelector("a.find")) {
  const watch = new IntersectionObserver((seen) => {
    if (seen.some((one) => one.isIntersecting)) { watch.disconnect(); findSimilar(nearby); }
  });
  watch.observe(nearby);
}

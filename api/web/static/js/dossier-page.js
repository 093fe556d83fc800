// The page of the dossier. In: what this browser keeps, and the server's word on how each passage stands now. Out: the list, to be
// ordered, annotated and taken away. Must not lose what was kept when the server does not answer; texts are set as texts alone.

import { drawBudget, drawn, fillPassage, groups } from "./dossier-drawn.js";
import * as kept from "./dossier-kept.js";
import { address, give, take } from "./dossier-taken.js";

const root = document.getElementById("kept");
const at = (id) => document.getElementById(id);
const LOST = "This browser keeps no change: its storage is full or denied. Save the dossier as a file.";

let all = kept.read();
let told = null; // the server's answer on the current dossier, entry by entry
let asked = 0;
let waiting = 0;
let shown = 0;

// For eyes and for those who listen; it goes when it was read.
function say(words) {
  at("said").textContent = words;
  clearTimeout(shown);
  shown = setTimeout(() => { at("said").textContent = ""; }, 8_000);
}

const mine = () => kept.current(all);

// Of another passage nothing is shown: an answer may be on an order that was changed meanwhile.
function standing(index) {
  const now = told?.entries[index];
  return now && now.iri === mine().entries[index].iri ? now : null;
}

function keep() {
  if (!kept.write(all)) say(LOST);
}

function draw() {
  const isOrdered = at("kept-group").value === "order" || !told;
  const drawnGroups = groups(mine(), told, at("kept-group").value).flatMap(([name, entries]) => {
    const list = document.createElement("ol");
    list.className = "entries";
    list.append(...entries.map(([one, index]) => drawn(one, index, standing(index))));
    if (isOrdered) return [list];
    const title = document.createElement("h2");
    title.textContent = name || "No concept of the vocabulary";
    return [title, list];
  });
  at("entries").replaceChildren(...drawnGroups);
  for (const button of at("entries").querySelectorAll('[data-act="up"], [data-act="down"]')) {
    const index = Number(button.closest(".entry").dataset.index);
    button.hidden = !isOrdered;
    button.disabled = button.dataset.act === "up" ? index === 0 : index === mine().entries.length - 1;
  }
  at("nothing").hidden = mine().entries.length > 0;
  at("add-heading").hidden = !isOrdered || !mine().entries.length;
  at("kept-title").value = mine().title;
  at("link").setAttribute("href", address(mine()));
  drawChoice();
}

function drawChoice() {
  at("chosen").replaceChildren(...all.dossiers.map((one, index) => {
    const option = document.createElement("option");
    option.value = String(index);
    option.textContent = `${one.title || `Dossier ${index + 1}`} (${kept.passages(one).length})`;
    option.selected = index === all.current;
    return option;
  }));
}

// What was collected without its words gets those of now; what has some keeps them, so that a change can be told.
function keepWords() {
  let isNew = false;
  mine().entries.forEach((one, index) => {
    const now = told.entries[index];
    if (one.kind === "passage" && !one.words && now.words) {
      Object.assign(one, kept.passage({ ...one, words: now.words, fidelity: now.fidelity, language: now.language, generation: told.generation }));
      isNew = true;
    }
  });
  if (isNew) keep();
}

async function ask() {
  const turn = (asked += 1);
  let answer = null;
  try {
    answer = await kept.ask(mine());
  } catch {
    say("The server does not answer; the list is shown as it was kept.");
    return;
  }
  const said = await answer.json();
  if (turn !== asked) return; // a later question is under way
  if (!answer.ok) {
    say(`${said.detail ?? "The server refused the dossier."} ${said.advice ?? ""}`);
    return;
  }
  const isFirst = told === null;
  told = said;
  keepWords();
  if (isFirst && at("kept-group").value !== "order") draw();
  else refill();
  drawBudget(root, told.budget);
}

// New words into what is drawn: a field that is being written in stays as it is.
function refill() {
  for (const node of at("entries").querySelectorAll(".entry")) {
    const index = Number(node.dataset.index);
    const one = mine().entries[index];
    if (one?.kind === "passage") fillPassage(node, one, standing(index));
  }
}

function later() {
  asked += 1; // an answer that is under way is on another order
  clearTimeout(waiting);
  waiting = setTimeout(ask, 500);
}

function changed(words = "") {
  keep();
  draw();
  if (words) say(words);
  ask();
}

function turnTo(index, words = "") {
  all.current = index;
  told = null;
  changed(words);
}

function move(index, by) {
  const { entries } = mine();
  const target = index + by;
  if (target < 0 || target >= entries.length) return;
  [entries[index], entries[target]] = [entries[target], entries[index]];
  if (told) [told.entries[index], told.entries[target]] = [told.entries[target], told.entries[index]];
  keep();
  draw();
  const node = at("entries").querySelector(`[data-index="${target}"]`);
  const button = node.querySelector(`[data-act="${by < 0 ? "up" : "down"}"]`);
  (button.disabled ? node.querySelector("textarea, input") : button).focus();
  say(`Moved to place ${target + 1} of ${entries.length}.`);
  later();
}

function remove(index) {
  mine().entries.splice(index, 1);
  told?.entries.splice(index, 1);
  changed("Removed.");
  const next = at("entries").querySelector(`[data-index="${Math.min(index, mine().entries.length - 1)}"] [data-act="remove"]`);
  (next ?? at("kept-title")).focus();
}

function accept(index) {
  const now = told.entries[index];
  Object.assign(mine().entries[index], { words: now.words, fidelity: now.fidelity, language: now.language, generation: told.generation });
  changed("The words of now are kept.");
  at(`field-${index}`).focus();
}

async function open(file) {
  if (!file) return;
  if (!kept.mayHaveMore(all)) {
    say("There are 20 dossiers already: delete one first.");
    return;
  }
  const read = kept.fromFile(await file.text());
  if (!read) {
    say(`${file.name} is no dossier that this page has written.`);
    return;
  }
  try {
    const answer = await kept.send(read);
    const said = await answer.json();
    if (answer.ok) add(read, `Opened: ${file.name}`);
    else say(`${said.detail ?? "That is no dossier."} ${said.advice ?? ""}`);
  } catch {
    say("The server does not answer: the file was not opened.");
  }
}

// Only what the server has found to be a dossier comes here.
function add(one, words) {
  const entries = one.entries.map((each) => (each.kind === "heading" ? kept.heading(each.text) : kept.passage(each)));
  all.dossiers.push({ title: one.title ?? "", entries });
  turnTo(all.dossiers.length - 1, words);
}

function acted(event) {
  const button = event.target instanceof Element ? event.target.closest("[data-act]") : null;
  if (!button) return;
  const index = Number(button.closest(".entry").dataset.index);
  ({ up: () => move(index, -1), down: () => move(index, 1), remove: () => remove(index), accept: () => accept(index) })[button.dataset.act]();
}

function typed(event) {
  const holder = event.target.closest(".entry");
  if (!holder) return;
  const one = mine().entries[Number(holder.dataset.index)];
  const { part: name } = event.target.dataset;
  if (name === "note") one.note = event.target.value;
  if (name === "heading") one.text = event.target.value;
  if (name === "quoted") one.quoted = event.target.checked;
  keep();
  at("link").setAttribute("href", address(mine()));
  later();
}

function pressed(event) {
  const holder = event.target.closest(".entry");
  if (!holder || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key) || at("kept-group").value !== "order") return;
  event.preventDefault();
  move(Number(holder.dataset.index), event.key === "ArrowUp" ? -1 : 1);
}

function begin() {
  at("empty").hidden = true;
  root.hidden = false;
  if (!kept.canKeep()) {
    at("kept-lead").textContent = "This browser keeps nothing for this page: what you change is lost when you leave it. Save it as a file, or keep its address.";
  }
  draw();
  ask();
  at("entries").addEventListener("click", acted);
  at("entries").addEventListener("input", typed);
  at("entries").addEventListener("keydown", pressed);
  at("kept-title").addEventListener("input", () => {
    mine().title = at("kept-title").value;
    keep();
    drawChoice();
    at("link").setAttribute("href", address(mine()));
    later();
  });
  at("kept-group").addEventListener("change", () => draw());
  at("chosen").addEventListener("change", () => {
    turnTo(Number(at("chosen").value));
  });
  at("new").addEventListener("click", () => {
    if (!kept.mayHaveMore(all)) {
      say("There are 20 dossiers already: delete one first.");
      return;
    }
    all.dossiers.push(kept.fresh());
    turnTo(all.dossiers.length - 1, "A new dossier.");
    at("kept-title").focus();
  });
  at("delete").addEventListener("click", () => {
    if (!window.confirm(`Delete “${mine().title || "this dossier"}” with its ${mine().entries.length} entries?`)) return;
    all.dossiers.splice(all.current, 1);
    if (!all.dossiers.length) all.dossiers.push(kept.fresh());
    turnTo(0, "Deleted.");
  });
  at("add-heading").addEventListener("click", () => {
    mine().entries.push(kept.heading(""));
    told?.entries.push({ kind: "heading", text: "" });
    changed("A heading at the end.");
    at(`field-${mine().entries.length - 1}`).focus();
  });
  for (const button of root.querySelectorAll("[data-paper]")) button.addEventListener("click", async () => {
    say("The paper is being written.");
    say(await take(mine(), button.dataset.paper, at("kept-group").value));
  });
  at("save").addEventListener("click", () => give(new Blob([JSON.stringify(kept.asFile(mine()), null, 1)], { type: "application/json" }), "mandategraph-dossier.json"));
  at("open").addEventListener("click", () => at("file").click());
  at("file").addEventListener("change", async () => {
    await open(at("file").files[0]);
    at("file").value = "";
  });
  at("print").addEventListener("click", () => window.print());
  window.addEventListener("storage", (event) => {
    if (!kept.isOurs(event.key)) return;
    all = kept.read(); // another tab changed it
    told = null;
    draw();
    ask();
  });
}

// A list that came in the address: into this browser's dossier, with what is noted on the page.
function adopt() {
  const said = new FormData(at("carried")); // with what is on other pages of the list
  const entries = said.getAll("p").map((iri, place) => kept.passage({
    iri,
    language: said.get(`lang${place + 1}`) ?? "en",
    note: said.get(`note${place + 1}`) ?? "",
    quoted: !said.has(`cite${place + 1}`),
  }));
  for (const one of entries) if (!kept.has(mine(), one.iri) && !kept.isFull(mine())) mine().entries.push(one);
  if (kept.write(all)) window.location.assign("/dossier");
  else say(LOST);
}

if (root) begin();
else if (kept.canKeep()) {
  at("adopting").hidden = false;
  at("adopt").addEventListener("click", adopt);
}

// Dossiers kept in this browser. In: localStorage, or none. Out: named lists of passages and headings, read and written whole. Must
// not ask the server, touch the page, or overwrite what it cannot read.

const KEY = "mandategraph.dossiers";
const UNREAD = "mandategraph.dossiers.unread";
const VERSION = 1;
export const FORMAT = "mandategraph-dossier";
export const MOST_PASSAGES = 200;
const MOST_ENTRIES = 300;
const MOST_DOSSIERS = 20;

const text = (value, otherwise = "") => (typeof value === "string" ? value : otherwise);

export const passage = (given) => ({
  kind: "passage",
  iri: text(given.iri).slice(0, 500),
  language: text(given.language, "en") || "en",
  note: text(given.note).slice(0, 2000),
  quoted: given.quoted !== false,
  words: text(given.words).slice(0, 20000),
  fidelity: ["full", "digest"].includes(given.fidelity) ? given.fidelity : "",
  generation: text(given.generation).slice(0, 100),
});

export const heading = (words) => ({ kind: "heading", text: text(words).slice(0, 200) });

const entry = (given) => (given && given.kind === "heading" ? heading(given.text) : passage(given ?? {}));

export const fresh = (title = "") => ({ title, entries: [] });

const dossier = (given) => ({
  title: text(given?.title).slice(0, 200),
  entries: (Array.isArray(given?.entries) ? given.entries : []).slice(0, MOST_ENTRIES).map(entry).filter((one) => one.kind === "heading" || one.iri),
});

// Storage may be denied altogether (then even naming it raises), or be full.
export function canKeep() {
  try {
    localStorage.setItem(`${KEY}.try`, "1");
    localStorage.removeItem(`${KEY}.try`);
    return true;
  } catch {
    return false;
  }
}

export function read() {
  const none = { version: VERSION, current: 0, dossiers: [fresh()] };
  let kept = null;
  try {
    kept = localStorage.getItem(KEY);
  } catch {
    return none;
  }
  if (kept === null) return none;
  try {
    const told = JSON.parse(kept);
    if (told.version === VERSION && Array.isArray(told.dossiers) && told.dossiers.length) {
      const dossiers = told.dossiers.slice(0, MOST_DOSSIERS).map(dossier);
      const current = Number.isInteger(told.current) && dossiers[told.current] ? told.current : 0;
      return { version: VERSION, current, dossiers };
    }
  } catch {
    // no JSON: handled below as what cannot be read
  }
  try {
    localStorage.setItem(UNREAD, kept); // of another version, or damaged: kept beside, for whoever can read it
  } catch {
    return none;
  }
  return none;
}

// Whether it could be kept: false where storage is denied or full.
export function write(all) {
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
    document.dispatchEvent(new CustomEvent("dossier:kept"));
    return true;
  } catch {
    return false;
  }
}

export const current = (all) => all.dossiers[all.current];

export const passages = (one) => one.entries.filter((each) => each.kind === "passage");

export const isFull = (one) => passages(one).length >= MOST_PASSAGES || one.entries.length >= MOST_ENTRIES;

export const mayHaveMore = (all) => all.dossiers.length < MOST_DOSSIERS;

export const has = (one, iri) => one.entries.some((each) => each.iri === iri); // a passage once, in whichever language

export const asFile = (one) => ({ format: FORMAT, version: VERSION, title: one.title, entries: one.entries });

export const isOurs = (key) => key === KEY || key === null;

// What the server says of a dossier: how its passages stand now. The words that were kept go with it, to be compared.
export const ask = (one, search = "") => send(asFile(one), search);

export async function send(told, search = "") {
  return fetch(`/dossier${search}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(told),
  });
}

// What a file holds, if it has the looks of a dossier; whether it is one the server says.
export function fromFile(words) {
  try {
    const told = JSON.parse(words.replace(/^\uFEFF/, ""));
    return told?.format === FORMAT && told.version === VERSION && Array.isArray(told.entries) ? told : null;
  } catch {
    return null;
  }
}

/* The SPARQL page. In: the plain form, and the editor from its package. Out: the same form with completion of our terms, colours,
   and faults in place; the views of an answer as tabs. Must not evaluate a query, nor put a text into the page as markup. */

const form = document.getElementById("console");
const field = document.getElementById("query");
const proof = document.getElementById("proof");
const PAUSE_MS = 500;
const SIGNS = /[\w:?$<\/#.\-]/;

let known;  // the terms, once fetched

function terms() {
  known ??= fetch("/sparql/terms", { headers: { Accept: "application/json" } }).then((answer) => {
    if (!answer.ok) throw new Error(`terms: ${answer.status}`);
    return answer.json();
  });
  return known;
}

/* The query and its fault, as the server's parser tells it. */
async function proofread(text) {
  const answer = await fetch("/sparql/check", {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query", Accept: "application/json" },
    body: text,
  });
  return answer.ok ? answer.json() : null;
}

function tell(found) {
  proof.classList.toggle("wrong", Boolean(found && !found.fits));
  if (!found) proof.textContent = "";
  else if (found.fits) proof.textContent = `It reads well: ${found.form}. Cost: ${found.cost.replaceAll('"', "")}. ${found.advice}`;
  else {
    const { line, column, says, advice } = found.fault;
    proof.textContent = `${line ? `Line ${line}, column ${column}: ` : ""}${says} ${advice}`;
  }
}

/* Ace without a theme of its own: its colours are in sparql.css. */
function opened() {
  const { ace } = window;
  ace.config.set("useStrictCSP", true);
  ace.config.set("loadWorkerFromBlob", false);
  ace.define("ace/theme/mg", ["require", "exports"], (_, theme) => {
    theme.isDark = matchMedia("(prefers-color-scheme: dark)").matches;
    theme.cssClass = "ace-mg";
    theme.cssText = "";
  });
  coloured(ace);
  const box = document.createElement("div");
  box.className = "editor";
  field.before(box);
  const editor = ace.edit(box, {
    value: field.value,
    mode: "ace/mode/mg",
    theme: "ace/theme/mg",
    useWorker: false,
    tabSize: 2,
    useSoftTabs: true,
    wrap: true,
    minLines: 10,
    maxLines: 28,
    showPrintMargin: false,
    enableKeyboardAccessibility: true,
    textInputAriaLabel: "Query",
    enableBasicAutocompletion: true,
    enableLiveAutocompletion: true,
    liveAutocompletionThreshold: 2,
  });
  field.hidden = true;
  document.getElementById("query-label").htmlFor = "";
  document.getElementById("query-label").addEventListener("click", () => editor.focus());
  document.getElementById("keys").hidden = false;
  editor.commands.bindKey("Tab", null);  // Tab leaves the editor, as it leaves any field
  editor.commands.bindKey("Shift-Tab", null);
  editor.commands.addCommand({ name: "run", bindKey: { win: "Ctrl-Enter", mac: "Cmd-Enter" }, exec: () => form.requestSubmit() });
  return editor;
}

/* The package's SPARQL, but that an IRI is one thing whatever words stand in it. */
function coloured(ace) {
  ace.define("ace/mode/mg", ["require", "exports"], (require, mode) => {
    const { Mode } = require("ace/mode/sparql");
    const { SPARQLHighlightRules } = require("ace/mode/sparql_highlight_rules");
    class Rules extends SPARQLHighlightRules {
      constructor() {
        super();
        this.$rules.start.unshift({ token: "string.iri", regex: /<[^<>"{}|\\^`\s]*>/ });
      }
    }
    mode.Mode = class extends Mode {
      constructor() {
        super();
        this.HighlightRules = Rules;
      }
    };
  });
}

/* A term whose prefix is not declared yet brings its declaration. */
const declaring = {
  onInsert(editor, chosen) {
    const name = /^(\w+):/.exec(chosen.value)?.[1];
    if (name) terms().then(({ prefixes }) => declare(editor, name, prefixes[name]));
  },
};

const KEYWORDS = `SELECT CONSTRUCT DESCRIBE ASK WHERE FILTER OPTIONAL UNION MINUS GRAPH SERVICE VALUES BIND PREFIX BASE ORDER BY GROUP
  HAVING LIMIT OFFSET DISTINCT REDUCED FROM NAMED EXISTS NOT COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT STRLEN LANG LANGMATCHES STR
  DATATYPE BOUND REGEX CONTAINS STRSTARTS STRENDS LCASE UCASE YEAR MONTH DAY COALESCE DESC ASC UNDEF IF IN AS`.split(/\s+/);

/* All that can be completed, as the editor wants it. */
function listed({ prefixes, terms: all }) {
  const score = { class: 40, property: 40, individual: 30, search: 30 };
  const words = all.map(([written, kind, label, definition]) => ({
    caption: written.startsWith("<") ? label : written,
    value: written,
    meta: kind === "class" || kind === "property" ? `${kind} · ${label}` : kind,
    score: score[kind] ?? 10,
    docText: `${label}\n${definition}\n${written}`,
    completer: declaring,
  }));
  const declared = Object.entries(prefixes).map(([name, iri]) => ({
    caption: `PREFIX ${name}:`, value: `PREFIX ${name}: <${iri}>`, meta: "prefix", score: 5, docText: iri,
  }));
  return [...words, ...declared];
}

/* What has the typed signs in it as they are: a list that guesses more would put words in place of a keyword. */
function fitting(words, typed) {
  if (/^[?$]/.test(typed) || (typed && typed === typed.toUpperCase() && KEYWORDS.some((word) => word.startsWith(typed)))) return [];
  const wanted = typed.replace(/^</, "").toLowerCase();
  return words.filter(({ caption }) => caption.toLowerCase().includes(wanted));
}

function completer(editor) {
  let words, missed = false;
  terms().then((found) => {
    words = listed(found);
    form.dataset.completes = "yes";
    if (missed && editor.isFocused()) editor.execCommand("startAutocomplete");
  }, () => { words = []; });
  return {
    identifierRegexps: [SIGNS],
    getCompletions(_editor, _session, _place, typed, answer) {
      missed = !words;
      answer(null, words ? fitting(words, typed) : []);
    },
  };
}

function declare(editor, name, iri) {
  if (!iri || new RegExp(`prefix\\s+${name}:`, "i").test(editor.getValue())) return;
  const begins = /^\s*base\b/i.test(editor.session.getLine(0)) ? 1 : 0;
  editor.session.insert({ row: begins, column: 0 }, `PREFIX ${name}: <${iri}>\n`);
}

/* Variables of the query itself. */
const variables = {
  identifierRegexps: [SIGNS],
  getCompletions(_editor, session, _place, typed, answer) {
    const found = new Set(session.getValue().match(/[?$]\w+/g) ?? []);
    found.delete(typed);
    answer(null, [...found].map((name) => ({ caption: name, value: name, meta: "variable", score: 60 })));
  },
};

function marker(editor) {
  const { Range } = window.ace.require("ace/range");
  let last;
  return (found) => {
    if (last !== undefined) editor.session.removeMarker(last);
    last = undefined;
    const fault = found && !found.fits && found.fault.line ? found.fault : null;
    editor.session.setAnnotations(fault ? [{ row: fault.line - 1, column: fault.column - 1, text: fault.says, type: "error" }] : []);
    if (!fault) return;
    const row = Math.min(fault.line - 1, editor.session.getLength() - 1);
    const length = editor.session.getLine(row).length;
    const start = Math.max(0, Math.min(fault.column - 1, length - 1));
    last = editor.session.addMarker(new Range(row, start, row, start + 1), "fault-mark", "text", true);
  };
}

/* An answer that came late, after the query was changed again, is not shown. */
function watched(editor, mark) {
  let waiting, asked = 0;
  return () => {
    const text = field.value = editor.getValue();
    form.querySelector("[data-copy]").dataset.copy = text;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const turn = ++asked;
      const fits = text.trim() && text.length <= Number(form.dataset.most);
      const found = fits ? await proofread(text).catch(() => null) : null;
      if (turn !== asked || field.value !== text) return;
      mark(found);
      tell(found);
    }, PAUSE_MS);
  };
}

/* The list of completions stands in the main part of the page; its own field is for nobody to walk into. */
function within(editor) {
  const completing = window.ace.require("ace/autocomplete").Autocomplete.for(editor);
  completing.parentNode = document.getElementById("main");
  completing.editor = editor;
  completing.getPopup().textInput.getElement().tabIndex = -1;
}

function edit() {
  const editor = opened();
  const tools = window.ace.require("ace/ext/language_tools");
  tools.setCompleters([completer(editor), variables]);
  within(editor);
  const changed = watched(editor, marker(editor));
  editor.session.on("change", changed);
  changed();
  const { line, column } = field.dataset;
  if (line) editor.gotoLine(Number(line), Number(column) - 1);
  form.addEventListener("submit", () => { field.value = editor.getValue(); });
  return { set: (text) => { editor.setValue(text, -1); editor.focus(); } };
}

/* A named question opens in the editor without a new page; what stood there is a step back away. */
function examples(editor) {
  const begin = document.querySelector("form.begin");
  begin.addEventListener("submit", (event) => {
    event.preventDefault();
    const { value } = begin.elements.example;
    terms().then(({ examples: texts }) => editor.set(texts[value]), () => begin.submit());
  });
}

/* The views of an answer: one at a time. The address keeps which, so that a link leads there. */
function views() {
  const shown = document.querySelector("[data-views]");
  if (!shown) return;
  const tabs = [...shown.querySelectorAll("a")];
  const show = () => {
    const chosen = tabs.find((tab) => tab.hash === location.hash) ?? tabs[0];
    for (const tab of tabs) {
      document.getElementById(tab.hash.slice(1)).hidden = tab !== chosen;
      if (tab === chosen) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  };
  addEventListener("hashchange", show);
  show();
}

views();
if (window.ace) examples(edit());

/* The drafting desk. In: the page, which works without this. Out: precedents beside a sentence without a new page, a draft from a
   file or from behind # in the address, and a link with a short draft. Must not send a draft anywhere but to this desk, keep
   it, or put a text into the page as markup. */

const LONGEST_LINK = 2_000;
const MOST_BYTES = 10 * 1024 * 1024;
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const field = document.getElementById("text");
const heard = document.getElementById("heard");

/* Behind # an address is not sent to any server, so a draft may stand there. */
function fromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get("text");
  if (given && given.length <= LONGEST_LINK && !field.value.trim()) field.value = given;
}

function link() {
  const button = document.getElementById("link");
  button.hidden = false;
  button.addEventListener("click", async () => {
    const draft = field.value.trim();
    if (!draft || draft.length > LONGEST_LINK) {
      heard.textContent = draft ? `Only a draft of at most ${LONGEST_LINK.toLocaleString("en")} characters fits into a link.` : "There is no draft yet.";
      return;
    }
    const address = `${location.origin}/desk#${new URLSearchParams({ text: draft })}`;
    try {
      await navigator.clipboard.writeText(address);
      heard.textContent = "Copied. Whoever opens the link has the draft in the field.";
    } catch {
      location.hash = new URLSearchParams({ text: draft });
      heard.textContent = "The address of this page has the draft now.";
    }
  });
}

/* Word is read by the server, which answers with its words and keeps nothing; a text is read here. */
async function words(given) {
  if (given.name.toLowerCase().endsWith(".docx") || given.type === WORD) {
    if (given.size > MOST_BYTES) throw new Error("The file is too large.");
    const answer = await fetch("/desk/file", { method: "POST", headers: { Accept: "text/plain", "Content-Type": WORD }, body: given });
    if (answer.ok) return answer.text();
    const problem = await answer.json();
    throw new Error([problem.detail, problem.advice].filter(Boolean).join(" "));
  }
  if (given.size > 4 * field.maxLength) throw new Error("The file is too long.");
  const text = await given.text();
  if (/[\u0000\ufffd]/.test(text)) throw new Error("This is neither a Word document (.docx) nor a text in UTF-8. PDF files are read by the command mandategraph check-citations.");
  return text;
}

function file() {
  const chosen = document.getElementById("file");
  const form = chosen.form;
  form.querySelector("button").hidden = true; // a file goes into the field as soon as it is chosen
  form.querySelector("[data-texts]").hidden = false;
  chosen.accept += ",.txt,.md,.markdown,text/plain,text/markdown";
  form.addEventListener("submit", (event) => event.preventDefault());
  chosen.addEventListener("change", async () => {
    const [given] = chosen.files;
    if (!given) return;
    heard.textContent = "Reading …";
    try {
      const text = await words(given);
      if (text.length > field.maxLength) throw new Error(`The draft has ${text.length.toLocaleString("en")} characters; at most ${field.maxLength.toLocaleString("en")} can be checked.`);
      field.value = text;
      heard.textContent = `The words of ${given.name} are in the field.`;
    } catch (error) {
      heard.textContent = error.message;
    }
    chosen.value = "";
  });
}

/* The page that answers is ours, and whole: what is taken from it was escaped there. */
async function precedents(sentence) {
  const answer = await fetch("/desk/precedents", {
    method: "POST",
    headers: { Accept: "text/html", "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ text: sentence }),
  });
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok) throw new Error(found.querySelector("main .lead")?.textContent ?? "The precedents could not be found.");
  return [...found.getElementById("beside").children];
}

function box(number, button) {
  const made = document.createElement("section");
  made.className = "precedents";
  made.id = `p${number}`;
  made.setAttribute("aria-label", `Precedents of sentence ${number}`);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "plain close";
  close.textContent = "Close";
  close.addEventListener("click", () => { shut(button); button.focus(); });
  const head = document.createElement("h3");
  head.textContent = `Precedents of sentence ${number}`;
  head.tabIndex = -1;
  const says = document.createElement("p");
  says.className = "hint";
  says.setAttribute("role", "status");
  made.append(close, head, says);
  return { made, head, says };
}

function shut(button) {
  document.getElementById(`p${button.value}`)?.remove();
  document.getElementById(`s${button.value}`).classList.remove("opened");
  button.setAttribute("aria-expanded", "false");
}

async function open(button) {
  const sentence = document.getElementById(`s${button.value}`);
  const { made, head, says } = box(button.value, button);
  button.closest(".on-desk").querySelector(".beside").append(made);
  button.setAttribute("aria-expanded", "true");
  sentence.classList.add("opened");
  says.textContent = "Looking …";
  try {
    const found = await precedents(sentence.textContent);
    if (!made.isConnected) return;
    says.remove();
    made.append(...found.map((part) => document.adoptNode(part)));
    head.focus();
  } catch (error) {
    says.textContent = error.message;
  }
}

if (field) {
  fromAddress();
  link();
  file();
}
for (const button of document.querySelectorAll("button.open")) {
  button.setAttribute("aria-expanded", String(Boolean(document.getElementById(`p${button.value}`))));
}
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button.open");
  if (!button) return;
  event.preventDefault();
  if (button.getAttribute("aria-expanded") === "true") shut(button);
  else open(button);
});

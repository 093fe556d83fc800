// Copying: in: buttons that carry a text (parts.copy). Out: the text on the clipboard, and a word that it is there. Must not change what is shown beside that.

const region = document.createElement("p");
region.className = "hidden";
region.setAttribute("role", "status");

// Without a secure origin (plain HTTP on another host than this one) browsers offer no clipboard: what is selected can still be copied.
function copiedBySelection(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.setAttribute("readonly", "");
  field.className = "hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

async function copied(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copiedBySelection(text); // the clipboard was refused: the older way needs no leave
    }
  }
  return copiedBySelection(text);
}

// A button without a text of its own copies what stands in its box, a text or a list of footnotes, or else the footnote of the same passage.
function textOf(button) {
  if (button.dataset.copy) return button.dataset.copy;
  const box = button.closest(".copied");
  if (box) return [...box.querySelectorAll("pre, .footnote")].map((one) => one.textContent).join("\n");
  return button.closest(".hit, p:has(.footnote), article").querySelector(".footnote").textContent;
}

async function answer(button) {
  const text = textOf(button);
  const done = await copied(text);
  button.focus();
  const said = done ? "Copied" : "Not copied: select the text";
  const before = button.dataset.label ?? button.textContent;
  button.dataset.label = before;
  button.textContent = said;
  region.textContent = done ? `${said}: ${text.slice(0, 200)}` : said;
  setTimeout(() => {
    button.textContent = before;
    region.textContent = "";
  }, 2500);
}

document.body.append(region);
const show = () => { for (const button of document.querySelectorAll("button[data-copy][hidden]")) button.hidden = false; };
show();
new MutationObserver(show).observe(document.body, { childList: true, subtree: true }); // what is fetched comes later
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button[data-copy]") : null;
  if (button) answer(button);
});

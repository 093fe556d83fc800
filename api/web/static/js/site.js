// Site: keyboard keys and boxes that grow. In: any page. Out: "/" goes to the search box, "?" to the help on keys, Ctrl+Enter
// sends the form. Must not be needed: a page works without it.

const typing = (target) => target instanceof HTMLElement && (target.isContentEditable || target.matches("input, select, textarea"));

const grow = (box) => {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 2, 0.6 * window.innerHeight)}px`;
};

const sends = (box, event) => event.key === "Enter" && !event.isComposing
  && (event.ctrlKey || event.metaKey || (box.classList.contains("one-box") && !event.shiftKey && !box.value.includes("\n")));

document.addEventListener("keydown", (event) => {
  if (event.target instanceof HTMLTextAreaElement && event.target.form && sends(event.target, event)) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    const box = document.querySelector("[role=search] textarea, [role=search] input[type=search]");
    if (box) {
      event.preventDefault();
      box.focus();
    }
  }
  if (event.key === "?") window.location.assign("/help/keys");
});

for (const box of document.querySelectorAll("textarea.one-box")) {
  box.addEventListener("input", () => grow(box));
  if (box.value) grow(box);
}

for (const menu of document.querySelectorAll("details.narrow")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

// What the pages gain from JavaScript. Everything works without it.
// 1. A list of errors takes focus, so that a screen reader reads it at once.
// 2. Dialogs opened by command/commandfor, in browsers that do not know these yet.
// 3. What htmx swaps in is told to the same rules.

const byId = (id) => document.getElementById(id);

function focusErrors(root) {
  const summary = root.querySelector("[data-focus]");
  if (summary) summary.focus();
}

function commandFallback() {
  if ("command" in HTMLButtonElement.prototype) return;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[commandfor]");
    const dialog = button && byId(button.getAttribute("commandfor"));
    if (!dialog) return;
    const command = button.getAttribute("command");
    if (command === "show-modal") dialog.showModal();
    if (command === "close") dialog.close();
  });
}

focusErrors(document);
commandFallback();
document.addEventListener("htmx:after:swap", (event) => {
  if (event.target instanceof Element) focusErrors(event.target);
});

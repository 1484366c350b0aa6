"use strict";
// Copies a command and says so. Where a browser does not let it, the command is selected.
(() => {
  const status = document.getElementById("copied");
  async function copy(button) {
    const command = button.parentElement.querySelector("code");
    let said = status.dataset.copied;
    try {
      await navigator.clipboard.writeText(command.textContent);
    } catch {
      getSelection().selectAllChildren(command);
      said = status.dataset.selected;
    }
    status.textContent = "";
    for (const other of document.querySelectorAll("button.copy output")) other.remove();
    const word = document.createElement("output");
    word.ariaHidden = "true"; // what the status says
    word.textContent = ` ✓ ${said}`;
    button.append(word);
    requestAnimationFrame(() => { status.textContent = `${said}: ${command.textContent}`; });
  }
  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
})();

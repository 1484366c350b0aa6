// Opens a row by a click anywhere on it, and finds the row of a task by its id in the address.
(() => {
  const ACTS = "a, button, summary, label, code, details[open] dl";
  document.addEventListener("click", (event) => {
    const row = event.target.closest?.("tr[data-item]");
    const opens = row?.querySelector("details.opens");
    if (!opens || event.target.closest(ACTS)) return;
    // Selecting opens nothing: the second click on a word takes back what the first did.
    if (String(getSelection()) && event.detail !== 2) return;
    opens.open = !opens.open;
  });
  for (const row of document.querySelectorAll("tr[data-item]:has(details.opens)")) row.classList.add("can-open");

  const named = () => location.hash.slice(1).split("&").find((piece) => piece && !piece.includes("="));
  let marked = null;
  function find() {
    marked?.classList.remove("found");
    let name = named() || "";
    try { name = decodeURIComponent(name); } catch { name = ""; }
    const link = name && document.getElementById(name);
    marked = link ? link.closest("tr, .card") : null;
    if (!marked) return;
    marked.classList.add("found");
    const opens = marked.querySelector("details.opens");
    if (opens) opens.open = true;
    marked.scrollIntoView({ block: "center" });
  }
  // A link to a row keeps what the filter shows.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const state = location.hash.slice(1).split("&").filter((piece) => piece.includes("="));
    history.pushState(null, "", [link.getAttribute("href"), ...state].join("&"));
    find();
  });
  addEventListener("hashchange", find);
  document.addEventListener("DOMContentLoaded", find);
})();

// Filters as one types, and keeps what was asked for in the address, so that it can be passed on: #2025-8&plan=2025 is
// the row of a task and the state of the filter. Whoever depends on what is shown listens to "shown".
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const listed = (text) => (text || "").split("\n").filter(Boolean);
  // What the data say, without labels; each piece apart, so that no word is found across two of them.
  function said(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest("summary, dt, button, .far") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const pieces = [];
    let block = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const around = node.parentElement.closest("td, dd, p, h3, div");
      if (around !== block) pieces.push("\n");
      block = around;
      pieces.push(folded(node.data));
    }
    return pieces.join("");
  }
  const facets = [...form.querySelectorAll("select")].map((select) => select.name);
  const names = ["q", ...facets, "bar"];
  const items = [...document.querySelectorAll("[data-item]")].map((element) => ({
    element,
    text: said(element),
    tasks: listed(element.dataset.task),
    facets: Object.fromEntries(facets.map((name) => [name, listed(element.dataset[name])])),
  }));
  const byRow = "rows" in form.dataset;
  const firstPart = document.querySelector(".part:has([data-item])");
  // A task counts once, whatever the number of tables it stands in; where no tasks are listed, the rows of the first.
  const tasks = (of) => new Set(of.flatMap((item) => item.tasks)).size;
  const count = byRow || !tasks(items)
    ? (of) => of.filter((item) => !byRow || firstPart.contains(item.element)).length
    : tasks;

  function filter() {
    const words = form.q.value.split(/\s+/).map(folded).filter(Boolean);
    const wanted = facets.filter((name) => form[name].value);
    const bar = form.bar.value && document.querySelector(`[data-bar="${CSS.escape(form.bar.value)}"]`);
    const counted = bar ? new Set(listed(bar.dataset.tasks)) : null;
    for (const label of form.querySelectorAll("label")) label.classList.toggle("used", Boolean(label.control.value));
    const shown = items.filter((item) => {
      const fits =
        words.every((word) => item.text.includes(word)) &&
        wanted.every((name) => item.facets[name].includes(form[name].value)) &&
        (!counted || item.tasks.some((task) => counted.has(task)));
      item.element.hidden = !fits;
      return fits;
    });
    for (const part of document.querySelectorAll(".part")) {
      const own = part.querySelectorAll("[data-item]");
      part.hidden = own.length > 0 && [...own].every((element) => element.hidden);
    }
    document.querySelector(".nothing").hidden = shown.length > 0;
    document.querySelector(".whole")?.toggleAttribute("hidden", shown.length === items.length);
    form.querySelector("output").value =
      form.dataset.count.replace("{n}", count(shown)).replace("{all}", count(items));
    document.dispatchEvent(new CustomEvent("shown"));
  }

  function remember() {
    const state = new URLSearchParams();
    for (const name of [...names, "sort"]) if (form.elements[name]?.value) state.set(name, form.elements[name].value);
    const [row] = location.hash.slice(1).split("&").filter((piece) => piece && !piece.includes("="));
    history.replaceState(null, "", `#${[row, String(state)].filter(Boolean).join("&")}`);
  }

  function recall() {
    const state = new URLSearchParams(location.hash.slice(1));
    for (const name of names) {
      form[name].value = state.get(name) || "";
      if (form[name].selectedIndex === -1) form[name].value = "";
    }
    form.elements.sort.value = state.get("sort") || "";
    form.elements.sort.dispatchEvent(new CustomEvent("recalled"));
    filter();
  }

  form.addEventListener("input", () => { filter(); remember(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    history.replaceState(null, "", "#");
    recall();
  });
  addEventListener("hashchange", recall);
  document.addEventListener("DOMContentLoaded", () => { form.hidden = false; recall(); });
})();

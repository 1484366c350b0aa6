// Figures and bars follow the filter where their tasks stand in the rows, and set it when they are chosen.
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const listed = (element) => (element.dataset.tasks || "").split("\n").filter(Boolean);
  const tiles = [...document.querySelectorAll(".figures > *")];
  const barred = [...document.querySelectorAll(".barred")];
  const choosers = [];

  function chooser(element, label, isChosen, choose) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...label.childNodes);
    label.append(button);
    element.classList.add("chooses");
    button.addEventListener("click", () => {
      choose();
      form.dispatchEvent(new Event("input"));
    });
    choosers.push([button, element, isChosen]);
  }
  const offers = (facet, value) => [...(form.elements[facet]?.options || [])].some((option) => option.value === value);

  for (const tile of tiles) {
    const { situation } = tile.dataset;
    if (situation && offers("situation", situation)) {
      const select = form.elements.situation;
      chooser(tile, tile.querySelector(".label"), () => select.value === situation,
        () => { select.value = select.value === situation ? "" : situation; });
    }
  }
  for (const bar of document.querySelectorAll(".bars > [data-bar]")) {
    const { facet, choice } = bar.dataset;
    const field = facet && offers(facet, choice) ? form.elements[facet] : bar.dataset.tasks ? form.elements.bar : null;
    const value = field === form.elements.bar ? bar.dataset.bar : choice;
    const follows = bar.closest("[data-follows]");
    if (!field || (field === form.elements.bar && !follows)) continue;
    chooser(bar, bar.querySelector(".name"), () => field.value === value,
      () => { field.value = field.value === value ? "" : value; });
  }

  function follow() {
    const rows = [...document.querySelectorAll("[data-item]:not([hidden])")];
    const shown = new Set(rows.flatMap((row) => (row.dataset.task || "").split("\n")));
    const inSight = (element) => listed(element).filter((task) => shown.has(task)).length;
    for (const tile of tiles.filter((each) => "tasks" in each.dataset)) {
      const n = inSight(tile);
      tile.querySelector(".value").textContent = n;
      tile.classList.toggle("none", n === 0);
    }
    for (const chart of barred) {
      if (!("follows" in chart.dataset)) continue;
      const bars = [...chart.querySelectorAll("[data-bar]")].map((bar) => {
        const parts = [...bar.querySelectorAll("rect")].map((part) => [part, inSight(part)]);
        return [bar, parts, parts.reduce((sum, [, n]) => sum + n, 0)];
      });
      const longest = Math.max(1, ...bars.map(([, , total]) => total));
      for (const [bar, parts, total] of bars) {
        let x = 0;
        for (const [part, n] of parts) {
          const width = (1000 * n) / longest;
          part.setAttribute("x", x);
          part.setAttribute("width", width);
          part.firstElementChild.textContent = part.firstElementChild.textContent.replace(/\d+$/, n);
          x += width;
        }
        bar.querySelector(".value").textContent = total;
        bar.classList.toggle("none", total === 0);
      }
    }
    for (const [button, element, isChosen] of choosers) {
      button.ariaPressed = String(isChosen());
      element.classList.toggle("chosen", isChosen());
    }
  }
  document.addEventListener("shown", follow);
})();

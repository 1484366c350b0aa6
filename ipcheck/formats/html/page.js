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
// Filters as one types, sorts, and keeps what was asked for in the address, so that it can be passed on.
(() => {
  const form = document.getElementById("filter");
  addEventListener("resize", draw);
  if (!form) {
    draw();
    return;
  }
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  // What the data say, without labels and "more"; each piece apart, so that no word is found across two of them.
  function said(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest("summary, dt, button") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
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
  const items = [...document.querySelectorAll("[data-item]")].map((element) => ({
    element,
    text: said(element),
    facets: Object.fromEntries(facets.map((name) => [name, (element.dataset[name] || "").split("\n")])),
  }));
  const tables = [...document.querySelectorAll(".part > table")];
  const unsorted = tables.map((table) => [...table.tBodies[0].rows]);
  let sort = "";

  function filter() {
    const words = form.q.value.split(/\s+/).map(folded).filter(Boolean);
    const wanted = facets.filter((name) => form[name].value);
    for (const label of form.querySelectorAll("label")) label.classList.toggle("used", Boolean(label.control.value));
    let shown = 0;
    for (const item of items) {
      const fits =
        words.every((word) => item.text.includes(word)) &&
        wanted.every((name) => item.facets[name].includes(form[name].value));
      item.element.hidden = !fits;
      shown += fits;
    }
    for (const part of document.querySelectorAll(".part")) {
      const own = part.querySelectorAll("[data-item]");
      part.hidden = own.length > 0 && [...own].every((element) => element.hidden);
    }
    const narrowed = shown < items.length;
    document.querySelector(".nothing").hidden = shown > 0;
    document.querySelector(".whole")?.toggleAttribute("hidden", !narrowed);
    form.querySelector("output").value =
      form.dataset.count.replace("{n}", shown).replace("{all}", items.length);
    draw();
  }

  // "1.3d": the second table by its fourth column, descending.
  function arrange() {
    const [, which, column, way] = /^(\d+)\.(\d+)([ad])$/.exec(sort) || [];
    tables.forEach((table, index) => {
      const heads = [...table.tHead.rows[0].cells];
      const mine = which !== undefined && Number(which) === index && Number(column) < heads.length;
      heads.forEach((head, at) => {
        if (mine && at === Number(column)) head.setAttribute("aria-sort", way === "a" ? "ascending" : "descending");
        else head.removeAttribute("aria-sort");
      });
      const rows = [...unsorted[index]];
      if (mine) {
        const key = (row) => row.cells[column].dataset.key || row.cells[column].textContent.trim();
        const keyed = rows.map((row) => [key(row), row]);
        const sign = way === "a" ? 1 : -1;
        // what says nothing stands last either way
        keyed.sort(([a], [b]) => (!a || !b ? !a - !b : sign * order.compare(a, b)));
        rows.splice(0, rows.length, ...keyed.map(([, row]) => row));
      }
      table.tBodies[0].append(...rows);
    });
  }

  function remember() {
    const state = new URLSearchParams();
    for (const name of ["q", ...facets]) if (form[name].value) state.set(name, form[name].value);
    if (sort) state.set("sort", sort);
    history.replaceState(null, "", `#${state}`);
  }

  function recall() {
    const state = new URLSearchParams(location.hash.slice(1));
    for (const name of ["q", ...facets]) {
      form[name].value = state.get(name) || "";
      if (form[name].selectedIndex === -1) form[name].value = "";
    }
    sort = state.get("sort") || "";
    arrange();
    filter();
  }

  tables.forEach((table, index) => {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      const label = head.querySelector(".label");
      button.title = form.dataset.sort.replace("{column}", label.textContent);
      button.textContent = label.textContent;
      label.className = "plain"; // on paper
      label.ariaHidden = "true";
      head.prepend(button);
      button.addEventListener("click", () => {
        const turn = { [`${index}.${column}a`]: `${index}.${column}d`, [`${index}.${column}d`]: "" };
        sort = sort in turn ? turn[sort] : `${index}.${column}a`;
        arrange();
        remember();
      });
    });
  });

  // Lines from card to card, where there are few enough to be told apart.
  function svg(name) {
    return document.createElementNS("http://www.w3.org/2000/svg", name);
  }
  function draw() {
    const MOST_LINES = 12;
    const drawings = [];
    for (const thread of document.querySelectorAll(".thread:not([hidden])")) {
      thread.querySelector(":scope > svg")?.remove();
      const cards = [...thread.querySelectorAll(".card")];
      const byId = new Map(cards.map((card) => [card.dataset.id, card]));
      const pairs = cards.flatMap((card) =>
        card.dataset.from.split(" ").filter((id) => byId.has(id)).map((id) => [byId.get(id), card]));
      if (!pairs.length || pairs.length > MOST_LINES) continue;
      const around = thread.getBoundingClientRect();
      const drawing = svg("svg");
      drawing.setAttribute("aria-hidden", "true");
      for (const [from, to] of pairs) {
        const [a, b] = [from.getBoundingClientRect(), to.getBoundingClientRect()];
        const [x1, y1] = [a.right - around.left, a.top + Math.min(a.height, 40) / 2 - around.top];
        const [x2, y2] = [b.left - around.left, b.top + Math.min(b.height, 40) / 2 - around.top];
        if (x2 <= x1) continue;
        const path = svg("path");
        const middle = (x1 + x2) / 2;
        path.setAttribute("d", `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`);
        drawing.append(path);
      }
      drawings.push([thread, drawing]);
    }
    for (const [thread, drawing] of drawings) thread.append(drawing); // after all has been measured
  }

  form.addEventListener("input", () => { filter(); remember(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    history.replaceState(null, "", "#");
    recall();
  });
  addEventListener("hashchange", recall);
  form.hidden = false;
  recall();
})();

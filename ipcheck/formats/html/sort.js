// Sorts a table by a column: "1.3d" is the second table by its fourth column, descending.
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const tables = [...document.querySelectorAll(".part > table")];
  const unsorted = tables.map((table) => [...table.tBodies[0].rows]);
  const sort = form.elements.sort;

  function arrange() {
    const [, which, column, way] = /^(\d+)\.(\d+)([ad])$/.exec(sort.value) || [];
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
        sort.value = sort.value in turn ? turn[sort.value] : `${index}.${column}a`;
        arrange();
        form.dispatchEvent(new Event("input"));
      });
    });
  });
  sort.addEventListener("recalled", arrange);
})();

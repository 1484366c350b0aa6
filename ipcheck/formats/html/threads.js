// Lines from card to card, where there are few enough to be told apart.
(() => {
  const MOST_LINES = 12;
  function svg(name) {
    return document.createElementNS("http://www.w3.org/2000/svg", name);
  }
  function draw() {
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
  addEventListener("resize", draw);
  document.addEventListener("shown", draw);
  document.addEventListener("DOMContentLoaded", draw);
})();

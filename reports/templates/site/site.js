// Tables sort by any column and filter by words; without this file they are read as they stand.
"use strict";
(() => {
  const LEAST_ROWS = 2, FILTER_FROM = 9;
  const order = new Intl.Collator("zh-CN", { numeric: true });

  const keyOf = (cell, isNumber) => {
    const text = cell.dataset.key ?? cell.textContent.trim();
    if (!isNumber) return text;
    const number = parseFloat(text.replaceAll(",", ""));
    return Number.isNaN(number) ? null : number;   // 没有数的总在最后
  };

  const compare = (a, b, sign) => {
    if (a === null || b === null) return (a === null) - (b === null);
    return sign * (typeof a === "number" ? a - b : order.compare(a, b));
  };

  const sort = (table, head, place) => {
    const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    const isNumber = head.classList.contains("n"), body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [keyOf(row.cells[place], isNumber), row]);
    rows.sort(([a], [b]) => compare(a, b, sign));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", sign === 1 ? "ascending" : "descending");
    body.append(...rows.map(([, row]) => row));
  };

  const makeSortable = (table) => {
    [...table.tHead.rows[0].cells].forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, head, place));
    });
  };

  const makeFilter = (table) => {
    const label = document.createElement("label"), input = document.createElement("input"), shown = document.createElement("output");
    input.type = "search";
    label.append("筛选", " ", input);
    input.setAttribute("aria-label", `筛选：${table.dataset.label}`);
    const rows = [...table.tBodies[0].rows].map((row) => [row.textContent.toLowerCase(), row]);
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      for (const [text, row] of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        count += !row.hidden;
      }
      shown.textContent = words.length ? `${rows.length} 行中的 ${count} 行` : "";
    });
    const box = document.createElement("p");
    box.className = "filter";
    box.append(label, shown);
    table.closest(".scroll").before(box);
  };

  for (const table of document.querySelectorAll("table.list")) {
    const rows = table.tBodies[0].rows.length;
    if (rows >= LEAST_ROWS) makeSortable(table);
    if (rows >= FILTER_FROM) makeFilter(table);
  }
})();

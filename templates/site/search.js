// Shows the briefings in which every word of the search is the beginning of a word.
"use strict";
const field = document.getElementById("search");
const summary = document.getElementById("count");
const rows = Array.from(document.querySelectorAll("tr[data-words]"));
const total = summary.textContent;

function search() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const row of rows) {
    const text = " " + row.dataset.words;
    row.hidden = !words.every((word) => text.includes(" " + word));
    count += row.hidden ? 0 : 1;
  }
  const message = summary.dataset.found.replace("{found}", count).replace("{total}", rows.length);
  summary.textContent = words.length ? message : total;
}

field.addEventListener("input", search);
field.form.addEventListener("submit", (event) => event.preventDefault());
search();

// Shows the briefings in which every word of the search is the beginning of a word.
"use strict";
const sought = document.getElementById("sought");
const found = document.getElementById("found");
const rows = Array.from(document.querySelectorAll("tr[data-words]"));
const all = found.textContent;

function search() {
  const words = sought.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const row of rows) {
    const known = " " + row.dataset.words;
    row.hidden = !words.every((word) => known.includes(" " + word));
    count += row.hidden ? 0 : 1;
  }
  const message = found.dataset.found.replace("{found}", count).replace("{total}", rows.length);
  found.textContent = words.length ? message : all;
}

sought.addEventListener("input", search);
sought.form.addEventListener("submit", (event) => event.preventDefault());
search();

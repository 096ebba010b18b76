"use strict";
// The print button of a report.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

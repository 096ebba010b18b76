// Kullanıcı Tipi drives the next fields: what does not belong to the kind is put away (L-054).
"use strict";
(() => {
  const driver = document.querySelector("[data-shows]");
  if (!driver) return;
  const driven = [...document.querySelectorAll("[data-shown-for]")];

  function refresh() {
    for (const field of driven) {
      const fits = field.dataset.shownFor === `${driver.dataset.shows}=${driver.value}`;
      field.closest(".hub-field").hidden = !fits;
    }
  }
  driver.addEventListener("change", () => {
    const member = document.querySelector("[name=member]");
    if (member) member.value = ""; // the links of other kinds are dropped by the server
    refresh();
  });
  refresh();
})();

// Parts of a form that only some choices need: data-when names the field, data-unless a value of
// it with which the part is put away (a box without a tick puts it away, too).
"use strict";
(() => {
  const parts = [...document.querySelectorAll("[data-when]")];
  const named = (name) => document.querySelector(`[name="${name}"]`);

  function refresh() {
    for (const part of parts) {
      const field = named(part.dataset.when);
      if (!field) continue;
      part.hidden = field.type === "checkbox" ? !field.checked : field.value === part.dataset.unless;
    }
  }
  document.addEventListener("change", refresh);
  refresh();
})();

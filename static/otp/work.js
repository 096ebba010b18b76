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

  // The life of a code: the server judges, this only tells.
  for (const clock of document.querySelectorAll("[data-countdown]")) {
    const ends = Date.now() + 1000 * Number(clock.dataset.countdown);
    const shown = clock.querySelector("strong");
    const tick = () => {
      const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
      if (shown) shown.textContent = String(left);
      if (left > 0) setTimeout(tick, 500);
      else clock.textContent = clock.dataset.over;
    };
    tick();
  }
})();

// Ctrl+K: one box for pages, commands and records.
"use strict";
(() => {
  const palette = document.getElementById("palette");
  if (!palette) return;
  const input = document.getElementById("palette-input");
  const results = document.getElementById("palette-results");
  const hits = () => [...results.querySelectorAll("a[role=option]")];

  function open() {
    if (palette.open) return;
    document.dispatchEvent(new CustomEvent("hub:close-menu"));
    palette.showModal();
    input.value = "";
    input.focus();
    htmx.trigger(input, "hub:open");
  }

  function choose(index) {
    const all = hits();
    all.forEach((hit, i) => hit.setAttribute("aria-selected", String(i === index)));
    if (all[index]) {
      input.setAttribute("aria-activedescendant", all[index].id);
      all[index].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  const current = () => hits().findIndex((hit) => hit.getAttribute("aria-selected") === "true");

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (palette.open) palette.close();
      else open();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-palette]")) {
      event.preventDefault();
      open();
    } else if (event.target === palette) palette.close();
  });
  input.addEventListener("keydown", (event) => {
    const count = hits().length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (count) choose((current() + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
    } else if (event.key === "Enter") {
      event.preventDefault();
      (hits()[Math.max(current(), 0)])?.click();
    }
  });
  results.addEventListener("htmx:afterSwap", () => choose(0));
})();

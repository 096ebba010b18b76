// Writing a message: parameters at the cursor, the dialog of people, the arrival of the forecast.
"use strict";
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    const area = document.getElementById(button.dataset.into);
    area.focus();
    area.setRangeText(button.dataset.insert, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });

  document.body.addEventListener("hubAudience", () => {
    document.getElementById("dialog").close();
    document.getElementById("preflight")?.replaceChildren();
  });

  // A mark set while the list was on its way is kept.
  let marked = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.id !== "people") return;
    marked = [...event.detail.target.querySelectorAll("[name=ids]:checked")].map((box) => box.value);
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const value of marked) {
      const box = document.querySelector(`#people [name=ids][value="${value}"]`);
      if (box) box.checked = true;
    }
    marked = [];
  });

  document.addEventListener("htmx:afterSettle", () => {
    const preset = document.querySelector("#class-preset");
    if (preset) {
      const radio = document.querySelector(`[name=message_class][value="${preset.dataset.class}"]`);
      if (radio) radio.checked = true;
      const reason = document.querySelector("[name=exemption]");
      if (reason && !reason.value) reason.value = preset.dataset.exemption;
      preset.remove();
    }
    const arrived = document.querySelector("[data-arrived]");
    if (arrived && document.activeElement?.matches("[data-preflight], body")) {
      arrived.removeAttribute("data-arrived");
      arrived.scrollIntoView({ block: "start", behavior: "smooth" });
      arrived.focus({ preventScroll: true });
    }
  });
})();

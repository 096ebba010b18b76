// The content panel: the footer's buttons, the place of a finding, the class that fits.
"use strict";
(() => {
  function write(area, text, at) {
    area.focus();
    area.setSelectionRange(at, at);
    // Typed through the editor, so that Ctrl+Z takes it back.
    if (!document.execCommand("insertText", false, text)) area.setRangeText(text, at, at, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function append(area, texts) {
    const lacking = texts.filter((text) => text && !area.value.includes(text));
    if (!lacking.length) return;
    const end = area.value.length;
    write(area, (end && !/\s$/.test(area.value) ? " " : "") + lacking.join(" "), end);
  }

  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.(".msg-pencil[open]")) htmx.trigger(event.target, "hubPencil");
  }, true);

  // An open pencil follows the saved text.
  let waiting;
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt?.id !== "compose-state") return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const pencil = document.querySelector(".msg-pencil[open]");
      if (pencil) htmx.trigger(pencil, "hubPencil");
    }, 600);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-append], [data-prepend], [data-select], [data-class-to]");
    if (!button) return;
    const area = document.getElementById(button.dataset.into ?? "id_text");
    if (button.dataset.classTo) {
      const radio = document.querySelector(`[name=message_class][value="${button.dataset.classTo}"]`);
      radio.checked = true;
      radio.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (button.dataset.select) {
      area.focus();
      area.setSelectionRange(...button.dataset.select.split(",").map(Number));
    } else if (button.dataset.prepend) {
      if (!area.value.startsWith(button.dataset.prepend)) write(area, button.dataset.prepend, 0);
    } else if (button.dataset.append) {
      append(area, [button.dataset.append]);
    } else {
      const parts = [...button.parentElement.querySelectorAll("[data-append]")];
      append(area, parts.map((part) => part.dataset.append));
    }
  });
})();

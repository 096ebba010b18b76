// Forms: Ctrl+S, the warning before typed things are left, the calendar button.
"use strict";
(() => {
  let isDirty = Boolean(document.querySelector("form[data-guard] .hub-error-summary"));

  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-guard]")) isDirty = true;
  });
  // What is sent is sent once, however often it is pressed; htmx has its own way.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post" || form.matches("[hx-post]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.matches("[data-guard]")) isDirty = false;
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
    }
  });

  // Enter in a line of text presses the button that data-enter names, or none ("none"): without
  // it the browser takes the form's first button, whatever that does.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
    if (!event.target.matches("input:not([type=checkbox], [type=radio], [type=file], [type=button], [type=submit])")) return;
    const named = event.target.closest("[data-enter]");
    if (!named || !named.contains(event.target)) return;
    event.preventDefault();
    if (named.dataset.enter !== "none") document.querySelector(named.dataset.enter)?.click();
  });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    const open = document.querySelector("dialog[open] form");
    const form = open || document.querySelector("form[data-save]");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[type=submit]"));
  });

  const toTurkish = (iso) => {
    const [day, time] = iso.split("T");
    return day.split("-").reverse().join(".") + (time ? ` ${time.slice(0, 5)}` : "");
  };
  const toIso = (text, withTime) => {
    const found = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s+(\d{1,2}):(\d{2}))?$/.exec(text.trim());
    if (!found) return "";
    const pad = (value) => String(value || 0).padStart(2, "0");
    const day = `${found[3]}-${pad(found[2])}-${pad(found[1])}`;
    return withTime ? `${day}T${pad(found[4])}:${pad(found[5])}` : day;
  };

  function addCalendar(input) {
    if (input.dataset.ready || !HTMLInputElement.prototype.showPicker) return;
    input.dataset.ready = "1";
    const withTime = input.dataset.date === "datetime-local";
    const wrapper = document.createElement("div");
    wrapper.className = "hub-date";
    input.replaceWith(wrapper);
    const holder = document.createElement("div");
    holder.className = "hub-date-box";
    const native = document.createElement("input");
    native.type = input.dataset.date;
    native.className = "hub-date-native";
    native.tabIndex = -1;
    native.setAttribute("aria-hidden", "true");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-icon";
    button.setAttribute("aria-label", hub.text("calendar"));
    button.append(hub.icon("calendar"));
    holder.append(native, button);
    wrapper.append(input, holder);
    button.addEventListener("click", () => {
      native.value = toIso(input.value, withTime);
      native.showPicker();
    });
    native.addEventListener("change", () => {
      input.value = native.value ? toTurkish(native.value) : "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // data-enabled-by names the field of the same form, data-enabled-value the value of it with which
  // this one counts; with any other it is off and is not sent (a tick that is not there has none).
  // Without script it stays open, and the server overlooks it.
  function refreshEnabled(root) {
    for (const input of root.querySelectorAll("[data-enabled-by]")) {
      const chooser = input.form?.elements.namedItem(input.dataset.enabledBy);
      if (!chooser) continue;
      const counts = chooser.type !== "checkbox" || chooser.checked;
      input.disabled = !counts || chooser.value !== input.dataset.enabledValue;
      const button = input.closest(".hub-date")?.querySelector("button");
      if (button) button.disabled = input.disabled;
    }
  }
  document.addEventListener("change", (event) => {
    if (event.target.form) refreshEnabled(event.target.form);
  });
  // A page that comes back from memory, or with what the browser had kept of its fields.
  window.addEventListener("pageshow", () => refreshEnabled(document));

  const enhance = (root) => {
    root.querySelectorAll("input[data-date]").forEach(addCalendar);
    refreshEnabled(root);
  };
  enhance(document);
  document.addEventListener("hub:fragment", (event) => enhance(event.detail));
})();

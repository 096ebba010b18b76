// Lookups: a select of records becomes a search box that asks the server.
"use strict";
(() => {
  let number = 0;

  function enhance(select) {
    if (select.dataset.ready) return;
    select.dataset.ready = "1";
    number += 1;
    const many = select.multiple;
    const listId = `lookup-${number}`;
    const wrapper = document.createElement("div");
    wrapper.className = "hub-lookup";
    const chips = document.createElement("div");
    chips.className = "hub-lookup-chips";
    const input = document.createElement("input");
    input.type = "text";
    input.className = "form-control";
    input.id = select.id;
    input.autocomplete = "off";
    input.placeholder = hub.text("search");
    const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list" };
    for (const [key, value] of Object.entries(roles)) input.setAttribute(key, value);
    for (const key of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(key)) input.setAttribute(key, select.getAttribute(key));
    if (select.classList.contains("is-invalid")) input.classList.add("is-invalid");
    const label = document.querySelector(`label[for="${select.id}"]`)?.textContent || "";
    const list = document.createElement("ul");
    list.id = listId;
    list.className = "hub-lookup-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label);
    list.hidden = true;
    select.removeAttribute("id");
    select.hidden = true;
    select.before(wrapper);
    wrapper.append(chips, input, list, select);
    let results = [];
    let active = -1;
    let timer = 0;
    let asked = 0;

    const picked = () => [...select.selectedOptions].filter((option) => option.value);
    const shown = () => (many ? "" : picked()[0]?.textContent || "");

    function redraw() {
      chips.replaceChildren();
      chips.hidden = !many || picked().length === 0;
      if (many) for (const option of picked()) {
        const chip = document.createElement("button");
        chip.type = "button";
        chip.append(option.textContent, hub.icon("x"));
        chip.setAttribute("aria-label", `${hub.text("remove")}: ${option.textContent}`);
        chip.addEventListener("click", () => { option.selected = false; changed(); input.focus(); });
        chips.append(chip);
      }
      input.value = shown();
    }

    function changed() {
      redraw();
      select.dispatchEvent(new Event("input", { bubbles: true }));
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function choose(result) {
      let option = [...select.options].find((one) => one.value === String(result.id));
      if (!option) {
        option = new Option(result.label, result.id);
        select.append(option);
      }
      if (many) option.selected = true;
      else select.value = option.value;
      hide();
      changed();
    }

    function hide() {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function draw() {
      list.replaceChildren();
      results.forEach((result, index) => {
        const item = document.createElement("li");
        item.id = `${listId}-${index}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", String(index === active));
        item.textContent = result.label;
        item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(result); });
        list.append(item);
      });
      if (!results.length) {
        const none = document.createElement("li");
        none.className = "is-note";
        none.setAttribute("role", "option");
        none.setAttribute("aria-disabled", "true");
        none.textContent = hub.text("noResult");
        list.append(none);
      }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      if (active >= 0) {
        input.setAttribute("aria-activedescendant", `${listId}-${active}`);
        list.children[active].scrollIntoView({ block: "nearest" });
      }
    }

    async function ask(text) {
      const mine = ++asked;
      try {
        const answer = await fetch(`${select.dataset.lookup}q=${encodeURIComponent(text)}`, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
        if (answer.status === 401) { hub.signedOut(answer.headers.get("HX-Redirect")); return; }
        if (!answer.ok) throw new Error(String(answer.status));
        const found = (await answer.json()).results;
        if (mine !== asked || document.activeElement !== input) return;
        results = found;
        active = found.length ? 0 : -1;
        draw();
      } catch {
        hub.toast(hub.text("offline"));
      }
    }

    input.addEventListener("input", (event) => {
      event.stopPropagation();
      if (!many && !input.value.trim() && select.value) { select.value = ""; changed(); }
      clearTimeout(timer);
      timer = setTimeout(() => ask(input.value.trim()), 180);
    });
    input.addEventListener("focus", () => input.select());
    input.addEventListener("click", () => { if (list.hidden) ask(""); });
    input.addEventListener("blur", () => { hide(); redraw(); });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) { ask(""); return; }
        if (!results.length) return;
        active = (active + (event.key === "ArrowDown" ? 1 : -1) + results.length) % results.length;
        draw();
      } else if (event.key === "Enter" && !list.hidden && results[active]) {
        event.preventDefault();
        choose(results[active]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        event.stopPropagation();
        hide();
      } else if (event.key === "Backspace" && many && !input.value && picked().length) {
        picked().at(-1).selected = false;
        changed();
      }
    });
    redraw();
  }

  const enhanceAll = (root) => root.querySelectorAll("select[data-lookup]").forEach(enhance);
  enhanceAll(document);
  document.addEventListener("hub:fragment", (event) => enhanceAll(event.detail));
})();

// The action menu: F9, right mouse button, the visible button, the button of a row (L-007).
"use strict";
(() => {
  const menu = document.getElementById("action-menu");
  if (!menu) return;
  let origin = null;
  let back = null;
  let asked = 0;

  const items = () => [...menu.querySelectorAll("[role=menuitem]")];
  const isOpen = () => menu.matches(":popover-open");

  function place({ x, y }) {
    const gap = 8;
    const size = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(gap, Math.min(x, window.innerWidth - size.width - gap))}px`;
    menu.style.top = `${Math.max(gap, Math.min(y, window.innerHeight - size.height - gap))}px`;
  }

  const below = (element) => {
    const edge = element.getBoundingClientRect();
    return { x: edge.left, y: edge.bottom + 4 };
  };

  async function open(url, params, at, returnTo) {
    origin = at;
    back = returnTo || document.activeElement;
    const mine = ++asked; // an answer that comes late would show one row's entries at another
    let answer;
    try {
      answer = await fetch(`${url}?${params}`, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    } catch {
      if (mine === asked) hub.toast(hub.text("offline"));
      return false;
    }
    const entries = await answer.text();
    if (mine !== asked) return false;
    if (answer.status === 401) { hub.signedOut(answer.headers.get("HX-Redirect")); return false; }
    if (answer.headers.has("HX-Redirect")) { window.location.assign(answer.headers.get("HX-Redirect")); return false; }
    if (!answer.ok) { hub.toast(hub.text(answer.status === 403 ? "denied" : "error")); return false; }
    menu.innerHTML = entries;
    htmx.process(menu);
    if (!isOpen()) menu.showPopover();
    place(origin);
    items()[0]?.focus();
    return true;
  }

  function close(returnFocus) {
    asked += 1;
    if (!isOpen()) return;
    menu.hidePopover();
    if (returnFocus && back?.isConnected) back.focus();
  }

  function openFor(row, at, returnTo) {
    const bar = document.getElementById("selection");
    if (!bar) return;
    const isPart = row && hub.list.chosen().includes(row);
    const only = row && !isPart ? row : null;
    open(bar.dataset.menuUrl, hub.list.selection(only), at, returnTo);
  }

  function openByKey() {
    const single = document.querySelector("[data-menu-for]");
    if (single) { openSingle(single); return; }
    const row = document.activeElement.closest?.(".hub-row");
    const button = document.querySelector("[data-actions]");
    const hasSelection = hub.list.everything() || hub.list.chosen().length > 0;
    if (row) openFor(hasSelection ? null : row, below(row.querySelector(".hub-primary") || row), row);
    else if (button) openFor(null, below(button), document.activeElement);
  }

  const openSingle = (button) => open(button.dataset.menuUrl, new URLSearchParams({ ids: button.dataset.menuFor }), below(button), button);

  document.addEventListener("keydown", (event) => {
    const wanted = event.key === "F9" || event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
    if (wanted && !document.querySelector("dialog[open]")) {
      if (event.key !== "F9" && !event.target.closest?.(".hub-row")) return;
      event.preventDefault();
      if (isOpen()) close(true);
      else openByKey();
      return;
    }
    const row = event.target.closest?.(".hub-row");
    if (event.key === "Delete" && row && event.target === row && !isOpen()) openDelete(row);
    if (isOpen()) onMenuKey(event);
  });

  // Del is the menu's "Sil": it opens the menu and presses the entry, so one rule decides.
  async function openDelete(row) {
    const at = below(row.querySelector(".hub-primary") || row);
    if (!await open(document.getElementById("selection").dataset.menuUrl, hub.list.selection(row), at, row)) return;
    menu.querySelector(".is-danger[hx-get]:not([data-code])")?.click();
  }

  function onMenuKey(event) {
    const all = items();
    const here = all.indexOf(document.activeElement);
    const steps = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 };
    if (event.key in steps) {
      event.preventDefault();
      all.at(steps[event.key] % all.length)?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close(true);
    } else if (event.key.length === 1 && !event.ctrlKey && event.key !== " ") {
      const letter = event.key.toLocaleLowerCase(document.documentElement.lang);
      const order = [...all.slice(here + 1), ...all.slice(0, here + 1)];
      order.find((item) => item.querySelector("span").textContent.trim().toLocaleLowerCase(document.documentElement.lang).startsWith(letter))?.focus();
    }
  }

  document.addEventListener("contextmenu", (event) => {
    const row = event.target.closest(".hub-row");
    if (!row || event.shiftKey || event.target.closest("a, input")) return;
    event.preventDefault();
    hub.list.focusRow(row);
    openFor(row, { x: event.clientX, y: event.clientY }, row);
  });

  document.addEventListener("click", (event) => {
    const disabled = event.target.closest(".hub-menu-item[aria-disabled]");
    if (disabled) { event.preventDefault(); return; }
    if (isOpen() && !menu.contains(event.target)) close(false);
    const rowButton = event.target.closest("[data-row-menu]");
    const single = event.target.closest("[data-menu-for]");
    const bar = event.target.closest("[data-actions]");
    if (rowButton) openFor(rowButton.closest(".hub-row"), below(rowButton), rowButton);
    else if (single) openSingle(single);
    else if (bar) { event.preventDefault(); openFor(null, below(bar), bar); }
  });
  document.addEventListener("hub:close-menu", () => close(false));
  window.addEventListener("resize", () => close(false));
})();

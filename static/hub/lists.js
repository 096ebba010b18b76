// Rows: moving with the arrows, selecting, "select all that match".
"use strict";
(() => {
  const rows = () => [...document.querySelectorAll(".hub-row")];
  const box = (row) => row.querySelector("input[name=ids]");
  const form = () => document.getElementById("selection");
  const allField = () => form()?.querySelector("[data-all]");
  let anchor = null;

  const chosen = () => rows().filter((row) => box(row)?.checked);
  const everything = () => allField()?.value === "1";

  function focusRow(row) {
    if (!row) return;
    for (const other of rows()) other.tabIndex = other === row ? 0 : -1;
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  function mark(row, checked) {
    box(row).checked = checked;
    row.classList.toggle("is-selected", checked);
  }

  function refresh() {
    const bar = form();
    if (!bar) return;
    const all = rows();
    const picked = chosen();
    const whole = picked.length === all.length && all.length > 0;
    const table = document.querySelector(".hub-table");
    if (everything() && picked.length === 0) allField().value = "";
    const count = everything() ? allCount(table) : String(picked.length);
    bar.querySelector("[data-selected-text]").textContent = picked.length || everything() ? `${count} ${hub.text("selected")}` : "";
    bar.querySelector("[data-select-all]").hidden = !(whole && !everything() && Number(table.dataset.total) > all.length);
    bar.querySelector("[data-select-none]").hidden = picked.length === 0;
    const head = document.querySelector("[data-check-page]");
    head.checked = whole;
    head.indeterminate = picked.length > 0 && !whole;
    for (const row of all) row.classList.toggle("is-selected", box(row).checked);
  }

  function allCount(table) {
    const left = excluded().length;
    if (!left || table.dataset.totalText.endsWith("+")) return table.dataset.totalText;
    return (Number(table.dataset.total) - left).toLocaleString(document.documentElement.lang);
  }

  const excluded = () => (everything() ? rows().filter((row) => !box(row).checked).map((row) => row.dataset.pk) : []);

  // The selection as the server reads it; `only` narrows it to one row.
  function selection(only) {
    const params = new URLSearchParams();
    params.set("query", form()?.elements.query.value || "");
    if (only) params.append("ids", only.dataset.pk);
    else if (everything()) {
      params.set("all", "1");
      for (const pk of excluded()) params.append("excluded", pk);
    } else for (const row of chosen()) params.append("ids", row.dataset.pk);
    return params;
  }

  function setAll(checked) {
    allField().value = "";
    for (const row of rows()) mark(row, checked);
    refresh();
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-check-page]")) setAll(event.target.checked);
    else if (event.target.matches(".hub-row input[name=ids]")) refresh();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-select-all]")) {
      allField().value = "1";
      refresh();
      document.querySelector("[data-actions]").focus();
    } else if (event.target.closest("[data-select-none]")) {
      setAll(false);
      document.querySelector("[data-actions]").focus();
    }
    const row = event.target.closest(".hub-row");
    if (!row || event.target.closest("a, button, input, label")) return;
    if (event.shiftKey && anchor?.isConnected) selectRange(anchor, row);
    else if (event.ctrlKey || event.metaKey) mark(row, !box(row).checked);
    anchor = row;
    refresh();
    focusRow(row);
  });

  function selectRange(from, to) {
    const all = rows();
    const [start, end] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
    for (const row of all.slice(start, end + 1)) mark(row, true);
  }

  document.addEventListener("dblclick", (event) => {
    const row = event.target.closest(".hub-row");
    if (row && !event.target.closest("a, button, input")) window.location.assign(row.dataset.url);
  });

  const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -9999, End: 9999 };

  document.addEventListener("keydown", (event) => {
    if (hub.hasOpenLayer() || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "/" && !hub.isTyping(event.target)) {
      const search = document.getElementById("list-search");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
      return;
    }
    if (event.key === "Insert" && !hub.isTyping(event.target)) document.querySelector("[data-key-insert]")?.click();
    const isOutside = event.target.id === "list-search" || event.target === document.body;
    if (isOutside && event.key === "ArrowDown" && rows().length) {
      event.preventDefault();
      focusRow(rows()[0]);
      return;
    }
    const row = event.target.closest?.(".hub-row");
    if (!row || hub.isTyping(event.target)) return;
    if (event.key in moves) {
      event.preventDefault();
      const all = rows();
      const next = all[Math.min(Math.max(all.indexOf(row) + moves[event.key], 0), all.length - 1)];
      if (event.shiftKey) { mark(row, true); mark(next, true); refresh(); }
      focusRow(next);
    } else if (event.target === row && event.key === " ") {
      event.preventDefault();
      mark(row, !box(row).checked);
      anchor = row;
      refresh();
    } else if (event.target === row && event.key === "Enter") {
      window.location.assign(row.dataset.url);
    }
  });

  document.addEventListener("hub:focus-list", () => focusRow(rows().find((row) => row.tabIndex === 0) || rows()[0]));
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id === "list") refresh();
  });

  // What stands in the search box holds for the list's own links too, while its answer is still on
  // its way: else the box would keep a word by which nothing is searched. And what was sorted last
  // holds for a search that is yet to be asked.
  document.addEventListener("htmx:configRequest", (event) => {
    const { elt, path } = event.detail;
    const search = document.getElementById("list-search");
    if (!search || !elt.matches("#list a")) return;
    const [base, query] = path.split("?");
    const params = new URLSearchParams(query);
    document.querySelector("#list [name=sort]").value = params.get("sort") || "";
    const word = search.value.trim();
    if ((params.get("q") || "") === word) return;
    params.set("q", word);
    for (const position of ["after", "before", "last", "start"]) params.delete(position);
    event.detail.path = `${base}?${params}`;
  });

  const added = document.querySelector(".hub-row.is-new");
  if (added) focusRow(added);
  refresh();

  window.hub.list = { selection, chosen, everything, focusRow };
})();

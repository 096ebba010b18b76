// The inbox's list takes in what is new by itself, unless somebody is at work in it.
"use strict";
document.addEventListener("inboxChanged", () => {
  const list = document.getElementById("list");
  if (!list) return;
  const search = document.getElementById("list-search");
  const isSearching = search && search.value !== (new URLSearchParams(location.search).get("q") || "");
  if (isSearching || hub.hasOpenLayer() || document.querySelector(".hub-row input[name=ids]:checked")) {
    hub.toast(document.getElementById("inbox-live").dataset.new);
    return;
  }
  const focused = document.activeElement?.closest(".hub-row")?.dataset.pk;
  htmx.ajax("GET", location.pathname + location.search, { source: list, target: "#list", swap: "innerHTML" }).then(() => {
    if (focused) document.querySelector(`.hub-row[data-pk="${focused}"]`)?.focus();
  });
});

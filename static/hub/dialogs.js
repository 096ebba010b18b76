// The one dialog: whatever htmx puts into it opens it; its focus goes back where it came from.
"use strict";
(() => {
  const dialog = document.getElementById("dialog");
  if (!dialog) return;
  let opener = null;
  let asked = null; // what is still on its way into the dialog

  // Of two dialogs that were asked for, the one asked for last opens. What was sent is not stopped.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id !== "dialog-body") return;
    if (!dialog.open) opener = document.activeElement;
    stop();
    asked = event.detail.requestConfig.verb === "get" ? event.detail.xhr : null;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr === asked) asked = null;
  });
  function stop() {
    const late = asked;
    asked = null;
    late?.abort();
  }
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "dialog-body") return;
    document.dispatchEvent(new CustomEvent("hub:close-menu"));
    if (!dialog.open) dialog.showModal();
    const first = dialog.querySelector("[data-focus], [autofocus], .hub-dialog-body input:not([type=hidden]), .hub-dialog-body select, .hub-dialog-body textarea, button[type=submit]");
    first?.focus();
    document.dispatchEvent(new CustomEvent("hub:fragment", { detail: dialog }));
  });
  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-close]");
    if (!close || !close.closest("dialog")) return;
    event.preventDefault();
    close.closest("dialog").close();
  });
  dialog.addEventListener("close", () => {
    stop();
    document.getElementById("dialog-body").replaceChildren();
    // A part that asks again and again may have been drawn anew meanwhile.
    if (opener?.id && !opener.isConnected) opener = document.getElementById(opener.id);
    if (opener?.isConnected && opener.getClientRects().length) opener.focus();
    else document.dispatchEvent(new CustomEvent("hub:focus-list"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || hub.isTyping(event.target) || hub.hasOpenLayer()) return;
    event.preventDefault();
    document.getElementById("shortcuts").showModal();
  });
})();

// The one dialog: whatever htmx puts into it opens it; its focus goes back where it came from.
"use strict";
(() => {
  const dialog = document.getElementById("dialog");
  if (!dialog) return;
  let opener = null;

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id === "dialog-body" && !dialog.open) opener = document.activeElement;
  });
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
    document.getElementById("dialog-body").replaceChildren();
    if (opener?.isConnected && opener.getClientRects().length) opener.focus();
    else document.dispatchEvent(new CustomEvent("hub:focus-list"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || hub.isTyping(event.target) || hub.hasOpenLayer()) return;
    event.preventDefault();
    document.getElementById("shortcuts").showModal();
  });
})();

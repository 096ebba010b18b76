// What htmx leaves open: a failed or late answer, a session that is over, focus and selection in
// a part that is replaced.
"use strict";
(() => {
  const isPoll = (element) => element?.getAttribute?.("hx-trigger")?.startsWith("every ");

  // Failures are told; a part that asks every few seconds tells once, and takes it back.
  const silent = new WeakSet();
  function fail(element, message) {
    if (isPoll(element)) silent.add(element);
    hub.toast(message, isPoll(element) ? "poll" : "");
  }
  document.addEventListener("htmx:responseError", (event) => {
    const name = { 403: "denied", 404: "gone" }[event.detail.xhr.status] || "error";
    fail(event.detail.elt, hub.text(name));
  });
  document.addEventListener("htmx:sendError", (event) => fail(event.detail.elt, hub.text("offline")));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful || !silent.delete(event.detail.requestConfig.elt)) return;
    for (const toast of document.querySelectorAll("#toasts [data-of=poll]")) toast.remove();
  });

  // The session is over: whoever has typed something keeps it before him, all others go to the login.
  const hasTyped = () => [...document.querySelectorAll("textarea, input:not([type=hidden], [type=search], [type=checkbox], [type=radio], [type=file])")]
    .some((field) => field.value !== field.defaultValue && !field.closest("#dialog, #palette, .hub-lookup"))
    || Boolean(document.querySelector("dialog[open] textarea, dialog[open] input[type=text]"));
  hub.signedOut = (login) => {
    if (hasTyped() || !login) hub.toast(hub.text("signedOut"), "session");
    else window.location.assign(login);
  };
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr } = event.detail;
    if (xhr.status !== 401) return;
    event.preventDefault();
    hub.signedOut(xhr.getResponseHeader("HX-Redirect"));
  });

  // A part that asks again and again is left alone while it says the same, or while somebody marks
  // a text in it.
  const before = new Map();
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { elt, target, xhr } = event.detail;
    if (!isPoll(elt)) before.clear(); // a part that a click drew anew is not what the last answer said
    if (!isPoll(elt) || !elt.id || xhr.status !== 200) return;
    const answer = xhr.responseText.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");
    const chosen = window.getSelection();
    const isMarked = !chosen.isCollapsed && target.contains(chosen.anchorNode);
    if (isMarked || before.get(elt.id) === answer) event.detail.shouldSwap = false;
    else before.set(elt.id, answer);
  });

  // Focus in a part that is replaced goes to the same thing in the new part, else to the part.
  const named = (element) => `${element.tagName} ${element.getAttribute("aria-label") || element.textContent.trim()}`;
  let held = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, shouldSwap } = event.detail;
    const active = document.activeElement;
    if (!shouldSwap || !target?.contains(active) || active === document.body || target.id === "dialog-body") return;
    held = { active, name: named(active), id: active.id, partId: target.id, around: target.parentElement };
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!held) return;
    const { active, name, id, partId, around } = held;
    held = null;
    if (active.isConnected || (document.activeElement && document.activeElement !== document.body)) return;
    const part = (partId && document.getElementById(partId)) || around;
    if (!part?.isConnected) return;
    const same = (id && document.getElementById(id)) || [...part.querySelectorAll("a[href], button, input, select, textarea, summary")].find((one) => named(one) === name);
    if (same) same.focus({ preventScroll: true });
    else if (part.querySelector(".hub-row")) document.dispatchEvent(new CustomEvent("hub:focus-list"));
    else {
      if (!part.hasAttribute("tabindex")) part.tabIndex = -1;
      part.focus({ preventScroll: true });
    }
  });
})();

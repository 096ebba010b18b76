// What every page has: texts, toasts, drop-downs.
"use strict";

window.hub = (() => {
  const text = (name) => document.getElementById("hub-texts")?.dataset[name] || "";

  // The same thing is told once, however often it happens.
  function toast(message, of = "") {
    const toasts = document.getElementById("toasts");
    if ([...toasts.children].some((one) => one.querySelector("span").textContent === message)) return;
    const copy = document.getElementById("toast-template").content.cloneNode(true);
    copy.querySelector("span").textContent = message;
    if (of) copy.firstElementChild.dataset.of = of;
    toasts.append(copy);
  }

  function icon(name) {
    const sample = document.querySelector("svg.icon use").getAttribute("href").split("#")[0];
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    const attributes = { class: "icon", fill: "none", stroke: "currentColor", "stroke-width": "1.75", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" };
    for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
    const use = document.createElementNS(space, "use");
    use.setAttribute("href", `${sample}#${name}`);
    svg.append(use);
    return svg;
  }

  const isTyping = (element) => Boolean(element?.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]"));
  const hasOpenLayer = () => Boolean(document.querySelector("dialog[open], .hub-menu:popover-open"));

  return { text, toast, icon, isTyping, hasOpenLayer };
})();

(() => {
  const closeToast = (element) => element.closest(".hub-toast").remove();
  document.addEventListener("click", (event) => {
    const close = event.target.closest(".hub-toast-close");
    if (close) closeToast(close);
    const toggle = event.target.closest("[data-toggle]");
    if (toggle) {
      const part = document.querySelector(toggle.dataset.toggle);
      part.hidden = !part.hidden;
      toggle.setAttribute("aria-expanded", String(!part.hidden));
      if (!part.hidden) part.querySelector("input:not([type=hidden]), select")?.focus();
    }
    for (const drop of document.querySelectorAll("details.hub-drop[open]")) {
      if (!drop.contains(event.target)) drop.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const drop of document.querySelectorAll("details.hub-drop[open]")) {
      drop.open = false;
      if (drop.contains(document.activeElement)) drop.querySelector("summary").focus();
    }
  });
  for (const note of document.querySelectorAll(".hub-toast-success, .hub-toast-info")) {
    setTimeout(() => note.matches(":hover, :focus-within") || note.remove(), 8000);
  }
  document.querySelector("[data-focus]")?.focus();
})();

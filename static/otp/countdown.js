// Counts the code's life down; the server alone decides whether it still counts.
"use strict";
(() => {
  const line = document.querySelector("[data-countdown]");
  if (!line) return;
  const ends = Date.now() + Number(line.dataset.countdown) * 1000;
  const left = line.querySelector("[data-left]");
  const tick = () => {
    const seconds = Math.max(0, Math.round((ends - Date.now()) / 1000));
    if (left) left.textContent = String(seconds);
    if (seconds > 0) return;
    line.textContent = line.dataset.over;
    line.setAttribute("role", "alert");
    clearInterval(timer);
  };
  const timer = setInterval(tick, 1000);
  tick();
})();

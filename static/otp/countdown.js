// Counts down a code's life and the wait before a new one; the server alone decides about both.
"use strict";
(() => {
  const clock = (seconds) => {
    const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((n) => String(n).padStart(2, "0"));
    const hours = Math.floor(seconds / 3600);
    return (hours ? `${hours}:` : "") + parts.join(":");
  };
  const count = (line, button) => {
    const ends = Date.now() + Number(line.dataset.countdown) * 1000;
    const left = line.querySelector("[data-left]");
    const tick = () => {
      const seconds = Math.max(0, Math.round((ends - Date.now()) / 1000));
      if (left) left.textContent = "clock" in line.dataset ? clock(seconds) : String(seconds);
      if (seconds > 0) return;
      clearInterval(timer);
      line.setAttribute("role", line.dataset.role || "alert");
      line.textContent = line.dataset.over;
      if (button) button.disabled = false;
    };
    const timer = setInterval(tick, 1000);
    if (button) button.disabled = true;
    tick();
  };
  for (const line of document.querySelectorAll("[data-countdown]")) {
    const row = line.closest(".hub-form-actions");
    count(line, row && row.querySelector("[data-waits]"));
  }
})();

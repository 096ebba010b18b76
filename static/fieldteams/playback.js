// The ways of a range played back: where everybody was at the moment that the slider names.
// All texts come from the page.
"use strict";
window.fieldPlayback = (runners, timeZone, speedWords) => {
  const slider = document.getElementById("field-time");
  if (!slider || !runners.length) return;
  const button = document.getElementById("field-play");
  const clock = document.getElementById("field-clock");
  const first = Math.min(...runners.map((one) => one.points[0][2]));
  const last = Math.max(...runners.map((one) => one.points[one.points.length - 1][2]));
  const pace = document.getElementById("field-pace");
  const FRESH = 120; // seconds that a told speed is good for
  const WATCHED = 900; // seconds between two points that tell of the way between them
  let timer = null;
  // What the device told, else how fast the way to the next point was; nothing of unwatched hours.
  function speedOf({ points }, place, now) {
    const [lat, lon, at, told] = points[place];
    const next = points[place + 1];
    if (typeof told === "number" && now - at <= FRESH) return told;
    if (!next || now < at || next[2] <= at || next[2] - at > WATCHED) return null;
    return (window.L.latLng(lat, lon).distanceTo([next[0], next[1]]) / (next[2] - at)) * 3.6;
  }
  function show() {
    const now = first + ((last - first) * slider.value) / 1000;
    clock.textContent = new Date(now * 1000).toLocaleString(document.documentElement.lang, { day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit", timeZone });
    runners.forEach((one) => {
      let low = 0;
      let high = one.points.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (one.points[middle][2] <= now) low = middle;
        else high = middle - 1;
      }
      one.dot.setLatLng([one.points[low][0], one.points[low][1]]);
      const speed = speedOf(one, low, now);
      const said = document.createTextNode(speed === null ? one.name : `${one.name} · ${speedWords.replace("{n}", Math.round(speed))}`);
      const label = document.createElement("span");
      label.append(said);
      one.dot.setTooltipContent(label);
    });
  }
  function stop() {
    clearInterval(timer);
    timer = null;
    button.textContent = button.dataset.play;
  }
  button.addEventListener("click", () => {
    if (timer) return stop();
    if (Number(slider.value) >= 1000) slider.value = 0;
    button.textContent = button.dataset.pause;
    timer = setInterval(() => {
      slider.value = Number(slider.value) + 2 * Number(pace.value);
      show();
      if (Number(slider.value) >= 1000) stop();
    }, 60);
  });
  slider.addEventListener("input", show);
  show();
};

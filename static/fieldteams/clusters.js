// Many points near each other are one circle with their number, which opens by click, tap or Enter.
// Its ring tells what they are, the worst first. All texts come from the page.
"use strict";
window.fieldClusters = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const LEAST = 8; // a hundredth of the ring that one person takes at least, so that he is seen
  const MOST_NAMED = 4;

  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  const fillIn = (text, n) => text.replace("{n}", numbers.format(n));

  function counted(cluster) {
    const found = new Map();
    cluster.getAllChildMarkers().forEach(({ options: { part } }) => {
      const known = found.get(part.name);
      if (known) known.n += 1;
      else found.set(part.name, { ...part, n: 1 });
    });
    return [...found.values()].sort((a, b) => a.rank - b.rank || b.n - a.n);
  }

  function arc(parent, colour, length, start) {
    const made = document.createElementNS(SVG, "circle");
    const given = { cx: 21, cy: 21, r: 15.915, fill: "none", stroke: colour, "stroke-width": 6,
      "stroke-dasharray": `${length} ${100 - length}`, "stroke-dashoffset": 25 - start };
    Object.entries(given).forEach(([name, value]) => made.setAttribute(name, value));
    parent.append(made);
  }

  function ring(parts) {
    const made = document.createElementNS(SVG, "svg");
    made.setAttribute("viewBox", "0 0 42 42");
    made.setAttribute("aria-hidden", "true");
    const total = parts.reduce((sum, one) => sum + one.n, 0);
    const shares = parts.map((one) => Math.max(LEAST, (100 * one.n) / total));
    const all = shares.reduce((sum, one) => sum + one, 0);
    let start = 0;
    parts.forEach((one, place) => {
      const length = (100 * shares[place]) / all;
      arc(made, one.colour, length, start);
      start += length;
    });
    return made;
  }

  const Badge = L.DivIcon.extend({
    createIcon(old) {
      const made = L.DivIcon.prototype.createIcon.call(this, old);
      made.title = this.options.label();
      made.setAttribute("aria-label", made.title);
      return made;
    },
  });

  function badge(cluster, words) {
    const parts = counted(cluster);
    const n = cluster.getChildCount();
    const html = document.createElement("div");
    html.append(ring(parts), document.createElement("span"));
    html.lastChild.textContent = numbers.format(n);
    const named = parts.slice(0, MOST_NAMED).map((one) => `${one.name} ${one.n}`);
    const label = `${fillIn(words.count, n)} (${named.join(", ")}${parts.length > MOST_NAMED ? "…" : ""}). ${words.open}`;
    const alarm = parts[0].alarm ? " field-cluster-alarm" : "";
    const side = n < 10 ? 36 : n < 100 ? 42 : 50;
    return new Badge({ html, label: () => label, className: `field-cluster${alarm}`, iconSize: [side, side] });
  }

  // Each marker carries options.part: {name, colour, rank, alarm}; reach: how near is near, in pixels.
  function make(words, reach = 46) {
    return L.markerClusterGroup({
      animate: false, // points on the canvas know no movement
      showCoverageOnHover: false,
      maxClusterRadius: reach,
      spiderfyDistanceMultiplier: 1.3,
      spiderLegPolylineOptions: { weight: 1, color: "#66738a", opacity: 0.6, interactive: false },
      iconCreateFunction: (cluster) => badge(cluster, words),
    });
  }

  // Where people stood; rows of {at, said, name, rank, colour}.
  function stops(words, rows) {
    const made = rows.map(({ at, said, ...part }) =>
      L.circleMarker(at, { radius: 6, color: part.colour, weight: 2, fillColor: "#ffffff", fillOpacity: 1, part })
        .bindTooltip(window.fieldMap.plain(said), { className: "field-label" }));
    return make(words).addLayers(made);
  }

  return { make, stops, Badge };
})();

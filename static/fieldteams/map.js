// The map: people now, or their ways in a range with playback. All texts come from the page.
"use strict";
(() => {
  const box = document.getElementById("field-map");
  if (!box || !window.L) return;
  const data = JSON.parse(document.getElementById("field-payload").textContent);
  const colours = ["#1a7f4b", "#b35900", "#8090a5"];
  const routeColours = ["#14509e", "#b3261e", "#1a7f4b", "#7b3fb5", "#b35900", "#00727a"];
  const map = window.fieldMap.make(box, data);
  const people = new Map();
  const bounds = L.latLngBounds([]);

  function text(parent, tag, content, className) {
    const made = document.createElement(tag);
    made.textContent = content;
    if (className) made.className = className;
    parent.append(made);
    return made;
  }

  function popup(one) {
    const made = document.createElement("div");
    text(made, "strong", one.name);
    text(made, "p", one.where);
    text(made, "p", one.age + (one.accuracy ? ` · ${box.dataset.accuracy} ±${Math.round(one.accuracy)} m` : ""), "text-secondary");
    return made;
  }

  function draw(one) {
    const at = [one.lat, one.lon];
    const known = people.get(one.id);
    if (known) {
      known.dot.setLatLng(at).setStyle({ fillColor: colours[one.freshness] }).setPopupContent(popup(one));
      known.ring.setLatLng(at).setRadius(one.accuracy || 0);
      return;
    }
    const ring = L.circle(at, { radius: one.accuracy || 0, color: colours[one.freshness], weight: 1, fillOpacity: 0.08, interactive: false }).addTo(map);
    const dot = L.circleMarker(at, { radius: 8, color: "#ffffff", weight: 2, fillColor: colours[one.freshness], fillOpacity: 1 })
      .bindPopup(popup(one))
      .bindTooltip(one.name, { permanent: data.people.length <= 40, direction: "right", offset: [8, 0], className: "field-label" })
      .addTo(map);
    people.set(one.id, { dot, ring });
    bounds.extend(at);
  }

  function drawZones() {
    data.zones.forEach((zone) => {
      const look = { color: "#7b3fb5", weight: 2, fillOpacity: 0.07 };
      const layer = window.fieldMap.zone(zone, look).bindTooltip(zone.name, { className: "field-label" }).addTo(map);
      if (zone.url) layer.on("click", (event) => {
        L.DomEvent.stopPropagation(event);
        ask(event.latlng, zone);
      });
    });
  }

  const runners = [];
  function drawRoutes() {
    data.routes.forEach((route, place) => {
      const colour = routeColours[place % routeColours.length];
      const line = route.points.map((point) => [point[0], point[1]]);
      L.polyline(line, { color: colour, weight: 3, opacity: 0.75 }).bindTooltip(route.name, { sticky: true, className: "field-label" }).addTo(map);
      route.stops.forEach((stop) =>
        L.circleMarker([stop[0], stop[1]], { radius: 6, color: colour, weight: 2, fillColor: "#ffffff", fillOpacity: 1 })
          .bindTooltip(`${route.name}: ${stop[2]} dk`, { className: "field-label" }).addTo(map));
      line.forEach((at) => bounds.extend(at));
      if (!line.length) return;
      const dot = L.circleMarker(line[line.length - 1], { radius: 8, color: "#ffffff", weight: 2, fillColor: colour, fillOpacity: 1 }).addTo(map);
      runners.push({ dot, points: route.points });
    });
  }

  function playback() {
    const slider = document.getElementById("field-time");
    if (!slider || !runners.length) return;
    const button = document.getElementById("field-play");
    const clock = document.getElementById("field-clock");
    const first = Math.min(...runners.map((one) => one.points[0][2]));
    const last = Math.max(...runners.map((one) => one.points[one.points.length - 1][2]));
    let timer = null;
    function show() {
      const now = first + ((last - first) * slider.value) / 1000;
      clock.textContent = new Date(now * 1000).toLocaleString(document.documentElement.lang, { day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit" });
      runners.forEach((one) => {
        let low = 0;
        let high = one.points.length - 1;
        while (low < high) {
          const middle = (low + high + 1) >> 1;
          if (one.points[middle][2] <= now) low = middle;
          else high = middle - 1;
        }
        one.dot.setLatLng([one.points[low][0], one.points[low][1]]);
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
        slider.value = Number(slider.value) + 2;
        show();
        if (Number(slider.value) >= 1000) stop();
      }, 60);
    });
    slider.addEventListener("input", show);
    show();
  }

  function follow() {
    if (!data.live) return;
    setInterval(() => {
      if (document.hidden) return;
      fetch(box.dataset.liveUrl, { headers: { Accept: "application/json" } })
        .then((answer) => (answer.ok ? answer.json() : null))
        .then((found) => found && found.people.forEach(draw))
        .catch(() => null);
    }, 20000);
  }

  drawZones();
  data.people.forEach(draw);
  drawRoutes();
  if (data.target) {
    L.circleMarker(data.target, { radius: 10, color: "#b3261e", weight: 3, fillColor: "#ffffff", fillOpacity: 1 }).addTo(map);
    bounds.extend(data.target);
  }
  if (data.fit) {
    data.zones.forEach((zone) => bounds.extend(zone.radius ? L.latLng(zone.lat, zone.lon).toBounds(zone.radius * 2) : L.latLngBounds(zone.rings.flat())));
  }
  if (bounds.isValid()) map.fitBounds(bounds.pad(0.15), { maxZoom: 15, animate: false });
  playback();
  follow();
  document.querySelectorAll("[data-person]").forEach((button) =>
    button.addEventListener("click", () => {
      const found = people.get(Number(button.dataset.person));
      if (found) {
        map.setView(found.dot.getLatLng(), 15, { animate: false });
        found.dot.openPopup();
      }
    }));
  map.on("contextmenu", (event) => ask(event.latlng));
  map.on("click", (event) => ask(event.latlng));
  function ask(at, inside) {
    const made = document.createElement("div");
    if (inside) {
      text(made, "strong", inside.name);
      text(text(made, "p", ""), "a", box.dataset.zoneEdit).href = inside.url;
    }
    const point = `${at.lat.toFixed(5)} ${at.lng.toFixed(5)}`;
    text(made, "p", point);
    const link = text(made, "a", box.dataset.nearest);
    link.href = `${box.dataset.page}?near=${encodeURIComponent(point)}`;
    if (box.dataset.zoneUrl) {
      const spoken = (value) => encodeURIComponent(value.toFixed(5).replace(".", ","));
      const zone = text(text(made, "p", ""), "a", box.dataset.zone);
      zone.href = `${box.dataset.zoneUrl}?shape=DAIRE&latitude=${spoken(at.lat)}&longitude=${spoken(at.lng)}&radius=500`;
    }
    L.popup().setLatLng(at).setContent(made).openOn(map);
  }
})();

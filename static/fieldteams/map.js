// The map: people now, or their ways in a range with playback. All texts come from the page.
"use strict";
(() => {
  const box = document.getElementById("field-map");
  if (!box || !window.L) return;
  const data = JSON.parse(document.getElementById("field-payload").textContent);
  const colours = ["#1a7f4b", "#b35900", "#8090a5"];
  const routeColours = ["#14509e", "#b3261e", "#1a7f4b", "#7b3fb5", "#b35900", "#00727a"];
  const map = window.fieldMap.make(box, data);
  const words = data.words;
  const { plain } = window.fieldMap;
  const people = new Map();
  const bounds = L.latLngBounds([]);

  function text(parent, tag, content, className) {
    const made = document.createElement(tag);
    made.textContent = content;
    if (className) made.className = className;
    parent.append(made);
    return made;
  }

  // Of a few that were chosen each is seen by himself, as long as no dot lies on another.
  const crowd = window.fieldClusters.make(words.people, data.people.length > 12 ? 46 : 12).addTo(map);

  function partOf(one) {
    if (one.theft) return { name: words.theft, rank: 0, colour: "#b3261e", look: "theft", alarm: true };
    if (one.freshness) return { name: words.fresh[one.freshness], rank: 3 - one.freshness, colour: colours[one.freshness], look: one.freshness };
    if (one.moving) return { name: words.moving, rank: 3, colour: "#14509e", look: "moving" };
    return { name: words.fresh[0], rank: 4, colour: colours[0], look: 0 };
  }

  function popup(one) {
    const made = document.createElement("div");
    text(made, "strong", one.name);
    text(made, "p", one.where);
    text(made, "p", one.age + (one.accuracy ? ` · ${box.dataset.accuracy} ±${Math.round(one.accuracy)} m` : ""), "text-secondary");
    const state = partOf(one);
    if (state.name !== words.fresh[0]) text(made, "p", state.name);
    return made;
  }

  function iconOf(one, part) {
    return new window.fieldClusters.Badge({ label: `${one.name}, ${part.name}, ${one.age}`, className: `field-dot field-dot-${part.look}`, iconSize: [18, 18] });
  }

  // The circle of the error stands where its person does, and not while a number stands for him.
  function begin(one) {
    const at = [one.lat, one.lon];
    const part = partOf(one);
    const ring = L.circle(at, { radius: one.accuracy || 0, color: part.colour, weight: 1, fillOpacity: 0.08, interactive: false });
    const dot = L.marker(at, { icon: iconOf(one, part), part })
      .bindPopup(popup(one))
      .bindTooltip(plain(one.name), { permanent: data.people.length <= 40, direction: "right", offset: [8, 0], className: "field-label" });
    dot.on("add", () => ring.addTo(map)).on("remove", () => ring.remove());
    people.set(one.id, { dot, ring, told: JSON.stringify(one) });
    bounds.extend(at);
    return dot;
  }

  function change(one) {
    const known = people.get(one.id);
    const part = partOf(one);
    const told = JSON.stringify(one);
    if (known.told === told) return null;
    known.told = told;
    known.dot.options.part = part;
    known.dot.setIcon(iconOf(one, part)).setPopupContent(popup(one));
    known.ring.setLatLng([one.lat, one.lon]).setRadius(one.accuracy || 0).setStyle({ color: part.colour });
    const { lat, lng } = known.dot.getLatLng();
    if (lat !== one.lat || lng !== one.lon) known.dot.setLatLng([one.lat, one.lon]);
    return known.dot;
  }

  function draw(found) {
    const added = found.filter((one) => !people.has(one.id)).map(begin);
    const changed = found.map(change).filter(Boolean);
    if (added.length) crowd.addLayers(added);
    if (changed.length) crowd.refreshClusters(changed);
  }

  function drawZones() {
    data.zones.forEach((zone) => {
      const look = { color: "#7b3fb5", weight: 2, fillOpacity: 0.07 };
      const layer = window.fieldMap.zone(zone, look).bindTooltip(plain(zone.name), { className: "field-label" }).addTo(map);
      if (zone.url) layer.on("click", (event) => {
        L.DomEvent.stopPropagation(event);
        ask(event.latlng, zone);
      });
    });
  }

  const runners = [];
  function drawRoutes() {
    const stops = [];
    data.routes.forEach((route, place) => {
      const colour = routeColours[place % routeColours.length];
      const line = route.points.map((point) => [point[0], point[1]]);
      L.polyline(line, { color: colour, weight: 3, opacity: 0.75 }).bindTooltip(plain(route.name), { sticky: true, className: "field-label" }).addTo(map);
      stops.push(...route.stops.map(([lat, lon, minutes]) => ({
        at: [lat, lon], said: `${route.name}: ${box.dataset.minutes.replace("{n}", minutes)}`, name: route.name, rank: place, colour,
      })));
      line.forEach((at) => bounds.extend(at));
      if (!line.length) return;
      const dot = L.circleMarker(line[line.length - 1], { radius: 8, color: "#ffffff", weight: 2, fillColor: colour, fillOpacity: 1 }).addTo(map);
      runners.push({ dot, points: route.points });
    });
    window.fieldClusters.stops(words.stops, stops).addTo(map);
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
      clock.textContent = new Date(now * 1000).toLocaleString(document.documentElement.lang, { day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit", timeZone: data.time_zone });
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

  // Who may not be watched any more is not left where he was. Whoever goes round by keys stays
  // where he is, though the points are drawn anew.
  function take(found) {
    const there = new Set(found.map((one) => one.id));
    const held = [...people].find(([, { dot }]) => dot.getElement()?.contains(document.activeElement))?.[0];
    const wasInside = box.contains(document.activeElement);
    for (const [id, gone] of people) {
      if (there.has(id)) continue;
      crowd.removeLayer(gone.dot);
      people.delete(id);
      listed(id)?.remove();
    }
    draw(found);
    if (wasInside && !box.contains(document.activeElement)) {
      (people.get(held)?.dot.getElement() || box).focus({ preventScroll: true });
    }
    found.forEach((one) => {
      const row = listed(one.id);
      if (!row) return;
      row.className = `fresh-${one.freshness}`;
      row.querySelector("[data-where]").textContent = one.where;
      row.querySelector("[data-age]").textContent = one.age;
      row.querySelector("[data-moving]").hidden = !one.moving;
      row.querySelector("[data-theft]").hidden = !one.theft;
      row.querySelector("[data-stale]").hidden = !one.freshness;
    });
  }

  const listed = (id) => document.querySelector(`[data-people] [data-person="${id}"]`)?.closest("li");

  function follow() {
    if (!data.live) return;
    const said = document.getElementById("field-said");
    let last = new Date();
    setInterval(() => {
      if (document.hidden) return;
      fetch(box.dataset.liveUrl, { headers: { Accept: "application/json" } })
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
        .then((found) => {
          take(found.people);
          last = new Date();
          said.textContent = "";
        })
        .catch(() => {
          const clock = last.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", timeZone: data.time_zone });
          said.textContent = box.dataset.lost.replace("{clock}", clock);
        });
    }, 20000);
  }

  drawZones();
  draw(data.people);
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
      if (found) lead(found.dot);
    }));
  // So near that no number stands for him; those in one and the same place are spread.
  function lead(dot) {
    let zoom = Math.max(15, map.getZoom());
    map.setView(dot.getLatLng(), zoom, { animate: false });
    while (crowd.getVisibleParent(dot) !== dot && zoom < map.getMaxZoom()) {
      map.setView(dot.getLatLng(), ++zoom, { animate: false });
    }
    const parent = crowd.getVisibleParent(dot);
    if (parent && parent !== dot) parent.spiderfy();
    dot.openPopup();
  }
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

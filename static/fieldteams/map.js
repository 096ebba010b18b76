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

  function text(parent, tag, content, className) {
    const made = document.createElement(tag);
    made.textContent = content;
    if (className) made.className = className;
    parent.append(made);
    return made;
  }

  // Of a few that were chosen each is seen by himself, as long as no dot lies on another.
  const crowd = window.fieldClusters.make(words.people, data.people.length > 12 ? 46 : 12).addTo(map);

  // Ages, and who is stale by now, are told by the portal's clock; a round sends what moved alone.
  let clock = data.clock;
  let heard = Date.now();
  function tellTime(told) {
    clock = told;
    heard = Date.now();
  }
  const secondsSince = (at) => clock.now + (Date.now() - heard) / 1000 - at;
  const inWords = ([one, many], n) => (n === 1 ? one : many).replace("{n}", n);

  function age(one) {
    const minutes = Math.floor(secondsSince(one.at) / 60);
    if (minutes < 1) return words.ages.now[0];
    if (minutes < 60) return inWords(words.ages.minutes, minutes);
    return minutes < 1440 ? inWords(words.ages.hours, Math.floor(minutes / 60)) : inWords(words.ages.days, Math.floor(minutes / 1440));
  }

  function freshness(one) {
    const seconds = secondsSince(one.at);
    return seconds <= clock.stale ? 0 : seconds <= clock.old ? 1 : 2;
  }

  const accuracy = (one) => (one.accuracy ? ` · ±${one.accuracy} m` : "");

  function partOf(one) {
    if (one.theft) return { name: words.theft, rank: 0, colour: "#b3261e", look: "theft", alarm: true };
    const old = freshness(one);
    if (old) return { name: words.fresh[old], rank: 3 - old, colour: colours[old], look: old };
    if (one.drives) return { name: words.moving, rank: 3, colour: "#14509e", look: "moving" };
    return { name: words.fresh[0], rank: 4, colour: colours[0], look: 0 };
  }

  function popup(one) {
    const made = document.createElement("div");
    text(made, "strong", one.name);
    text(made, "p", one.where);
    text(made, "p", age(one) + (one.accuracy ? ` · ${box.dataset.accuracy} ±${one.accuracy} m` : ""), "text-secondary");
    const state = partOf(one);
    if (state.name !== words.fresh[0]) text(made, "p", state.name);
    return made;
  }

  const labelOf = (one) => `${one.name}, ${partOf(one).name}, ${age(one)}`;

  function iconOf(one, part) {
    return new window.fieldClusters.Badge({ label: () => labelOf(one), className: `field-dot field-dot-${part.look}`, iconSize: [18, 18] });
  }

  // The circle of the error stands where its person does, and not while a number stands for him.
  // What is said of a person is made when somebody asks for it: there may be hundreds.
  function begin(one) {
    const at = [one.lat, one.lon];
    const part = partOf(one);
    const ring = L.circle(at, { radius: one.accuracy || 0, color: part.colour, weight: 1, fillOpacity: 0.08, interactive: false });
    const dot = L.marker(at, { icon: iconOf(one, part), part })
      .bindPopup(() => popup(people.get(one.id).one))
      .bindTooltip(() => plain(one.name), { permanent: data.people.length <= 40, direction: "right", offset: [8, 0], className: "field-label" });
    dot.on("add", () => ring.addTo(map)).on("remove", () => ring.remove());
    people.set(one.id, { dot, ring, one, part });
    return dot;
  }

  function change(one) {
    const known = people.get(one.id);
    const part = partOf(one);
    if (known.one === one && known.part.look === part.look) return null;
    known.one = one;
    known.part = known.dot.options.part = part;
    known.dot.setIcon(iconOf(one, part));
    known.ring.setLatLng([one.lat, one.lon]).setRadius(one.accuracy || 0).setStyle({ color: part.colour });
    const { lat, lng } = known.dot.getLatLng();
    if (lat !== one.lat || lng !== one.lon) known.dot.setLatLng([one.lat, one.lon]);
    return known.dot;
  }

  // ``found``: who came or has moved; of the others nothing but the age is another.
  function draw(found) {
    const told = new Map(found.map((one) => [one.id, one]));
    const added = found.filter((one) => !people.has(one.id)).map(begin);
    const changed = [...people.values()].map(({ one }) => change(told.get(one.id) || one)).filter(Boolean);
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
      if (!line.length) return;
      const dot = L.circleMarker(line[line.length - 1], { radius: 8, color: "#ffffff", weight: 2, fillColor: colour, fillOpacity: 1 }).addTo(map);
      dot.bindTooltip("", { permanent: true, direction: "right", offset: [8, 0], className: "field-label" });
      runners.push({ dot, points: route.points, name: route.name });
    });
    window.fieldClusters.stops(words.stops, stops).addTo(map);
  }

  // Who may not be watched any more is not left where he was. Whoever goes round by keys stays
  // where he is, though the points are drawn anew.
  function take(told) {
    tellTime(told.clock);
    const there = new Set(told.people.map((one) => one.id));
    const gone = told.whole ? [...people.keys()].filter((id) => !there.has(id)) : told.gone;
    const held = [...people].find(([, { dot }]) => dot.getElement()?.contains(document.activeElement))?.[0];
    const wasInside = box.contains(document.activeElement);
    for (const id of gone) {
      crowd.removeLayer(people.get(id).dot);
      people.delete(id);
      rows.get(id)?.row.remove();
      rows.delete(id);
    }
    draw(told.people);
    if (wasInside && !box.contains(document.activeElement)) {
      (people.get(held)?.dot.getElement() || box).focus({ preventScroll: true });
    }
    people.forEach(word);
  }

  const rows = new Map([...document.querySelectorAll("[data-people] [data-person]")].map((name) => {
    const row = name.closest("li");
    return [Number(name.dataset.person), { row, where: row.querySelector("[data-where]"), age: row.querySelector("[data-age]"), state: row.querySelector("[data-state]") }];
  }));

  function write(place, said) {
    if (place.textContent !== said) place.textContent = said;
  }

  // In the words of views/people_list.py.
  function word({ one, dot }) {
    const label = labelOf(one);
    const shown = dot.getElement();
    if (shown && shown.title !== label) {
      shown.title = label;
      shown.setAttribute("aria-label", label);
      if (dot.isPopupOpen()) dot.getPopup().update();
    }
    const listed = rows.get(one.id);
    if (!listed) return;
    const old = freshness(one);
    const state = old ? ` · ${words.stale}` : one.drives ? ` · ${words.moving}` : "";
    const alarm = one.theft ? ` · ${words.theft}` : "";
    if (listed.row.className !== `fresh-${old}`) listed.row.className = `fresh-${old}`;
    write(listed.where, one.where);
    write(listed.age, age(one) + accuracy(one));
    if (listed.state.textContent === state + alarm) return;
    listed.state.textContent = "";
    if (state) text(listed.state, old ? "strong" : "span", state);
    if (alarm) text(listed.state, "strong", alarm, "field-alarm");
  }

  function follow() {
    if (!data.live) return;
    const said = document.getElementById("field-said");
    let mark = data.mark;
    let last = new Date();
    let isAsking = false;
    function ask() {
      if (document.hidden || isAsking) return;
      isAsking = true;
      fetch(`${box.dataset.liveUrl}&mark=${mark}`, { headers: { Accept: "application/json" } })
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
        .then((found) => {
          take(found);
          mark = found.mark;
          last = new Date();
          said.textContent = "";
        })
        .catch(() => {
          const clock = last.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", timeZone: data.time_zone });
          said.textContent = box.dataset.lost.replace("{clock}", clock);
        })
        .finally(() => { isAsking = false; });
    }
    setInterval(ask, 20000);
    // Whoever comes back to the page does not look at old places first.
    document.addEventListener("visibilitychange", ask);
  }

  // The view first: what is drawn into another one is drawn twice.
  function fit() {
    const bounds = L.latLngBounds([]);
    data.people.forEach((one) => bounds.extend([one.lat, one.lon]));
    data.routes.forEach((route) => route.points.forEach((point) => bounds.extend([point[0], point[1]])));
    if (data.target) bounds.extend(data.target);
    if (data.fit) {
      data.zones.forEach((zone) => bounds.extend(zone.radius ? L.latLng(zone.lat, zone.lon).toBounds(zone.radius * 2) : L.latLngBounds(zone.rings.flat())));
    }
    if (bounds.isValid()) map.fitBounds(bounds.pad(0.15), { maxZoom: 15, animate: false });
  }

  fit();
  drawZones();
  draw(data.people);
  drawRoutes();
  if (data.target) {
    L.circleMarker(data.target, { radius: 10, color: "#b3261e", weight: 3, fillColor: "#ffffff", fillOpacity: 1 }).addTo(map);
  }
  if (runners.length) window.fieldPlayback(runners, data.time_zone, box.dataset.speed);
  follow();
  // A sheet has another width than the screen: the map is drawn for it, and for the screen again.
  const sheet = window.matchMedia("print");
  document.getElementById("field-print")?.addEventListener("click", () => window.print());
  window.addEventListener("beforeprint", () => map.invalidateSize({ animate: false }));
  sheet.addEventListener("change", () => map.invalidateSize({ animate: false }));
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

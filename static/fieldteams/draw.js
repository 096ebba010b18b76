// Zones drawn and changed on the map, by mouse, finger or keys; the form saves them.
"use strict";
(() => {
  const box = document.getElementById("field-draw");
  if (!box || !window.L) return;
  const form = box.closest("form");
  const shape = window.fieldShape(form);
  const data = JSON.parse(document.getElementById("field-payload").textContent);
  const map = window.fieldMap.make(box, data, { doubleClickZoom: false, preferCanvas: false });
  const said = document.getElementById("field-draw-said");
  const tools = Object.fromEntries([...document.querySelectorAll("[data-tool]")].map((tool) => [tool.dataset.tool, tool]));
  const words = document.getElementById("field-draw-words").dataset;
  const least = 20; // metres: a smaller circle is a slip of the hand
  const calm = { color: "#7b3fb5", weight: 3, fillOpacity: 0.12 };
  const wrong = { color: "#b3261e", weight: 3, fillOpacity: 0.12 };
  let drawn = null; // the layer of the shape
  let handles = [];
  let mode = ""; // circle, polygon, hole: what is being drawn
  let placed = []; // its points so far
  let sketch = null;
  let pressed = null;
  let chosen = null; // how the corner that was last touched is removed
  let reached = null; // where the next point would come
  let finished = -1e4; // when, in ms: the second click of a double one is meant for the drawing

  const fillIn = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const plain = (at) => [at.lat, at.lng];
  const metres = (a, b) => map.distance(a, b);

  // ── what is there ──────────────────────────────────────────────────────────────────────────

  function outline(found) {
    if (!found) return null;
    if (found.rings) return L.polygon(found.rings, shape.crosses(found.rings) ? wrong : calm);
    return L.circle(found.centre, { ...calm, radius: found.radius });
  }

  function handle(at, kind, label, moved, done, more) {
    const icon = L.divIcon({ className: `field-handle field-handle-${kind}`, iconSize: null });
    const hasKeys = kind !== "between";
    const one = L.marker(at, { icon, draggable: true, keyboard: hasKeys, title: label, autoPan: true }).addTo(map);
    const element = one.getElement();
    if (hasKeys) element.setAttribute("aria-label", label);
    else element.setAttribute("aria-hidden", "true");
    one.on("dragstart", shape.remember);
    one.on("drag", () => moved(plain(one.getLatLng())));
    one.on("dragend", done);
    one.on("click", () => element.focus());
    element.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? 1 : 12;
      const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
      if (by) {
        shape.remember();
        const here = map.latLngToContainerPoint(one.getLatLng());
        one.setLatLng(map.containerPointToLatLng(here.add(by)));
        moved(plain(one.getLatLng()));
        done();
      } else if (!more?.(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    handles.push(one);
    return one;
  }

  function circleHandles(found) {
    const east = () => {
      const degrees = found.radius / (111320 * Math.max(0.05, Math.cos((found.centre[0] * Math.PI) / 180)));
      return [found.centre[0], found.centre[1] + degrees];
    };
    const edge = handle(east(), "edge", words.edge, (at) => {
      found.radius = Math.max(1, metres(found.centre, at));
      drawn.setRadius(found.radius);
      say(found);
    }, () => keep(found));
    handle(found.centre, "centre", words.centre, (at) => {
      found.centre = at;
      drawn.setLatLng(at);
      edge.setLatLng(east());
    }, () => keep(found));
  }

  function polygonHandles(found) {
    found.rings.forEach((ring, place) => {
      ring.forEach((at, n) => {
        const remove = () => {
          shape.remember();
          ring.splice(n, 1);
          const isGone = ring.length < 3;
          if (isGone) found.rings.splice(place, 1);
          keep(isGone && place === 0 ? null : found);
          focusHandle(n - 1);
        };
        const add = () => {
          const next = ring[(n + 1) % ring.length];
          shape.remember();
          ring.splice(n + 1, 0, [(at[0] + next[0]) / 2, (at[1] + next[1]) / 2]);
          keep(found);
          focusHandle(n + 1);
        };
        const label = fillIn(place ? words.holeCorner : words.corner, { n: n + 1 });
        const one = handle(at, "corner", label, (to) => {
          ring[n] = to;
          drawn.setLatLngs(found.rings);
        }, () => keep(found), (key) => {
          if (key === "Delete" || key === "Backspace") remove();
          else if (key === "Insert" || key === "+") add();
          else return false;
          return true;
        });
        // A finger that rests before it drags is no wish to remove.
        one.on("contextmenu", (event) => event.originalEvent.pointerType !== "touch" && remove());
        one.on("dblclick", () => performance.now() - finished > 600 && remove());
        one.getElement().addEventListener("focus", () => {
          chosen = remove;
          tools.corner.disabled = false;
        });
      });
      if (found.rings.flat().length <= 80) ring.forEach((at, n) => between(found, ring, at, n));
    });
  }

  // A small handle in the middle of an edge: dragged, it becomes a corner.
  function between(found, ring, at, n) {
    const next = ring[(n + 1) % ring.length];
    const middle = [(at[0] + next[0]) / 2, (at[1] + next[1]) / 2];
    let isNew = true;
    const add = (to) => {
      if (isNew) ring.splice(n + 1, 0, to);
      isNew = false;
      ring[n + 1] = to;
      drawn.setLatLngs(found.rings);
    };
    const one = handle(middle, "between", words.between, add, () => keep(found));
    one.on("click", () => {
      shape.remember();
      add(middle);
      keep(found);
    });
  }

  function focusHandle(n) {
    handles.filter((one) => one.options.keyboard)[Math.max(0, n)]?.getElement().focus();
  }

  function keep(found) {
    shape.write(found);
    show();
  }

  function show() {
    const focused = handles.findIndex((one) => one.getElement() === document.activeElement);
    drawn?.remove();
    handles.forEach((one) => one.remove());
    handles = [];
    chosen = null;
    tools.corner.disabled = true;
    const found = shape.read();
    drawn = outline(found)?.addTo(map) || null;
    if (!mode && found?.rings) polygonHandles(found);
    else if (!mode && found?.radius) circleHandles(found);
    tools.undo.disabled = !shape.canUndo();
    tools.redo.disabled = !shape.canRedo();
    tools.clear.disabled = !found && !mode;
    tools.hole.disabled = !found?.rings;
    for (const name of ["circle", "polygon", "hole"]) tools[name].setAttribute("aria-pressed", String(mode === name));
    tools.place.hidden = tools.done.hidden = tools.stop.hidden = !mode;
    tools.done.disabled = !isWhole();
    box.classList.toggle("field-drawing", Boolean(mode));
    if (focused >= 0) (handles[focused]?.getElement() || box).focus({ preventScroll: true });
    say(found);
  }

  function say(found) {
    if (mode) said.textContent = words[`draw${mode[0].toUpperCase()}${mode.slice(1)}`];
    else if (!found) said.textContent = words.nothing;
    else if (found.rings) {
      const counted = fillIn(words.isPolygon, { n: found.rings[0].length, holes: found.rings.length - 1 });
      said.textContent = shape.crosses(found.rings) ? words.crossing : counted;
    } else said.textContent = fillIn(words.isCircle, { m: Math.round(found.radius).toLocaleString(document.documentElement.lang) });
  }

  function look() {
    const found = shape.read();
    if (found && drawn) map.fitBounds(drawn.getBounds().pad(0.4), { maxZoom: 16, animate: false });
    else if (data.zones.length) map.fitBounds(L.featureGroup(others).getBounds().pad(0.2), { maxZoom: 13, animate: false });
  }

  // ── drawing ────────────────────────────────────────────────────────────────────────────────

  const isWhole = () => (mode === "circle" ? placed.length === 2 : placed.length >= 3);

  function begin(wanted) {
    stop();
    mode = wanted;
    if (mode === "circle") map.dragging.disable();
    show();
    box.focus({ preventScroll: true });
  }

  function stop() {
    mode = "";
    placed = [];
    pressed = reached = null;
    sketch?.remove();
    sketch = null;
    map.dragging.enable();
    show();
  }

  function draft() {
    sketch?.remove();
    const points = reached ? [...placed, reached] : placed;
    const look = { ...calm, dashArray: "6 6", interactive: false };
    sketch = null;
    if (!points.length) return;
    if (mode === "circle") sketch = L.circle(points[0], { ...look, radius: points[1] ? metres(points[0], points[1]) : 1 });
    else sketch = L.polygon(points, look);
    const dots = placed.map((at) => L.circleMarker(at, { radius: 5, color: "#7b3fb5", fillColor: "#ffffff", fillOpacity: 1, interactive: false }));
    sketch = L.featureGroup([sketch, ...dots]).addTo(map);
    tools.done.disabled = !isWhole();
    tools.undo.disabled = !placed.length && !shape.canUndo();
    if (mode === "circle" && points[1]) said.textContent = fillIn(words.isCircle, { m: Math.round(metres(...points)).toLocaleString(document.documentElement.lang) });
  }

  function place(at) {
    const first = placed[0];
    const closes = mode !== "circle" && placed.length >= 3 &&
      map.latLngToContainerPoint(at).distanceTo(map.latLngToContainerPoint(first)) < 12;
    if (closes) return finish();
    if (mode === "circle" && first && metres(first, at) < least) return;
    const last = placed.at(-1); // the second click of a double one is no corner
    if (last && map.latLngToContainerPoint(last).distanceTo(map.latLngToContainerPoint(at)) < 3) return;
    placed.push(at);
    reached = null;
    if (mode === "circle" && placed.length === 2) return finish();
    draft();
  }

  function finish() {
    if (!isWhole()) return;
    const found = shape.read();
    const points = placed;
    finished = performance.now();
    shape.remember();
    if (mode === "circle") shape.write({ centre: points[0], radius: Math.max(least, metres(...points)) });
    else if (mode === "hole" && found?.rings) shape.write({ rings: [...found.rings, points] });
    else shape.write({ rings: [points] });
    stop();
    box.focus({ preventScroll: true });
  }

  function back() {
    if (mode && placed.length) {
      placed.pop();
      draft();
    } else if (shape.undo()) show();
  }

  // A circle is pulled from its centre; two single taps do the same.
  box.addEventListener("pointerdown", (event) => {
    if (mode !== "circle" || event.button || event.target.closest(".leaflet-control")) return;
    if (!event.isPrimary) { // two fingers mean the map's scale
      placed = [];
      pressed = reached = null;
      return draft();
    }
    pressed = { x: event.clientX, y: event.clientY };
    if (!placed.length) place(plain(map.mouseEventToLatLng(event)));
    box.setPointerCapture(event.pointerId);
  });
  box.addEventListener("pointermove", (event) => {
    if (!mode || !placed.length || (event.pointerType === "touch" && !pressed)) return;
    reached = plain(map.mouseEventToLatLng(event));
    draft();
  });
  box.addEventListener("pointerup", (event) => {
    if (mode !== "circle" || !pressed) return;
    const far = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > 8;
    pressed = null;
    const at = plain(map.mouseEventToLatLng(event));
    if (far || metres(placed[0], at) >= least) place(at);
  });
  box.addEventListener("pointercancel", () => {
    if (!pressed) return;
    pressed = reached = null;
    draft();
    said.textContent = words.drawCircle;
  });
  map.on("click", (event) => {
    if (mode === "polygon" || mode === "hole") place(plain(event.latlng));
  });
  map.on("dblclick", () => mode && finish());

  // ── tools and keys ─────────────────────────────────────────────────────────────────────────

  const deeds = {
    circle: () => (mode === "circle" ? stop() : begin("circle")),
    polygon: () => (mode === "polygon" ? stop() : begin("polygon")),
    hole: () => (mode === "hole" ? stop() : begin("hole")),
    place: () => place(plain(map.getCenter())),
    done: finish,
    stop,
    undo: back,
    redo: () => shape.redo() && show(),
    corner: () => chosen?.(),
    clear: () => {
      stop();
      shape.remember();
      shape.write(null);
      show();
    },
  };
  for (const [name, tool] of Object.entries(tools)) tool.addEventListener("click", deeds[name]);

  box.closest(".field-draw").addEventListener("keydown", (event) => {
    const withControl = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const isOnTool = Boolean(event.target.closest("button"));
    if (event.target === wanted) return;
    if (withControl && (key === "y" || (key === "z" && event.shiftKey))) deeds.redo();
    else if (withControl && key === "z") back();
    else if (key === "escape" && mode) stop();
    else if (mode && key === "backspace") back();
    else if (mode && key === " " && !isOnTool) place(plain(map.getCenter()));
    else if (mode && key === "enter" && !isOnTool) finish();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // ── finding a place ────────────────────────────────────────────────────────────────────────

  const wanted = document.getElementById("field-draw-find");
  const told = document.getElementById("field-draw-found");
  async function find() {
    if (!wanted.value.trim()) return;
    told.textContent = "…";
    const asked = wanted.value;
    const nothing = { places: [], problem: hub.text("offline"), source: "" };
    const found = await fetch(`${wanted.dataset.url}?q=${encodeURIComponent(asked)}`, { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : nothing))
      .catch(() => nothing); // also the login page of a session that is over
    if (asked !== wanted.value) return; // another question has been put since
    told.textContent = found.problem;
    found.places.forEach((one, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = one.name;
      button.addEventListener("click", () => map.setView([one.lat, one.lon], 15, { animate: false }));
      told.append(button, place + 1 < found.places.length ? " · " : ` ${found.source}`);
    });
    if (found.places.length) map.setView([found.places[0].lat, found.places[0].lon], 14, { animate: false });
  }
  document.getElementById("field-draw-go").addEventListener("click", find);
  wanted.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // the form is not sent
    find();
  });

  form.addEventListener("input", (event) => {
    if (event.isTrusted && Object.values(shape.fields).includes(event.target)) {
      show();
      if (event.target !== shape.fields.rings || shape.read()) look();
    }
  });
  shape.fields.shape.addEventListener("change", (event) => event.isTrusted && show());

  const others = data.zones.map((zone) =>
    window.fieldMap.zone(zone, { color: "#66738a", weight: 1, dashArray: "4 4", fillOpacity: 0.04, interactive: false })
      .bindTooltip(window.fieldMap.plain(zone.name), { className: "field-label" }).addTo(map));
  show();
  look();
})();

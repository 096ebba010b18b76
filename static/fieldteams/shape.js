// The shape that the form's fields hold: read from them, written to them, with its own undo.
// The fields are the truth: what is drawn can be typed, and what is typed is drawn.
"use strict";
window.fieldShape = (form) => {
  const names = ["shape", "latitude", "longitude", "radius", "rings"];
  const fields = Object.fromEntries(names.map((name) => [name, form.elements[name]]));
  const isTurkish = document.documentElement.lang.startsWith("tr");
  const before = [];
  const after = [];

  function number(field) {
    const [grouping, point] = isTurkish ? [".", ","] : [",", "."];
    const typed = field.value.trim();
    const parts = typed.split(grouping);
    const isGrouped = parts.length > 1 && parts.slice(1).every((part) => /^\d{3}(\D|$)/.test(part));
    const plain = (isGrouped ? parts.join("") : typed).replace(point, ".").replace(",", ".");
    return plain === "" ? NaN : Number(plain);
  }
  const spoken = (value, digits) => value.toFixed(digits).replace(".", isTurkish ? "," : ".");

  function rings() {
    const found = [[]];
    for (const line of fields.rings.value.trim().split("\n")) {
      const told = line.replace(/;/g, " ").replace(/,/g, ".").trim();
      if (!told) found.push([]);
      else {
        const corner = told.split(/\s+/).map(Number);
        if (corner.length === 2 && corner.every(Number.isFinite)) found.at(-1).push(corner);
      }
    }
    return found.filter((ring) => ring.length);
  }

  // What can be drawn now: {centre, radius}, {rings}, or null.
  function read() {
    if (fields.shape.value === "POLIGON") {
      const found = rings();
      return found.length ? { rings: found } : null;
    }
    const centre = [number(fields.latitude), number(fields.longitude)];
    const radius = number(fields.radius);
    if (!(Math.abs(centre[0]) <= 90 && Math.abs(centre[1]) <= 180)) return null;
    return { centre, radius: radius > 0 ? radius : 0 };
  }

  function fill(values) {
    for (const [name, value] of Object.entries(values)) {
      const field = fields[name];
      if (field.value === value) continue;
      field.value = value;
      field.dispatchEvent(new Event(name === "shape" ? "change" : "input", { bubbles: true }));
    }
  }

  function write(shape) {
    if (!shape) fill({ latitude: "", longitude: "", radius: "", rings: "" });
    else if (shape.rings) {
      const said = shape.rings.map((ring) => ring.map((at) => `${at[0].toFixed(6)} ${at[1].toFixed(6)}`).join("\n"));
      fill({ shape: "POLIGON", rings: said.join("\n\n") });
    } else {
      const [latitude, longitude] = shape.centre;
      fill({ shape: "DAIRE", latitude: spoken(latitude, 6), longitude: spoken(longitude, 6), radius: String(Math.round(shape.radius)) });
    }
  }

  const copy = () => Object.fromEntries(names.map((name) => [name, fields[name].value]));
  function remember() {
    before.push(copy());
    after.length = 0;
    if (before.length > 200) before.shift();
  }
  function step(from, to) {
    if (!from.length) return false;
    to.push(copy());
    fill(from.pop());
    return true;
  }

  // Whether two edges of one ring, or of two rings, cross: the server would refuse it.
  function crosses(all) {
    const edges = all.flatMap((ring, place) => ring.map((at, n) => [at, ring[(n + 1) % ring.length], place, n, ring.length]));
    const side = (a, b, c) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
    return edges.some(([a, b, ring, n, count], place) => edges.slice(place + 1).some(([c, d, other, m]) => {
      const areNeighbours = ring === other && (m === n + 1 || (n === 0 && m === count - 1));
      return !areNeighbours && side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
    }));
  }

  return {
    read, write, remember, crosses, fields,
    isPolygon: () => fields.shape.value === "POLIGON",
    undo: () => step(before, after),
    redo: () => step(after, before),
    canUndo: () => before.length > 0,
    canRedo: () => after.length > 0,
    forget: () => before.pop(),
  };
};

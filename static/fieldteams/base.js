// What every map of the field teams stands on: the customer's own tiles, or the offline provinces.
"use strict";
window.fieldMap = (() => {
  // As many towns as the view takes, the larger first: the outlines alone say little of a city.
  function nameTowns(map, config) {
    if (config.tiles) return;
    const towns = L.layerGroup().addTo(map);
    fetch(config.places).then((answer) => answer.json()).then((found) => {
      const show = () => {
        towns.clearLayers();
        if (map.getZoom() < 8) return;
        const view = map.getBounds();
        const taken = []; // where a name stands already, in pixels
        for (const one of found) {
          if (taken.length === 24) break;
          if (!view.contains([one[1], one[2]])) continue;
          const at = map.latLngToContainerPoint([one[1], one[2]]);
          if (taken.some((other) => Math.abs(other.x - at.x) < 72 && Math.abs(other.y - at.y) < 26)) continue;
          taken.push(at);
          L.circleMarker([one[1], one[2]], { pane: "base", radius: 1.5, color: "#8592a6", interactive: false })
            .bindTooltip(one[0], { permanent: true, direction: "bottom", className: "field-place", pane: "names" })
            .addTo(towns);
        }
      };
      map.on("moveend", show);
      show();
    });
  }

  function drawGround(map, config) {
    if (config.tiles) {
      L.tileLayer(config.tiles, { maxZoom: 18 }).addTo(map);
      return;
    }
    map.createPane("base").style.zIndex = 200;
    fetch(config.provinces).then((answer) => answer.json()).then((found) => {
      L.geoJSON(found, {
        pane: "base",
        interactive: false,
        style: { color: "#a9b6c8", weight: 1, fillColor: "#ffffff", fillOpacity: 0.85 },
      }).addTo(map).eachLayer((province) => {
        // A tooltip would be measured, each one after the page has been laid out anew.
        const icon = L.divIcon({ html: plain(province.feature.properties.name), className: "field-province", iconSize: null });
        L.marker(province.getCenter(), { icon, pane: "names", interactive: false, keyboard: false }).addTo(map);
      });
    });
  }

  function make(box, config, options) {
    const map = L.map(box, { attributionControl: false, maxZoom: 18, preferCanvas: true, zoomSnap: 0.5, ...options });
    L.control.attribution({ prefix: false }).addAttribution(config.attribution).addTo(map);
    // Below the people; far out the provinces' names would stand on one another.
    const names = map.createPane("names");
    names.style.zIndex = 450;
    names.style.pointerEvents = "none";
    map.on("zoomend", () => names.classList.toggle("field-too-far", map.getZoom() < 6));
    map.setView([39, 35], 6);
    drawGround(map, config);
    nameTowns(map, config);
    return map;
  }

  function zone(one, look) {
    return one.radius ? L.circle([one.lat, one.lon], { ...look, radius: one.radius }) : L.polygon(one.rings, look);
  }

  // Leaflet takes a string for markup; what people typed is none.
  function plain(said) {
    const made = document.createElement("span");
    made.textContent = said;
    return made;
  }

  return { make, zone, plain };
})();

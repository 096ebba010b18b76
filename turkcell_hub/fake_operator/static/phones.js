"use strict";

const list = document.getElementById("phones");

function line(row) {
  const item = hub.element("li");
  const link = hub.element("a");
  link.href = `/phone/${row.phone}`;
  link.append(hub.element("b", "", hub.phone(row.phone)), hub.time(row.at));
  link.append(hub.element("span", "", `${row.title}: ${row.text}`));
  item.append(link);
  return item;
}

let shown = "";
hub.poll("/phones.json", 2000, ({ phones }) => {
  const state = JSON.stringify(phones);
  document.getElementById("empty").hidden = phones.length > 0;
  if (state === shown) return;
  shown = state;
  list.replaceChildren(...phones.map(line));
});

"use strict";

const base = `/iys/${location.pathname.split("/")[2]}`;
const failed = document.getElementById("failed");
const words = { ARAMA: "Arama", MESAJ: "Mesaj", EPOSTA: "E-posta", BIREYSEL: "bireysel", TACIR: "tacir" };

async function tell(path, body) {
  const answer = await fetch(`${base}/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  failed.hidden = answer.ok;
  if (!answer.ok) failed.textContent = (await answer.json()).error;
  refresh();
}

function button(text, quiet, work) {
  const made = hub.element("button", quiet ? "button quiet" : "button", text);
  made.addEventListener("click", work);
  return made;
}

function card(row) {
  const made = hub.element("article", "card");
  const approved = row.status === "ONAY";
  made.append(hub.element("span", approved ? "badge" : "badge off", approved ? "Onay" : "Ret"));
  made.append(hub.element("strong", "", row.brandName || `Marka ${row.brandCode}`));
  made.append(hub.element("p", "", `${words[row.type]} · ${words[row.recipientType]}`));
  made.append(hub.element("p", "muted", `${row.source || "kaynaksız"} · ${row.creationDate}`));
  made.append(button(approved ? "Reddet" : "Onayla", approved, () => tell("choices", {
    brand: row.brandCode, types: [row.type], recipient_type: row.recipientType,
    status: approved ? "RET" : "ONAY", source: "IYS_WEB",
  })));
  return made;
}

function question(row) {
  const made = hub.element("article", "card");
  made.append(hub.element("strong", "", row.link ? "Onay bağlantısı geldi" : `Onay kodu: ${row.code}`));
  if (row.link) {
    const both = hub.element("div", "actions");
    both.append(
      button("Onaylıyorum", false, () => tell(`via/${row.requestId}`, { answer: "approve" })),
      button("Reddediyorum", true, () => tell(`via/${row.requestId}`, { answer: "refuse" })),
    );
    made.append(both);
  }
  return made;
}

let shown = "";
function show(state) {
  const text = JSON.stringify(state);
  if (text === shown) return;
  shown = text;
  document.getElementById("shown").hidden = false;
  document.getElementById("who").textContent = state.recipient;
  document.getElementById("asked").replaceChildren(...state.asked.map(question));
  document.getElementById("records").replaceChildren(...state.records.map(card));
  document.getElementById("empty").hidden = state.records.length > 0;
  document.getElementById("brand").replaceChildren(...state.brands.map((brand) => {
    const option = hub.element("option", "", brand.name);
    option.value = brand.code;
    return option;
  }));
  document.getElementById("close").hidden = state.recipient.includes("@");
}

async function refresh() {
  const answer = await fetch(`${base}/state`);
  if (answer.ok) show(await answer.json());
}

document.getElementById("finder").addEventListener("submit", (event) => {
  event.preventDefault();
  const address = document.getElementById("address").value.trim();
  if (address) location.assign(`/iys/${encodeURIComponent(address.replace(/[\s()]/g, ""))}`);
});
document.getElementById("add").addEventListener("submit", (event) => {
  event.preventDefault();
  const brand = Number(document.getElementById("brand").value);
  if (brand) tell("choices", { brand, status: "ONAY", source: "IYS_WEB" });
});
document.getElementById("short").addEventListener("click", () => {
  tell("choices", { status: "RET", source: "IYS_KISAMESAJ" });
});
document.getElementById("close").addEventListener("click", () => tell("closed-line", {}));
if (base !== "/iys/") hub.poll(`${base}/state`, 2000, show);

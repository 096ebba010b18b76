"use strict";

const accounts = document.getElementById("accounts");

function card(account) {
  const made = hub.element("article", "card");
  made.append(hub.element("span", "badge", account.protocol));
  made.append(hub.element("strong", "", account.name || account.username));
  made.append(hub.element("p", "muted", account.username + (account.locked ? " · kilitli" : "")));
  const count = new Intl.NumberFormat("tr-TR");
  made.append(hub.element("p", "",
    `${count.format(account.balance)} kredi · ${count.format(account.messages)} mesaj`));
  made.append(hub.element("p", "muted", account.senders.join(", ")));
  return made;
}

hub.poll("/start.json", 3000, (facts) => {
  accounts.replaceChildren(...facts.accounts.map(card));
  document.getElementById("empty").hidden = facts.accounts.length > 0;
  document.getElementById("now").replaceWith(Object.assign(hub.time(facts.now), { id: "now" }));
  const portal = document.getElementById("portal");
  portal.hidden = !facts.portal_url;
  if (facts.portal_url) portal.href = facts.portal_url;
});

document.getElementById("finder").addEventListener("submit", (event) => {
  event.preventDefault();
  const digits = document.getElementById("number").value.replace(/\D/g, "");
  if (digits) location.assign(`/phone/${digits}`);
});

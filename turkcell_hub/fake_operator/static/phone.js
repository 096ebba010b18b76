"use strict";

const number = location.pathname.split("/").pop();
const chat = document.getElementById("chat");
const empty = document.getElementById("empty");
const offline = document.getElementById("offline");
const offlineText = offline.textContent;
const input = document.getElementById("text");

function media({ src, type, name }) {
  const kind = { image: "img", video: "video", audio: "audio" }[type.split("/")[0]];
  const made = hub.element(kind, "media");
  made.src = src;
  if (kind === "img") made.alt = name;
  else made.controls = true;
  return made;
}

function card(url) {
  const made = hub.element("a", "card-link", new URL(url).hostname);
  made.href = url;
  made.rel = "noopener noreferrer";
  made.target = "_blank";
  return made;
}

function bubble(message) {
  const made = hub.element("article", `bubble ${message.direction}`);
  made.append(hub.element("b", "", message.direction === "in" ? message.title : `→ ${message.title}`));
  if (message.media) made.append(media(message.media));
  made.append(document.createTextNode(message.text));
  if (message.url) made.append(card(message.url));
  made.append(hub.time(message.at));
  return made;
}

let shown = "";
hub.poll(`/phone/${number}/messages`, 1000, ({ phone, messages }) => {
  document.getElementById("title").textContent = hub.phone(phone);
  offline.textContent = offlineText;
  empty.hidden = messages.length > 0;
  const state = JSON.stringify(messages);
  if (state === shown) return;
  shown = state;
  chat.replaceChildren(...messages.map(bubble));
  chat.scrollTop = chat.scrollHeight;
});

document.getElementById("reply").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) return;
  const answer = await fetch(`/phone/${number}/replies`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ text }),
  });
  if (answer.ok) {
    input.value = "";
  } else {
    offline.textContent = (await answer.json()).error;
    offline.hidden = false;
  }
});

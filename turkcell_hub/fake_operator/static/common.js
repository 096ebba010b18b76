"use strict";

const hub = {
  /** Asks again and again; a failure shows the notice and the next success hides it. */
  poll(url, every, show) {
    const notice = document.getElementById("offline");
    const ask = async () => {
      try {
        const answer = await fetch(url, { headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(String(answer.status));
        show(await answer.json());
        if (notice) notice.hidden = true;
      } catch {
        if (notice) notice.hidden = false;
      }
      setTimeout(ask, document.hidden ? every * 5 : every);
    };
    ask();
  },

  element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  },

  time(iso) {
    const made = hub.element("time", "", new Intl.DateTimeFormat("tr-TR", {
      dateStyle: "short", timeStyle: "medium", timeZone: "Europe/Istanbul",
    }).format(new Date(iso)));
    made.dateTime = iso;
    return made;
  },

  phone(digits) {
    const found = /^90(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(digits);
    return found ? `0${found[1]} ${found[2]} ${found[3]} ${found[4]}` : `+${digits}`;
  },
};

"""People who refuse while they are written to, and the network that brings it to us.

Four ways: an SMS to the short number (the operator pushes it), at İYS with a push, at İYS where
only the feed tells it, and in the panel. The network doubles what is pushed and mixes its order.
What is noted of each refusal is the client's own: when the portal had answered that it has it.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.test import Client

from iys_consent.models import RegistryCursor
from iys_consent.services import pulling
from iys_consent.services.changes import add
from iys_consent.services.proposals import Consent
from tests.faults._world import Place
from tests.support.fake_operator import ControlClient
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy.models import Brand
from turkcell_hub.tenancy.scope import firm_scope

SMS, PUSH, PULL, PANEL = "sms", "push", "pull", "panel"
_KEPT = ("Content-Type", "Authorization")


class Network:
    """What the operator and İYS post to the portal waits here until it is delivered."""

    def __init__(self) -> None:
        self._kept: list[tuple[str, dict[str, str], bytes]] = []
        network = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name: self.headers[name] for name in _KEPT if name in self.headers}
                network._kept.append((self.path, headers, body))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def deliver(self, dice: random.Random) -> int:
        """To the portal's own doors, in any order, a third of it twice. Returns how many."""
        waiting, self._kept = self._kept, []
        posts = waiting + [one for one in waiting if dice.random() < 1 / 3]
        dice.shuffle(posts)
        portal = Client(SERVER_NAME="localhost")
        for path, headers, body in posts:
            kind = headers.get("Content-Type", "application/json")
            more = {"Authorization": headers["Authorization"]} if "Authorization" in headers else {}
            answer = portal.post(path, body, content_type=kind, headers=more)
            assert answer.status_code == 200, (path, answer.status_code)
        return len(posts)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@dataclass(frozen=True)
class Refusal:
    """``at``: when the person said it, to the second; ``known``: when the portal had it."""

    phone: str
    way: str
    at: datetime
    known: datetime

    @property
    def ours(self) -> bool:
        """Whether İYS has to be told of it."""
        return self.way in (SMS, PANEL)


@dataclass
class Crowd:
    """Who refuses in which way; ``said`` is the log."""

    place: Place
    control: ControlClient
    network: Network
    dice: random.Random
    pushed: Brand
    pulled: Brand
    said: dict[str, Refusal] = field(default_factory=dict)

    def say(self, wishes: Sequence[tuple[str, str]]) -> None:
        """``(phone, way)`` of each; returns when the portal has heard them all."""
        at: dict[str, datetime] = {}
        for phone, way in wishes:
            at[phone] = datetime.now(UTC)
            if way == SMS:
                self.control.inbound(self.place.username, phone.lstrip("+"), "RET")
            elif way == PUSH:
                self._at_registry(phone, self.pushed)
            elif way == PULL:
                self._at_registry(phone, self.pulled)
            else:
                self._in_panel(phone, at[phone])
        self.control.settle()
        self.network.deliver(self.dice)
        if any(way == PULL for _phone, way in wishes):
            self._pull()
        known = datetime.now(UTC)
        for phone, way in wishes:
            self.said[phone] = Refusal(phone, way, at[phone], known)

    def _at_registry(self, phone: str, brand: Brand) -> None:
        """Some go back and forth there before they have decided."""
        words = ("RET", "ONAY", "RET") if self.dice.random() < 0.4 else ("RET",)  # noqa: PLR2004
        for status in words:
            choice = {"types": ["MESAJ"], "recipient_type": "BIREYSEL", "status": status}
            assert self.control.citizen(phone, brand=int(brand.code), **choice)

    def _in_panel(self, phone: str, at: datetime) -> None:
        said = Consent(
            self.pulled,
            phone,
            "BIREYSEL",
            ["MESAJ"],
            "RET",
            "HS_CAGRI_MERKEZI",
            consented_at=at,
            keep_block=True,
        )
        with firm_scope(self.place.firm.pk):
            add(self.place.actor, said)

    def _pull(self) -> None:
        with firm_scope(self.place.firm.pk):
            pulling.due()
            cursor = RegistryCursor.objects.get(brand=self.pulled, from_registry=True)
            RegistryCursor.objects.filter(pk=cursor.pk).update(next_at=NOW)
            pulling.pull(cursor.pk)

"""A room and an operator that do as they are told, in this process."""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from turkcell_hub.gateways import departure
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.outbox.handlers import Handler, Taken
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.models import GatewayAccount

KIND = "scripted"


@dataclass(frozen=True)
class Request:
    reference: str
    size: int
    batch_id: int


@dataclass
class Operator:
    """``script`` holds what happens to the next calls: an error (raised before anything is
    taken), "drop" (taken, then no answer) or "take". An empty script takes everything."""

    script: deque[Any] = field(default_factory=deque)
    gateway_class: str = "B"
    lag: timedelta = timedelta(seconds=30)
    per_minute: int | None = None
    latency: float = 0.0
    taken: Counter[str] = field(default_factory=Counter)
    calls: list[tuple[float, Request]] = field(default_factory=list)
    lookups: list[str] = field(default_factory=list)
    lookup_says: deque[Any] = field(default_factory=deque)
    at_once: int = 0
    most_at_once: int = 0
    on_call: Callable[[Request], None] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def submit(self, request: Request) -> Any:
        departure.hold()
        with self.lock:
            self.calls.append((time.monotonic(), request))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            step = self.script.popleft() if self.script else "take"
        try:
            if self.on_call:
                self.on_call(request)
            if self.latency:
                time.sleep(self.latency)
            return self._answer(step, request)
        finally:
            with self.lock:
                self.at_once -= 1

    def _answer(self, step: Any, request: Request) -> Any:
        if isinstance(step, BaseException):
            raise step
        with self.lock:
            self.taken[request.reference] += 1
        if step == "drop":
            from turkcell_hub.gateways.errors import Unknown

            raise Unknown("NO_ANSWER_IN_TIME")
        ids = [f"{request.reference}-{n}" for n in range(request.size)]
        return SimpleNamespace(packet_id=f"P{request.reference[:8]}", operator_ids=ids)

    def lookup(self, reference: str) -> Any:
        self.lookups.append(reference)
        says = self.lookup_says.popleft() if self.lookup_says else None
        if isinstance(says, BaseException):
            raise says
        known = says or ("YES" if self.taken[reference] else "NO")
        return SimpleNamespace(known=known, packet_id=f"P{reference[:8]}", operator_ids={})

    def order(self) -> list[int]:
        return [request.batch_id for _, request in self.calls]


class Room(Handler):
    """Notes what it is told. ``load_does`` and ``booking_does`` may interfere."""

    def __init__(self, operator: Operator) -> None:
        self.operator = operator
        self.told: list[tuple[str, int]] = []
        self.taken: dict[int, Taken] = {}
        self.load_does: Callable[[Batch], Any] | None = None
        self.booking_does: Callable[[Batch], None] | None = None
        self.open_does: Callable[[], None] | None = None

    def open(self, account: GatewayAccount) -> Operator:
        if self.open_does:
            self.open_does()
        return self.operator

    def load(self, batch: Batch) -> Any:
        if self.load_does:
            return self.load_does(batch)
        return self.request(batch)

    @staticmethod
    def request(batch: Batch) -> Request:
        return Request(batch.reference, batch.size, batch.pk)

    def submit(self, gateway: Operator, request: Request) -> Any:
        return gateway.submit(request)

    def lookup(self, gateway: Operator, batch: Batch) -> Any:
        return gateway.lookup(batch.reference)

    def accepted(self, batch: Batch, result: Taken) -> None:
        if self.booking_does:
            self.booking_does(batch)
        self.taken[batch.pk] = result
        self.told.append(("accepted", batch.pk))

    def refused(self, batch: Batch, error: GatewayError) -> None:
        self.told.append(("refused", batch.pk))

    def expired(self, batch: Batch) -> None:
        self.told.append(("expired", batch.pk))

    def cancelled(self, batch: Batch) -> None:
        self.told.append(("cancelled", batch.pk))

    def gateway_class(self, gateway: Operator) -> str:
        return gateway.gateway_class

    def index_lag(self, gateway: Operator) -> timedelta:
        return gateway.lag

    def requests_per_minute(self, gateway: Operator) -> int | None:
        return gateway.per_minute

"""One accepted request and everything that becomes of its messages.

A batch keeps lists, not message objects: 500 messages are five lists. Ends and report times are
computed for the whole batch, and only when somebody asks or the first report is due.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from turkcell_hub.fake_operator.engine import outcomes
from turkcell_hub.fake_operator.engine.outcomes import Outcome


class State(NamedTuple):
    """One message as the operator sees it now. Times are epoch seconds or None."""

    status: str
    gsm_error: int
    credits: int
    sent_at: float | None
    done_at: float | None


class Plan(NamedTuple):
    """Ends and report times of a batch; ``order`` are the positions by report time."""

    ends: list[Outcome]
    due: list[float]
    order: list[int]
    order_due: list[float]


@dataclass(slots=True)
class Batch:
    """Lists run in the order of the request. A value that all messages share is not a list.

    ``dests`` are digits with the country code (or TCKNs); ``presets`` names ends that the
    request brought with it; ``media`` is the file of an MMS and ``url`` the address of a text with
    a link; ``rate`` is what one part costs; ``reports`` is a scripted habit of this batch's
    reports; ``credit_delta`` is what the operator takes above its own count.
    """

    seq: int
    account: str
    packet_id: int
    message_id: int
    custom_id: str | None
    sender: str | list[str]
    texts: str | list[str]
    dests: list[str]
    ids: list[str] | None
    parts: int | list[int]
    accepted_at: float
    start_at: float
    delay: list[float]
    push: bool
    service: str = "sms"
    media: str | None = None
    url: str | None = None
    rate: int = 1
    suffix: str = ""
    name: str | None = None
    presets: dict[int, str] = field(default_factory=dict)
    multipliers: dict[int, int] = field(default_factory=dict)
    reports: dict[str, Any] | None = None
    credit_delta: int = 0
    key: str | None = None
    key_hash: str | None = None
    cancelled_at: float | None = None
    pushed: int = 0
    settled: int = 0
    refunded: int = 0
    _plan: Plan | None = None

    def __len__(self) -> int:
        return len(self.dests)

    def text(self, index: int) -> str:
        return self.texts if isinstance(self.texts, str) else self.texts[index]

    def sender_of(self, index: int) -> str:
        return self.sender if isinstance(self.sender, str) else self.sender[index]

    def parts_of(self, index: int) -> int:
        return self.parts if isinstance(self.parts, int) else self.parts[index]

    def multiplier_of(self, index: int) -> int:
        return self.multipliers.get(index, 1)

    def id_of(self, index: int) -> str | None:
        return self.ids[index] if self.ids else None

    def price_of(self, index: int) -> int:
        parts = self.parts_of(index) * self.multiplier_of(index)
        return parts * self.rate + self.credit_delta

    def price(self) -> int:
        """Credits of the whole batch, as taken when it is accepted."""
        parts = self.parts * len(self) if isinstance(self.parts, int) else sum(self.parts)
        extra = sum((m - 1) * self.parts_of(i) for i, m in self.multipliers.items())
        return (parts + extra) * self.rate + self.credit_delta * len(self)

    def plan(self, seed: int) -> Plan:
        if self._plan is None:
            self._plan = self._compute(seed)
        return self._plan

    def _compute(self, seed: int) -> Plan:
        low, high = self.delay
        ends, due = [], []
        late = (self.reports or {}).get("seconds", 0) if self._habit() == "late" else 0
        start = self.start_at + late
        silent = self._habit() == "never"
        for index, dest in enumerate(self.dests):
            bits = outcomes.draw(seed, self.text(index), dest)
            ends.append(outcomes.NEVER if silent else outcomes.outcome(bits, dest))
            due.append(start + outcomes.delay(bits, low, high))
        for index, name in self.presets.items():
            ends[index] = outcomes.PRESETS[name]
        order = sorted(range(len(due)), key=due.__getitem__)
        return Plan(ends, due, order, [due[i] for i in order])

    def _habit(self) -> str:
        return str((self.reports or {}).get("mode", ""))

    def state(self, index: int, now: float, seed: int) -> State:
        price = self.price_of(index)
        if self.cancelled_at is not None:
            return State("CANCELLED", 0, 0, None, self.cancelled_at)
        if now < self.start_at:
            return State("SENDING", 0, price, None, None)
        plan = self.plan(seed)
        end, due = plan.ends[index], plan.due[index]
        if not end.reported or now < due:
            return State("WAITING", 0, price, self.start_at, None)
        sent_at = self.start_at if end.sent else None
        return State(end.status, end.gsm_error, price if end.charged else 0, sent_at, due)

    def has_arrived(self, index: int, now: float, seed: int) -> float | None:
        """When the handset showed the message, None when it has not (yet)."""
        if self.cancelled_at is not None or now < self.start_at:
            return None
        plan = self.plan(seed)
        due = plan.due[index]
        return due if plan.ends[index].arrives and due <= now else None

    def due_until(self, now: float, seed: int) -> int:
        """How many positions of the plan's order are due."""
        return bisect_right(self.plan(seed).order_due, now)

    def settle(self, now: float, seed: int) -> int:
        """Credits that have come back since the last call."""
        if self.cancelled_at is not None:
            back = self.price() - self.refunded
            self.settled, self.refunded = len(self), self.price()
            return back
        if self.settled == len(self) or now < self.start_at:
            return 0
        until, plan, back = self.due_until(now, seed), self.plan(seed), 0
        for index in plan.order[self.settled : until]:
            if not plan.ends[index].charged:
                back += self.price_of(index)
        self.settled, self.refunded = until, self.refunded + back
        return back

    def to_record(self) -> dict[str, Any]:
        """The line of the truth file."""
        names = [n for n in self.__slots__ if n not in _NOT_WRITTEN]
        record = {name: getattr(self, name) for name in names}
        for name in ("presets", "multipliers"):
            record[name] = list(record[name].items())
        return {"k": "batch", **record}


_NOT_WRITTEN = {"cancelled_at", "pushed", "settled", "refunded", "_plan"}


def from_record(record: dict[str, Any]) -> Batch:
    values = {name: value for name, value in record.items() if name != "k"}
    for name in ("presets", "multipliers"):
        values[name] = dict(values[name])
    return Batch(**values)

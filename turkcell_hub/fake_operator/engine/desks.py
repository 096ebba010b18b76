"""What the operator keeps for one customer, beside its settings."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from turkcell_hub.fake_operator.engine.accounts import Account
from turkcell_hub.fake_operator.engine.batches import Batch
from turkcell_hub.fake_operator.engine.inbound import Inbound
from turkcell_hub.fake_operator.engine.scripts import Director

_MINUTE = 60.0


class Pace:
    """A sliding window of one minute, unless told otherwise."""

    def __init__(self, seconds: float = _MINUTE) -> None:
        self._seconds = seconds
        self._times: deque[float] = deque()

    def admit(self, now: float, limit: int | None) -> float:
        """0 when one more may come, else the seconds until it may."""
        times = self._times
        while times and (times[0] <= now - self._seconds or times[0] > now):
            times.popleft()
        if limit is not None and len(times) >= limit:
            return times[0] + self._seconds - now
        times.append(now)
        return 0.0


@dataclass(slots=True)
class BlacklistRow:
    phone: str
    created_at: float
    source: str


@dataclass(slots=True)
class Desk:
    """``held`` are the credits taken and not given back; ``open`` the batches that may still
    give some back; ``recent`` when a (sender, number, text) was last taken; ``listed`` the last
    inbound message that was shown "once and never again"; ``segments`` the parts of long
    messages whose others have not come yet."""

    account: Account
    deposits: int = 0
    held: int = 0
    batches: list[Batch] = field(default_factory=list)
    open: list[Batch] = field(default_factory=list)
    by_custom_id: dict[str, list[Batch]] = field(default_factory=dict)
    by_key: dict[str, Batch] = field(default_factory=dict)
    blacklist: dict[str, BlacklistRow] = field(default_factory=dict)
    inbound: list[Inbound] = field(default_factory=list)
    listed: int = 0
    segments: dict[str, dict[int, str]] = field(default_factory=dict)
    recent: dict[int, float] = field(default_factory=dict)
    sends: Pace = field(default_factory=Pace)
    queries: Pace = field(default_factory=Pace)
    seconds: Pace = field(default_factory=lambda: Pace(1.0))
    director: Director = field(default_factory=Director)

    def add(self, batch: Batch) -> None:
        self.batches.append(batch)
        self.open.append(batch)
        self.held += batch.price()
        if batch.custom_id is not None:
            self.by_custom_id.setdefault(batch.custom_id, []).append(batch)
        if batch.key is not None:
            self.by_key[batch.key] = batch

    def settle(self, now: float, seed: int) -> None:
        """Gives back what final failures cost."""
        still_open = []
        for batch in self.open:
            self.held -= batch.settle(now, seed)
            if batch.settled < len(batch):
                still_open.append(batch)
        self.open = still_open

    def balance(self, now: float, seed: int) -> int:
        self.settle(now, seed)
        return self.deposits - self.held

    def find(self, custom_id: str, now: float) -> list[Batch]:
        """The batches of a custom id that the operator's index shows already (class A and B)."""
        if self.account.gateway_class == "C":
            return []
        found = self.by_custom_id.get(custom_id, [])
        return [one for one in found if now - one.accepted_at >= self.account.index_lag]

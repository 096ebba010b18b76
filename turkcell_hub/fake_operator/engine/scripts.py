"""What an account's next exchanges do instead of the ordinary thing."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass, field
from typing import Any

#: What a step may do, and the parameters it knows with their defaults (None: must be given).
ACTIONS: dict[str, dict[str, Any]] = {
    "accept": {},
    "drop_before": {},
    "drop_after": {},
    "late": {"seconds": None},
    "refuse": {"code": None},
    "login_error": {"code": 902},
    "error_before": {"status": 500},
    "error_after": {"status": 500},
    "busy": {"status": 429, "retry_after": 1},
    "garbage": {"accepted": True},
    "half": {"accepted": True},
    "empty": {"accepted": True},
    "credits": {"delta": 1},
    "reports": {"mode": None, "times": 2, "seconds": 600},
}
REPORT_MODES = {"duplicate", "late", "out_of_order", "never"}
KINDS = {"send", "login", "query", "any"}


class BadScript(ValueError):
    """A step that cannot be played; the text says why."""


@dataclass(slots=True)
class Step:
    """``on``: which exchanges it meets; ``left``: how many of them."""

    do: str
    on: str
    left: int = 1
    chance: float = 1.0
    values: dict[str, Any] = field(default_factory=dict)

    def meets(self, kind: str) -> bool:
        return self.on in (kind, "any")


def read_step(raw: Any) -> Step:
    """Raises BadScript."""
    if not isinstance(raw, dict):
        raise BadScript("a step is an object")
    values = dict(raw)
    do = values.pop("do", None)
    if do not in ACTIONS:
        raise BadScript(f"do must be one of {sorted(ACTIONS)}")
    on = values.pop("on", "login" if do == "login_error" else "send")
    left = values.pop("count", 1)
    chance = values.pop("chance", 1.0)
    if on not in KINDS or not isinstance(left, int) or left < 1 or not 0 <= chance <= 1:
        raise BadScript("on, count or chance is wrong")
    known = ACTIONS[do]
    unknown = set(values) - set(known)
    if unknown:
        raise BadScript(f"{do} knows no {sorted(unknown)}")
    complete = {**known, **values}
    missing = [name for name, value in complete.items() if value is None]
    if missing:
        raise BadScript(f"{do} needs {missing}")
    if do == "reports" and complete["mode"] not in REPORT_MODES:
        raise BadScript(f"mode must be one of {sorted(REPORT_MODES)}")
    return Step(do, on, left, chance, complete)


class Director:
    """Queue first, then chance. Chance draws from its own seeded generator."""

    def __init__(self) -> None:
        self.queue: deque[Step] = deque()
        self.chaos: list[Step] = []
        self._random = random.Random(0)

    def set_chaos(self, steps: list[Step], seed: int) -> None:
        self.chaos = steps
        self._random = random.Random(seed)

    def next(self, kind: str) -> Step | None:
        for step in self.queue:
            if step.meets(kind):
                step.left -= 1
                if step.left <= 0:
                    self.queue.remove(step)
                return step
        draw = self._random.random() if self.chaos else 0.0
        for step in self.chaos:
            if step.meets(kind):
                if draw < step.chance:
                    return step
                draw -= step.chance
        return None

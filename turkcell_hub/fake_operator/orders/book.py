"""Orders that the sandbox's service centre has taken, on disk before anybody hears of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

STATES = frozenset({
    "acknowledged", "rejected", "pending", "held", "inProgress", "cancelled", "completed",
    "failed", "partial", "assessingCancellation", "pendingCancellation",
})  # fmt: skip
ENDS = frozenset({"rejected", "cancelled", "completed", "failed"})
_STEPS = ("acknowledged", "inProgress", "completed")


class BadOrder(Exception):
    """What TMF622 answers with 400."""


@dataclass
class Kept:
    """``said``: states set by hand, by item; the others follow the clock."""

    id: str
    key: str
    at: float
    body: dict[str, Any]
    said: dict[str, str] = field(default_factory=dict)
    note: str = ""


class OrderBook:
    """JSON lines beside the operator's truth; a half line of a kill was never answered."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "orders.jsonl"
        self.keys: dict[str, float] = {}  # key -> seconds of each automatic step; 0: by hand
        self.orders: dict[str, Kept] = {}
        self.listeners: dict[str, tuple[str, str]] = {}  # id -> (key, callback)
        for line in self._path.read_bytes().splitlines() if self._path.exists() else ():
            try:
                self._read(orjson.loads(line))
            except orjson.JSONDecodeError:
                continue

    def open_key(self, key: str, step: float) -> None:
        self._keep({"k": "key", "key": key, "step": step})

    def take(self, key: str, body: Mapping[str, Any], now: float) -> Kept:
        """Raises ``BadOrder`` for a body that is no order."""
        _check(body)
        order_id = uuid.uuid4().hex[:12]
        self._keep({"k": "order", "id": order_id, "key": key, "at": now, "body": dict(body)})
        return self.orders[order_id]

    def listen(self, key: str, callback: str) -> str | None:
        """The id of a new listener; None where the key has this one already."""
        if not callback.startswith(("http://", "https://")):
            raise BadOrder("callback must be an address")
        if callback in self.listeners_of(key):
            return None
        listener = uuid.uuid4().hex[:12]
        self._keep({"k": "listener", "id": listener, "key": key, "callback": callback})
        return listener

    def forget(self, key: str, listener: str) -> bool:
        known = self.listeners.get(listener)
        if known is None or known[0] != key:
            return False
        self._keep({"k": "forgotten", "id": listener})
        return True

    def listeners_of(self, key: str) -> list[str]:
        return [callback for owner, callback in self.listeners.values() if owner == key]

    def say(self, order: Kept, states: Mapping[str, str], note: str, now: float) -> None:
        """Somebody at the centre decides. Raises ``BadOrder`` for unknown items and states, and for
        items that have ended."""
        known = {str(row["id"]) for row in order.body["productOrderItem"]}
        for item, state in states.items():
            if item not in known or state not in STATES:
                raise BadOrder(f"no item {item} or no state {state}")
            if self.state_of(order, item, now) in ENDS:
                raise BadOrder(f"item {item} has ended")
        self._keep({"k": "said", "id": order.id, "states": dict(states), "note": note})

    def state_of(self, order: Kept, item: str, now: float) -> str:
        if item in order.said:
            return order.said[item]
        step = self.keys.get(order.key, 0.0)
        passed = int((now - order.at) / step) if step else 0
        return _STEPS[min(max(passed, 0), len(_STEPS) - 1)]

    def shown(self, order: Kept, now: float) -> dict[str, Any]:
        items = [
            {**row, "state": self.state_of(order, str(row["id"]), now)}
            for row in order.body["productOrderItem"]
        ]
        notes = [*order.body.get("note", []), *([{"text": order.note}] if order.note else [])]
        return {**order.body, "id": order.id, "state": _whole(items), "note": notes,
                "productOrderItem": items}  # fmt: skip

    def _keep(self, record: dict[str, Any]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
        self._read(record)

    def _read(self, record: dict[str, Any]) -> None:
        match record["k"]:
            case "key":
                self.keys[record["key"]] = record["step"]
            case "listener":
                self.listeners[record["id"]] = (record["key"], record["callback"])
            case "forgotten":
                self.listeners.pop(record["id"], None)
            case "order":
                self.orders[record["id"]] = Kept(
                    record["id"], record["key"], record["at"], record["body"]
                )
            case "said":
                order = self.orders[record["id"]]
                order.said.update(record["states"])
                order.note = record["note"]


def _check(body: Mapping[str, Any]) -> None:
    rows = body.get("productOrderItem")
    if not isinstance(rows, list) or not rows:
        raise BadOrder("productOrderItem is required")
    seen: set[str] = set()
    for row in rows:
        if not isinstance(row, dict) or not row.get("id") or str(row["id"]) in seen:
            raise BadOrder("each productOrderItem needs an id of its own")
        if row.get("action") not in ("add", "modify", "delete", "noChange"):
            raise BadOrder("action must be add, modify, delete or noChange")
        offering = row.get("productOffering")
        if not isinstance(offering, dict) or not offering.get("id"):
            raise BadOrder("productOffering.id is required")
        seen.add(str(row["id"]))


def _whole(items: list[dict[str, Any]]) -> str:
    states = {row["state"] for row in items}
    if len(states) == 1:
        return str(states.pop())
    if states <= ENDS:
        return "partial"
    return "held" if "held" in states else "inProgress"

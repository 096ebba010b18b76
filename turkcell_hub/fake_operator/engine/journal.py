"""What was seen on the wire, so that a checker can count logins, pace and pushes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Any

_KEPT = 200_000


class Journal:
    """The last 200,000 exchanges, newest last. Kinds: login, send, query, push."""

    def __init__(self, note: Callable[[dict[str, Any]], None]) -> None:
        self._rows: deque[dict[str, Any]] = deque(maxlen=_KEPT)
        self._note = note
        self._number = 0

    def add(self, kind: str, account: str, **facts: Any) -> None:
        self._number += 1
        row = {"k": "seen", "number": self._number, "kind": kind, "account": account, **facts}
        self._rows.append(row)
        self._note(row)

    def restore(self, row: dict[str, Any]) -> None:
        self._rows.append(row)
        self._number = row["number"]

    def rows(
        self, *, account: str | None = None, kind: str | None = None, after: int = 0,
        limit: int = 1000,
    ) -> list[dict[str, Any]]:  # fmt: skip
        found = (
            {name: value for name, value in row.items() if name != "k"}
            for row in self._rows
            if row["number"] > after
            and (account is None or row["account"] == account)
            and (kind is None or row["kind"] == kind)
        )
        return list(islice(found, limit))

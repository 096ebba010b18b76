"""What a request has written, row by row, past the product."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.utils import timezone

from tests.isolation import tables

# Made by chance or counted on for each row, or the chain over all of them.
BY_CHANCE = frozenset(
    {
        "reference",
        "item_id",
        "application_id",
        "push_token",
        "password",
        "stamp",
        "transfer_id",
        "token",
        "key",
    }
)
EVER_OTHER = {"audit.AuditEntry", "audit.AuditHead", "events.FeedEntry", "sessions.Session"}


def picture_of_all() -> tables.Picture:
    """Every row of every table, by model and primary key."""
    return tables.picture(
        (label for label in tables.of_all() if label not in EVER_OTHER),
        lambda label: {row["pk"]: row for row in tables.rows_of(label, without=BY_CHANCE)},
    )


def written(picture: tables.Picture) -> Counter[str]:
    """What has changed since, row by row; new numbers and the present moment have no value."""
    found: Counter[str] = Counter()
    before = picture.rows
    after = {label: rows for label, rows in picture.now().items() if rows is not before[label]}
    made = {
        f"{label.rpartition('.')[2].lower()}_id": rows.keys() - before[label].keys()
        for label, rows in after.items()
    }
    for label, rows in after.items():
        for pk, row in rows.items():
            old = before[label].get(pk)
            if old is None:
                said = {name: _plain(name, value, made) for name, value in row.items()}
                found[f"{label} new {sorted((n, v) for n, v in said.items() if n != 'pk')}"] += 1
            for name in row if old is not None else ():
                if row[name] != old[name]:
                    found[f"{label} {pk} {name}={_plain(name, row[name], made)}"] += 1
        for pk in before[label].keys() - rows.keys():
            found[f"{label} {pk} gone"] += 1
    return found


def _plain(name: str, value: Any, made: dict[str, set[Any]]) -> str:
    if isinstance(value, dt.datetime) and abs(timezone.now() - value) < dt.timedelta(minutes=5):
        return "now"
    if value in made.get(name, ()):
        return "new"
    return repr(value)

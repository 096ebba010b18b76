"""Reading the change feed: nothing is told before every older change has been decided.

A transaction that is still open could yet commit a change that stands before one that is
already visible. So only entries of transactions older than every open one are told
(``pg_snapshot_xmin``); a reader who follows ``next`` misses nothing, whatever commits when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from turkcell_hub import resources
from turkcell_hub.errors import HubError, Invalid
from turkcell_hub.events import feed_kinds
from turkcell_hub.events.services import epochs
from turkcell_hub.tenancy.actor import Actor

MOST = 500
_READ = """
    SELECT kind, object_id, gone, at, txid, seq FROM events_feedentry
    WHERE firm_id = %s AND kind = ANY(%s) AND (txid, seq) > (%s, %s)
      AND txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    ORDER BY txid, seq LIMIT %s
"""


class CursorGone(HubError):
    """The cursor is of another epoch of the feed: read everything anew."""

    status = 410
    code = "cursor_gone"


@dataclass(frozen=True)
class Change:
    """``deleted``: for this reader there is no such record (any more)."""

    kind: str
    object_id: int
    deleted: bool
    at: dt.datetime
    path: str


@dataclass(frozen=True)
class Page:
    changes: tuple[Change, ...]
    next: str
    has_more: bool


def page(actor: Actor, after: str = "", limit: int = 100, kinds: Collection[str] = ()) -> Page:
    """The changes behind ``after`` ("" from the beginning), oldest first, each record once.

    Only kinds that the actor may read. A record that does not exist for him (Yetki Kodu) is
    told as deleted, exactly as one that was. Raises ``Invalid`` for an unknown kind or an
    unreadable cursor, ``CursorGone`` for one of another epoch.
    """
    actor.require("events.feed.view")
    wanted = _wanted(actor, kinds)
    epoch = epochs.current()
    txid, seq = _read(after, epoch)
    with connection.cursor() as cursor:
        cursor.execute(_READ, [actor.firm_id, list(wanted), txid, seq, limit + 1])
        rows: list[Any] = cursor.fetchall()
    told = rows[:limit]
    existing = _existing(actor, told)
    changes = tuple(
        Change(kind, pk, gone or (kind, pk) not in existing, at, wanted[kind].path.format(id=pk))
        for kind, pk, gone, at, _txid, _seq in told
    )
    position = told[-1][4:6] if told else (txid, seq)
    return Page(changes, f"{epoch}.{position[0]}.{position[1]}", len(rows) > limit)


def _wanted(actor: Actor, kinds: Collection[str]) -> dict[str, feed_kinds.FeedKind]:
    known = feed_kinds.every()
    unknown = sorted(set(kinds) - set(known))
    if unknown:
        raise Invalid(
            _("Bilinmeyen tür: %(unknown)s. Bilinenler: %(known)s.")
            % {"unknown": ", ".join(unknown), "known": ", ".join(sorted(known))},
            code="unknown_kind",
            field="kind",
        )
    for kind in kinds:
        actor.require(known[kind].right)
    return {
        name: kind
        for name, kind in known.items()
        if (not kinds or name in kinds) and actor.can(kind.right)
    }


def _read(after: str, epoch: str) -> tuple[int, int]:
    if not after:
        return 0, 0
    parts = after.split(".")
    digits = parts[1:]
    if len(parts) != 3 or not all(d.isascii() and d.isdigit() and len(d) < 19 for d in digits):
        raise Invalid(_("İmleç okunamadı; önceki yanıttaki next değerini gönderin."),
                      code="invalid_cursor", field="after")  # fmt: skip
    if parts[0] != epoch:
        raise CursorGone(
            _("Akış yeniden başladı; imleçsiz okuyup elinizdekilerle karşılaştırın."), field="after"
        )
    return int(digits[0]), int(digits[1])


def _existing(actor: Actor, rows: Sequence[Any]) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    by_kind: dict[str, list[int]] = {}
    for kind, pk, gone, *_rest in rows:
        if not gone:
            by_kind.setdefault(kind, []).append(pk)
    for kind, ids in by_kind.items():
        resource = resources.get(feed_kinds.every()[kind].slug)
        seen = resource.queryset(actor).prefetch_related(None).filter(pk__in=ids)
        found |= {(kind, pk) for pk in seen.values_list("pk", flat=True)}
    return found

"""The figures of the check screen: by channel, and by kind of correction (K-047, K-048)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from iys_consent.models import Channel, ConsentUpload, UploadRow
from iys_consent.sql import uploads as sql
from iys_consent.uploads.kinds import ABOUT, INVENTING, OF_EMAIL, OF_PHONE, About, Kind

_EXAMPLES = 3
_CELLS = ("call", "message", "mail")


@dataclass(frozen=True)
class ChannelLine:
    """``approved`` and ``refused`` are cells of the list by what they say; ``new`` and
    ``updates`` go, ``skipped`` stand already, ``blocks`` are first refusals, ``wrong`` do not
    go (blocks among them)."""

    channel: Channel
    approved: int
    refused: int
    new: int
    updates: int
    skipped: int
    blocks: int
    wrong: int


@dataclass(frozen=True)
class Correction:
    """One kind with how many rows it touches; ``examples``: (before, after)."""

    about: About
    rows: int
    is_accepted: bool
    invents: bool
    examples: Sequence[tuple[str, str]]

    @property
    def code(self) -> str:
        return self.about.kind.name or ""


@dataclass(frozen=True)
class Summary:
    rows: int
    wrong_rows: int
    lines: Sequence[ChannelLine]

    def sum(self, name: str) -> int:
        return sum(getattr(line, name) for line in self.lines)

    @property
    def sendable(self) -> int:
        return self.sum("new") + self.sum("updates")


def of(upload: ConsentUpload) -> Summary:
    """One pass over the rows, with the corrections that are accepted now."""
    asked = {"upload": upload.pk, "accepted": upload.accepted}
    with connection.cursor() as cursor:
        cursor.execute(sql.SUMMARY, {**asked, "of_phone": OF_PHONE, "of_email": OF_EMAIL})
        rows, wrong, *cells = cursor.fetchone()
    channels = (Channel.CALL, Channel.MESSAGE, Channel.EMAIL)
    lines = [ChannelLine(one, *cells[i * 7 : i * 7 + 7]) for i, one in enumerate(channels)]
    return Summary(rows, wrong, lines)


def corrections(upload: ConsentUpload, places: dict[str, int]) -> list[Correction]:
    """Every kind that occurs in the list, with its first rows as before and after (idea 8)."""
    return [found for about in ABOUT if (found := _correction(upload, about, places))]


def _correction(upload: ConsentUpload, about: About, places: dict[str, int]) -> Correction | None:
    rows = UploadRow.objects.filter(upload=upload).extra(
        where=["kinds & %s <> 0"], params=[int(about.kind)]
    )
    count = rows.count()
    if not count:
        return None
    first = rows.order_by("number")[:_EXAMPLES]
    return Correction(
        about=about,
        rows=count,
        is_accepted=bool(upload.accepted & about.kind),
        invents=bool(about.kind & INVENTING),
        examples=[(_before(row, about, places), _after(row, about, places)) for row in first],
    )


def _before(row: UploadRow, about: About, places: dict[str, int]) -> str:
    cells: list[Any] = json.loads(row.raw) if row.raw else []
    names = {"phone": ("phone", "address"), "email": ("email", "address")}
    wanted = names.get(about.column, (about.column,))
    if about.kind == Kind.STATUS:
        wanted = tuple(name for name in _CELLS if _cell(cells, places, name) != getattr(row, name))
    return next(filter(None, (_cell(cells, places, name) for name in wanted)), "")


def _cell(cells: list[Any], places: dict[str, int], name: str) -> str:
    place = places.get(name, -1)
    return str(cells[place] or "") if 0 <= place < len(cells) else ""


def _after(row: UploadRow, about: About, places: dict[str, int]) -> str:
    if about.kind == Kind.EMPTY_CHANNELS:
        return f"{row.call} / {row.message}"
    value = getattr(row, about.column)
    if about.kind == Kind.STATUS:
        cells: list[Any] = json.loads(row.raw) if row.raw else []
        changed = (n for n in _CELLS if _cell(cells, places, n) not in ("", getattr(row, n)))
        value = getattr(row, next(changed, "call"))
    if about.column == "consented_at" and value is not None:
        return timezone.localtime(value).strftime("%d.%m.%Y %H:%M")
    return str(value or "")

"""One page of a staged list, as the check screen shows it (K-056, K-061)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from iys_consent.models import ConsentUpload, UploadRow
from iys_consent.uploads import verdicts
from iys_consent.uploads.kinds import ABOUT, INVENTING, OF_EMAIL, OF_PHONE, Kind
from turkcell_hub.lib import email
from turkcell_hub.lib import phone as phones
from turkcell_hub.sentences import shown
from turkcell_hub.tenancy.actor import Actor

PAGE = 50
VIEWS = ("", "wrong", "noted", "new", "updates", "skipped")


@dataclass(frozen=True)
class CellShown:
    """``level``: the badge's colour; "" shows nothing."""

    status: str
    level: str
    is_held: bool


@dataclass(frozen=True)
class RowShown:
    row: UploadRow
    phone: str
    email: str
    written: str
    date: Any
    brand: str
    call: CellShown
    message: CellShown
    mail: CellShown
    notes: list[verdicts.Note]
    corrections: list[tuple[str, str, bool, bool]]

    @property
    def said(self) -> str:
        """How many errors and warnings the row has, in words."""
        wrong = sum(note.severity == "error" for note in self.notes)
        wrong += sum(is_held for _title, _effect, is_held, _invents in self.corrections)
        others = len(self.notes) + len(self.corrections) - wrong
        parts = [_("%d hata") % wrong] * bool(wrong) + [_("%d uyarı") % others] * bool(others)
        return ", ".join(parts)


def page(
    actor: Actor, upload: ConsentUpload, params: Mapping[str, Any]
) -> tuple[list[RowShown], int | None, str]:
    """(rows, number after which the next page starts, the chosen view)."""
    chosen = params.get("view", "")
    chosen = chosen if chosen in VIEWS else ""
    raw = str(params.get("after", ""))
    after = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0
    rows = narrowed(upload, chosen).filter(number__gt=after).order_by("number")
    found = list(rows[: PAGE + 1])
    shown = [_shown(upload, row, is_open=actor.can("personal.view")) for row in found[:PAGE]]
    return shown, found[PAGE - 1].number if len(found) > PAGE else None, chosen


def narrowed(upload: ConsentUpload, view: str) -> QuerySet[UploadRow]:
    rows: QuerySet[UploadRow] = UploadRow.objects.filter(upload=upload)
    any_cell = {
        "new": verdicts.NEW, "updates": verdicts.UPDATE, "skipped": verdicts.SKIP,
    }.get(view)  # fmt: skip
    if any_cell:
        return rows.filter(
            Q(call_verdict=any_cell) | Q(message_verdict=any_cell) | Q(mail_verdict=any_cell)
        )
    if view == "wrong":
        return rows.extra(
            where=["(level = %s OR kinds & ~%s <> 0)"], params=[verdicts.WRONG, upload.accepted]
        )
    return rows.filter(level=verdicts.NOTED) if view == "noted" else rows


def refused(upload: ConsentUpload, headers: list[str]) -> Iterator[list[Any]]:
    """The rows that do not go, as they came, with their row number and the reasons."""
    for row in narrowed(upload, "wrong").order_by("number").iterator(chunk_size=2000):
        looked_at = _shown(upload, row)
        cells = json.loads(row.raw) if row.raw else _cells_of(row)
        cells = [*cells, *[None] * (len(headers) - len(cells))][: len(headers)]
        reasons = [f"{n.column}: {shown(n.text)}" for n in looked_at.notes]
        reasons += [f"{one[0]}: {one[1]}" for one in looked_at.corrections if one[2]]
        yield [*cells, row.number, "; ".join(reasons)]


def _cells_of(row: UploadRow) -> list[Any]:
    return ["", row.recipient_type, row.first_name, row.last_name, row.phone, row.email,
            row.call, row.message, row.mail, row.source, ""]  # fmt: skip


def _shown(upload: ConsentUpload, row: UploadRow, *, is_open: bool = True) -> RowShown:
    open_kinds = row.kinds & ~upload.accepted
    corrections = [
        (
            str(about.title),
            str(about.effect),
            bool(open_kinds & about.kind),
            bool(about.kind & INVENTING),
        )
        for about in ABOUT
        if row.kinds & about.kind
    ]
    raw = json.loads(row.raw) if row.raw else []
    places = upload.job.result.get("places", {})
    place = places.get("brand", -1)
    is_dateless = bool(open_kinds & Kind.EMPTY_DATE)
    return RowShown(
        row=row,
        phone=row.phone
        and (phones.format_international(row.phone) if is_open else phones.mask(row.phone)),
        email=row.email if is_open or not row.email else email.mask(row.email),
        written=_unread(row, raw, places) if is_open else "",
        date=None if is_dateless else row.consented_at,
        # A clean row carries the code of the list's own brand.
        brand=(raw[place] or "") if 0 <= place < len(raw) else upload.brand.code,
        call=_cell(row.call, row.call_verdict, open_kinds & OF_PHONE),
        message=_cell(row.message, row.message_verdict, open_kinds & OF_PHONE),
        mail=_cell(row.mail, row.mail_verdict, open_kinds & OF_EMAIL),
        notes=verdicts.notes_of(row.notes),
        corrections=corrections,
    )


def _unread(row: UploadRow, raw: list[Any], places: Mapping[str, int]) -> str:
    """The addresses as the list has them, where they could not be read."""
    wrong = {note.partition(":")[0] for note in row.notes.split(";")}
    names = [name for name in ("phone", "email") if name in wrong]
    if not names:
        return ""
    cells = [
        raw[at] for name in (*names, "address") if 0 <= (at := places.get(name, -1)) < len(raw)
    ]
    return ", ".join(str(cell)[:60] for cell in cells if cell)


def _cell(status: str, verdict: str, open_kinds: int) -> CellShown:
    if not verdict:
        return CellShown("", "", is_held=False)
    wrong = verdict in (verdicts.ERROR, verdicts.BLOCK) or bool(open_kinds)
    level = "danger" if wrong else "secondary" if verdict == verdicts.SKIP else "success"
    is_guess = bool(open_kinds & (Kind.EMPTY_CHANNELS | Kind.EMPTY_EMAIL))
    return CellShown("" if is_guess else status, level, is_held=wrong)


def file_size(upload: ConsentUpload) -> int | None:
    """Bytes of the list's file (K-043); None once it has been deleted."""
    try:
        return upload.job.file.size
    except (OSError, ValueError):
        return None

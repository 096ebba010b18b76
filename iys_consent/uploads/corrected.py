"""The same list once more, with what was corrected and a comment on each cell that was corrected
or is wrong (idea 8): uploaded again, it needs no correction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from iys_consent.models import ConsentUpload, UploadRow
from iys_consent.uploads import verdicts
from iys_consent.uploads.columns import COLUMNS, OPTIONAL
from iys_consent.uploads.kinds import ABOUT, Kind
from turkcell_hub import sheets
from turkcell_hub.errors import Conflict, NotFound
from turkcell_hub.gateways.iys.values import REGISTRY_ZONE

# A spreadsheet opens slowly with more; the list of wrong rows names the rest.
MOST_ROWS, MOST_COMMENTS = 100_000, 20_000
_STATUSES = ("call", "message", "mail")
# Where a note of a row stands: the first of these columns that the list has.
_COLUMNS_OF: dict[str, tuple[str, ...]] = {
    "ARAMA": ("call",),
    "MESAJ": ("message",),
    "EPOSTA": ("mail",),
    "phone": ("phone", "address"),
    "email": ("email", "address"),
    "address": ("phone", "address", "email"),
    "name": ("first_name", "full_name"),
    "status": _STATUSES,
}


def rows(upload: ConsentUpload, limits: sheets.Limits) -> Iterator[list[object]]:
    """The rows as they came, with corrections that are in force written in their cells.

    Raises ``Conflict`` for a list that is too long, ``NotFound`` when its file is gone.
    """
    if upload.rows > MOST_ROWS:
        raise Conflict(
            _("Düzeltilmiş kopya en çok %(most)d satırlık listeler için hazırlanır; hatalı"
              " satırları indirin.") % {"most": MOST_ROWS},
            code="list_too_long",
        )  # fmt: skip
    if not upload.job.file:
        raise NotFound(_("Listenin dosyası artık yok."))
    return _rows(upload, limits)


def _rows(upload: ConsentUpload, limits: sheets.Limits) -> Iterator[list[object]]:
    staged = UploadRow.objects.filter(upload=upload).order_by("number").iterator(chunk_size=2000)
    places: Mapping[str, int] = upload.job.result.get("places", {})
    width = len(upload.job.result.get("headers", []))
    left = MOST_COMMENTS
    columns = (*COLUMNS, *OPTIONAL)
    with (
        upload.job.file.open("rb") as file,
        sheets.open_sheet(file, limits, columns=columns) as sheet,
    ):
        row = next(staged, None)
        for number, cells in sheet.rows():
            while row is not None and row.number < number:
                row = next(staged, None)
            written: list[object] = [*cells, *[None] * (width - len(cells))]
            if row is not None and row.number == number and row.level and left > 0:
                left -= _mend(written, row, upload.accepted, places)
            yield written


def _mend(
    written: list[object], row: UploadRow, accepted: int, places: Mapping[str, int]
) -> int:  # fmt: skip
    """Corrects and comments in place; returns how many comments were made."""
    said: dict[int, list[str]] = {}
    for kind, names, title, effect in _corrections():
        if not row.kinds & kind:
            continue
        for name in names:
            place = _place(places, (name, "address") if name in ("phone", "email") else (name,))
            if place is None or place >= len(written):
                continue
            before, after = written[place], _value(row, name)
            if _text(before) == _text(after):
                continue
            if accepted & kind:
                written[place] = after
                was = _text(before) or _("boş")
                said.setdefault(place, []).append(f"{title}. {_('Önce')}: {was}")
            else:
                said.setdefault(place, []).append(f"{title}: {effect}?")
    for place, text in _notes(row, places):
        said.setdefault(place, []).append(text)
    for place, texts in said.items():
        written[place] = sheets.Noted(written[place], "\n".join(texts))
    return len(said)


def _corrections() -> Iterator[tuple[Kind, Sequence[str], str, str]]:
    for about in ABOUT:
        names: Sequence[str] = (about.column,)
        if about.kind == Kind.STATUS:
            names = _STATUSES
        elif about.kind == Kind.EMPTY_CHANNELS:
            names = ("call", "message")
        yield about.kind, names, str(about.title), str(about.effect)


def _notes(row: UploadRow, places: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    for part in row.notes.split(";"):
        field = part.partition(":")[0]
        place = _place(places, _COLUMNS_OF.get(field, (field,)))
        if part and place is not None:
            (note,) = verdicts.notes_of(part)
            yield place, note.text


def _place(places: Mapping[str, int], names: Sequence[str]) -> int | None:
    return next((places[name] for name in names if name in places), None)


def _value(row: UploadRow, name: str) -> Any:
    value = getattr(row, name)
    if name == "consented_at" and value is not None:
        return value.astimezone(REGISTRY_ZONE).replace(tzinfo=None)
    return value


def _text(value: object) -> str:
    return "" if value is None else str(value)

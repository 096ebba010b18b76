"""The report's tables as they are shown: for files and mails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _

from messaging.selectors.reporting import breakdowns, figures
from messaging.selectors.reporting.figures import Sums
from messaging.selectors.reporting.question import Question
from turkcell_hub.errors import Invalid
from turkcell_hub.sheets import write_csv, write_xlsx

FORMATS = ("xlsx", "csv")
DAILY, REASONS = "daily", "reasons"
PARTS = (DAILY, REASONS, *breakdowns.DIMENSIONS)


@dataclass(frozen=True)
class Table:
    name: str
    title: str
    headers: Sequence[str]
    rows: list[list[Any]]
    notes: Sequence[str] = ()


def table(question: Question, part: str) -> Table:
    """One of ``PARTS``. Raises ``Invalid`` for another word."""
    if part == DAILY:
        found = figures.daily(question)
        rows = [[day, *_cells(sums)] for day, sums in found.days.items()]
        rows.append([_("Toplam"), *_cells(found.total)])
        return Table(
            part, _("Günlük gönderim adetleri"), [_("Gün"), *heads()], rows, _notes(question)
        )
    if part == REASONS:
        lines = breakdowns.why(question)
        heading = [_("Sonuç"), _("Neden"), _("Mesaj"), _("Kredi"), _("Alıcıların yüzdesi")]
        rows = [[one.label, one.text, one.messages, one.credits, one.percent] for one in lines]
        return Table(part, _("Ulaşmama nedenleri"), heading, rows, _notes(question))
    if part not in breakdowns.DIMENSIONS:
        raise Invalid(_("Böyle bir döküm yok; sayfadaki düğmelerden birini seçin."), field="part")
    found_by = breakdowns.by(question, part)
    title = str(found_by.dimension.title)
    rows = [[line.label, *_cells(line.sums)] for line in found_by.lines]
    rows.append([_("Toplam"), *_cells(found_by.total)])
    notes = [
        *_notes(question),
        *([str(found_by.dimension.note)] if found_by.dimension.note else []),
    ]
    return Table(part, title, [title, *heads()], rows, notes)


def heads() -> list[str]:
    return [
        _("Alıcı"), _("Gönderilmeyen"), _("İptal"), _("Gönderilen"), _("İletilen"),
        _("Raporu gelmeyen"), _("İletilemeyen"), _("Bekleyen"), _("Harcanan kredi"),
        _("Geri gelen kredi"),
    ]  # fmt: skip


def _cells(sums: Sums) -> list[int]:
    return [
        sums.total, sums.blocked, sums.cancelled, sums.sent, sums.delivered, sums.unconfirmed,
        sums.failed, sums.waiting, sums.credits, sums.refunded,
    ]  # fmt: skip


def _notes(question: Question) -> list[str]:
    period = question.period
    return [f"{period.first:%d.%m.%Y} – {period.last:%d.%m.%Y} ({period.zone})"]


def write(found: Table, kind: str, target: IO[bytes]) -> None:
    """As ``kind`` of ``FORMATS``; the Excel file says above its header which range it is."""
    if kind == "csv":
        write_csv(target, found.headers, found.rows)  # type: ignore[arg-type]
    else:
        write_xlsx(
            target,  # type: ignore[arg-type]
            found.headers,
            found.rows,
            sheet_name=found.title[:31],
            notes=found.notes,
        )


def file_name(found: Table, first: dt.date, last: dt.date, kind: str) -> str:
    return f"rapor-{found.name}-{first:%Y-%m-%d}-{last:%Y-%m-%d}.{kind}"

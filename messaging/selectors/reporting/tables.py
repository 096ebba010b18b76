"""The report's tables as they are shown: for files and mails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _

from messaging.selectors.reporting import breakdowns, figures, past, speeds
from messaging.selectors.reporting.figures import Sums
from messaging.selectors.reporting.question import Question
from turkcell_hub.errors import Invalid
from turkcell_hub.sheets import write_csv, write_xlsx

FORMATS = ("xlsx", "csv")
DAILY, REASONS, PAST, SPEED = "daily", "reasons", "past", "speed"
PARTS = (DAILY, REASONS, SPEED, *breakdowns.DIMENSIONS)


@dataclass(frozen=True)
class Table:
    name: str
    title: str
    headers: Sequence[str]
    rows: list[list[Any]]
    notes: Sequence[str] = ()


def table(question: Question, part: str) -> Table:
    """One of ``PARTS``, ``PAST`` or "speed-<dimension>". Raises ``Invalid`` for another word."""
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
    if part == SPEED or part.startswith(f"{SPEED}-"):
        return _speed_table(question, part)
    if part == PAST:
        return _past_table(question)
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


def _speed_table(question: Question, part: str) -> Table:
    heading = [_("Ölçülen mesaj"), _("Yarısı (sn)"), _("%95'i (sn)"), _("Bir dakikada ulaşan")]
    notes = [*_notes(question), _("Operatörün aldığı andan telefona ulaştığı ana kadar.")]
    if part == SPEED:
        found = speeds.daily(question)
        rows = [[day, *_speed_cells(one)] for day, one in found.days.items()]
        first, total = _("Gün"), found.total
    else:
        found_by = speeds.by(question, part.removeprefix(f"{SPEED}-"))
        rows = [[line.label, *_speed_cells(line.speed)] for line in found_by.lines]
        first, total = str(found_by.dimension.title), found_by.total
    rows.append([_("Toplam"), *_speed_cells(total)])
    return Table(part, _("İletim hızı"), [first, *heading], rows, notes)


def _speed_cells(one: speeds.Speed) -> list[Any]:
    return [one.messages, one.median, one.p95, one.within_minute]


def _past_table(question: Question) -> Table:
    found = past.past(question)
    rows = [[day, *_past_cells(one)] for day, one in found.days.items()]
    rows.append([_("Toplam"), *_past_cells(found.total)])
    heading = [_("Gün"), _("Gönderilen"), _("İletilen"), _("İletilemeyen"), _("Sonucu belirsiz")]
    notes = [*_notes(question), _("Başka panelden aktarılmıştır; kredi ve faturaya girmez.")]
    return Table(PAST, _("Eski panelden aktarılan raporlar"), heading, rows, notes)


def _past_cells(one: past.PastSums) -> list[int]:
    return [one.sent, one.delivered, one.failed, one.unknown]


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

"""What the pages of a job say: figures, rows with their notes, remaining time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from turkcell_hub.jobs import imports
from turkcell_hub.jobs.models import ImportRow, Job, JobState, RowVerdict
from turkcell_hub.jobs.resources import badge
from turkcell_hub.portal.links import to_if_routed
from turkcell_hub.sentences import shown

PAGE = 50
_LEVELS = {
    RowVerdict.NEW: "success",
    RowVerdict.CHANGED: "info",
    RowVerdict.SAME: "secondary",
    RowVerdict.REPEATED: "warning",
    RowVerdict.ERROR: "danger",
}
_MEANING = {
    RowVerdict.NEW: gettext_lazy("Eklenecek"),
    RowVerdict.CHANGED: gettext_lazy("Bilgisi güncellenecek"),
    RowVerdict.SAME: gettext_lazy("Zaten böyle kayıtlı"),
    RowVerdict.REPEATED: gettext_lazy("Dosyada tekrar, alınmaz"),
    RowVerdict.ERROR: gettext_lazy("Alınmaz, nedeni satırda"),
}


@dataclass(frozen=True)
class VerdictCard:
    code: str
    label: str
    meaning: object
    level: str
    rows: int
    is_chosen: bool = False


def words(job: Job) -> dict[str, Any]:
    """What each of the pages needs."""
    kind = _kind(job)
    return {
        "badge_level": badge(job.state),
        "remaining": remaining(job),
        "is_reading": job.phase == imports.READ,
        "is_import": kind is not None,
        "list_url": to_if_routed(kind.list_url) if kind and kind.list_url else "",
        "upload_url": to_if_routed(kind.upload_url) if kind and kind.upload_url else "",
    }


def remaining(job: Job) -> str:
    """How long it will still take, as far as the pace so far tells; "" while it tells nothing."""
    if job.state != JobState.RUNNING or not job.started_at or not (job.total and job.done):
        return ""
    gone = (timezone.now() - job.started_at).total_seconds()
    seconds = round(gone / job.done * max(0, job.total - job.done))
    if seconds < 60:
        return ngettext("yaklaşık %d saniye kaldı", "yaklaşık %d saniye kaldı", seconds) % seconds
    minutes = round(seconds / 60)
    return ngettext("yaklaşık %d dakika kaldı", "yaklaşık %d dakika kaldı", minutes) % minutes


def page(job: Job, params: Mapping[str, Any]) -> dict[str, Any]:
    """The preview: cards, corrections, unknown columns, one page of rows of one verdict."""
    counts = job.result.get("counts", {})
    chosen = params.get("verdict", "")
    if chosen not in RowVerdict.values:
        chosen = RowVerdict.ERROR if counts.get("ERROR") else ""
        chosen = "" if "verdict" in params else chosen
    start = params.get("after", "")
    after = int(start) if start.isascii() and start.isdigit() and len(start) < 10 else 0
    rows = ImportRow.objects.filter(job=job, number__gt=after).order_by("number")
    if chosen:
        rows = rows.filter(verdict=chosen)
    found = list(rows[: PAGE + 1])
    headers = job.result.get("headers", [])
    return {
        "cards": cards(job, chosen),
        "chosen": chosen,
        "headers": headers,
        "rows": [row_shown(row, len(headers)) for row in found[:PAGE]],
        "next_after": found[PAGE - 1].number if len(found) > PAGE else None,
        "is_first": after == 0,
        **result(job),
    }


def cards(job: Job, chosen: str = "") -> list[VerdictCard]:
    """One card a verdict; those that do not occur are left out, but never "Yeni"."""
    counts = job.result.get("counts", {})
    return [
        VerdictCard(v, str(v.label), _MEANING[v], _LEVELS[v], counts.get(v, 0), v == chosen)
        for v in RowVerdict
        if counts.get(v) or v == RowVerdict.NEW
    ]


def result(job: Job) -> dict[str, Any]:
    """Figures before and after applying."""
    counts, applied = job.result.get("counts", {}), job.result.get("applied", {})
    taken = sum(counts.get(v, 0) for v in (RowVerdict.NEW, RowVerdict.CHANGED, RowVerdict.SAME))
    unknown = [
        {"name": name, "url": _field_url(job, name)} for name in job.result.get("unknown", [])
    ]
    return {
        "counts": counts,
        "applied": [
            (str(RowVerdict(code).label), _LEVELS[RowVerdict(code)], number)
            for code, number in applied.items()
        ],
        "corrections": job.result.get("corrections", []),
        "warnings": job.result.get("warnings", []),
        "unknown": unknown,
        "takeable": taken,
        "refused": counts.get(RowVerdict.ERROR, 0) + counts.get(RowVerdict.REPEATED, 0),
        "total_rows": sum(counts.values()),
    }


def row_shown(row: ImportRow, width: int) -> dict[str, Any]:
    cells = [*row.raw, *[""] * (width - len(row.raw))][:width]
    return {
        "number": row.number,
        "verdict": row.get_verdict_display(),
        "level": _LEVELS[RowVerdict(row.verdict)],
        "cells": ["" if cell is None else cell for cell in cells],
        "notes": [
            {**note, "said": f"{shown(note['column'])}: {shown(note['text'])}".lstrip(": ")}
            for note in row.notes
        ],
    }


def _field_url(job: Job, name: str) -> str:
    kind = _kind(job)
    url = to_if_routed(kind.field_url) if kind and kind.field_url else ""
    return f"{url}?{urlencode({'label': name[:60]})}" if url else ""


def _kind(job: Job) -> imports.ImportKind | None:
    try:
        return imports.get(job.kind)
    except KeyError:
        return None

"""Lists from Excel and CSV: read → preview with a verdict for each row → confirm → apply.

A room declares an ``ImportKind``; reading, staging, preview, resuming after a kill and the
result file are the same for all. Nothing of the room is touched before the confirmation.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files import File
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from turkcell_hub import sheets
from turkcell_hub.errors import Invalid
from turkcell_hub.jobs import runners
from turkcell_hub.jobs.models import ImportRow, Job, JobState, RowVerdict
from turkcell_hub.jobs.progress import Progress
from turkcell_hub.planner import MANY, plan_anew
from turkcell_hub.sentences import kept, shown
from turkcell_hub.tenancy import languages
from turkcell_hub.tenancy.actor import Actor

ASK, READ, APPLY = "ask", "read", "apply"
ASKED_ROWS = 200
CHUNK = 2000
_COPY = (
    "COPY jobs_importrow (firm_id, job_id, number, verdict, key, data, raw, notes, applied)"
    " FROM STDIN"
)


@dataclass
class Row:
    """A row on its way: ``data`` by column name, None after a cell error."""

    number: int
    raw: list[Any]
    data: dict[str, Any]
    notes: list[dict[str, str]] = field(default_factory=list)
    key: str = ""
    verdict: str = RowVerdict.NEW

    def refuse(self, column: str, code: str, text: str) -> None:
        self.verdict = RowVerdict.ERROR
        self.notes.append({"column": column, "code": code, "text": text, "severity": "error"})


@dataclass(frozen=True)
class ImportKind:
    """``columns(actor, params)``: the columns looked for. ``judge(actor, params, rows)``
    sets ``key`` and the verdict of error-free rows by comparing with what is there.
    ``apply(actor, params, rows)`` writes one chunk in the caller's transaction and returns
    counts by verdict. URL names, "" where there is none: ``upload_url`` takes a new file,
    ``list_url`` shows what was taken, ``field_url`` defines a column that was not known,
    ``ask_url`` (of a job started in phase ``ASK``) lets a person say what each column is: the
    params ``places`` (column name → index) and ``header_row`` (0: none) then hold for ``READ``.
    ``fills``: the tables that a long list leaves much longer than the planner knows.
    """

    kind: str
    right: str
    title: object
    columns: Callable[[Actor, Mapping[str, Any]], Sequence[sheets.Column]]
    judge: Callable[[Actor, Mapping[str, Any], Sequence[Row]], None]
    apply: Callable[[Actor, Mapping[str, Any], Sequence[ImportRow]], Mapping[str, int]]
    upload_url: str = ""
    list_url: str = ""
    field_url: str = ""
    ask_url: str = ""
    fills: Sequence[type[Model]] = ()


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    _kinds[kind.kind] = kind
    runners.register(runners.Runner(kind.kind, kind.right, _run))


def get(kind: str) -> ImportKind:
    """Raises ``KeyError`` when no room has registered the kind."""
    return _kinds[kind]


def title_of(kind: str) -> str:
    """What a job of the kind is called: Turkish, as all that is stored."""
    with kept():
        return str(get(kind).title)


def _run(job: Job, actor: Actor, progress: Progress) -> None:
    if job.phase == APPLY:
        _apply(job, actor, progress)
    elif job.phase == ASK:
        _show_start(job, progress)
    else:
        _read(job, actor, progress)


def _show_start(job: Job, progress: Progress) -> None:
    """Stages the first rows as they are, for the page that asks what their columns are. Their
    verdict keeps them from ever being applied."""
    try:
        with job.file.open("rb") as file, sheets.open_sheet(file, header_row=0) as sheet:
            rows = [
                Row(
                    number,
                    [None if cell is None else str(cell) for cell in cells],
                    {},
                    verdict=RowVerdict.ERROR,
                )
                for number, cells in islice(sheet.rows(), ASKED_ROWS)
            ]
    except sheets.SheetProblem as problem:
        raise Invalid(problem.text, code=f"file_{problem.code}") from None
    with transaction.atomic():
        progress.hold()
        ImportRow.objects.filter(job=job).delete()
        _stage(job, rows)
    job.state = JobState.PREVIEW


def _placed(
    job: Job, columns: Sequence[sheets.Column], headers: Sequence[str]
) -> sheets.HeaderMatch:
    places = job.params.get("places")
    if places is None:
        return sheets.match_headers(columns, headers)
    return sheets.placed_headers(columns, headers, places)


def _read(job: Job, actor: Actor, progress: Progress) -> None:
    kind = get(job.kind)
    with transaction.atomic():
        progress.hold()
        ImportRow.objects.filter(job=job).delete()  # a killed reader left half a list
    counts: Counter[str] = Counter()
    told: dict[str, Counter[str]] = {"correction": Counter(), "warning": Counter()}
    seen: set[str] = set()
    try:
        with job.file.open("rb") as file:
            columns = kind.columns(actor, job.params)
            asked = job.params.get("header_row")
            with sheets.open_sheet(file, columns=columns, header_row=asked) as sheet:
                match = _placed(job, columns, sheet.headers)
                if not match.ok:
                    raise Invalid(match.text, code="headers")
                for rows in _chunks(sheet, match):
                    kind.judge(actor, job.params, [r for r in rows if r.verdict != "ERROR"])
                    _mark_repeated(rows, seen)
                    with transaction.atomic():
                        progress.hold()
                        _stage(job, rows)
                    counts.update(row.verdict for row in rows)
                    for row in rows:
                        for note in row.notes if row.verdict != RowVerdict.REPEATED else ():
                            if note["severity"] in told:
                                told[note["severity"]][note["text"]] += 1
                    progress.step(sum(counts.values()))
                headers, unknown = sheet.headers, list(match.unknown)
    except sheets.SheetProblem as problem:
        raise Invalid(problem.text, code=f"file_{problem.code}") from None
    if not counts:
        raise Invalid(
            _("Dosyada başlıktan başka satır yok. Listeyi doldurup yeniden yükleyin."),
            code="file_no_rows",
        )
    job.total = job.done = sum(counts.values())
    job.result = {
        "counts": dict(counts),
        "corrections": told["correction"].most_common(20),
        "warnings": told["warning"].most_common(20),
        "headers": headers,
        "unknown": unknown,
    }
    job.state = JobState.PREVIEW


def _chunks(sheet: sheets.Sheet, match: sheets.HeaderMatch) -> Iterable[list[Row]]:
    rows: list[Row] = []
    for number, cells in sheet.rows():
        rows.append(_clean(number, cells, match))
        if len(rows) == CHUNK:
            yield rows
            rows = []
    if rows:
        yield rows


def _clean(number: int, cells: Sequence[Any], match: sheets.HeaderMatch) -> Row:
    picked = match.pick(cells)
    row = Row(number, [None if cell is None else str(cell) for cell in cells], {})
    for column in match.columns:
        try:
            cleaned = column.clean(picked[column.name])
        except sheets.CellProblem as problem:
            row.refuse(column.header, problem.code, problem.text)
            continue
        row.data[column.name] = cleaned.value
        row.notes.extend(
            {"column": column.header, "code": n.code, "text": n.text, "severity": n.severity}
            for n in cleaned.notes
        )
    return row


def _mark_repeated(rows: Sequence[Row], seen: set[str]) -> None:
    """The first row of a record counts; later ones say so instead of overwriting it."""
    for row in rows:
        if row.verdict == RowVerdict.ERROR or not row.key:
            continue
        if row.key in seen:
            row.verdict = RowVerdict.REPEATED
            text = str(_("Bu kayıt dosyada daha yukarıda da var; ilk satır geçerli."))
            row.notes.append(
                {"column": "", "code": "repeated", "text": text, "severity": "warning"}
            )
        seen.add(row.key)


def _stage(job: Job, rows: Sequence[Row]) -> None:
    buffer = StringIO()
    for row in rows:
        values = (
            str(job.firm_id), str(job.pk), str(row.number), str(row.verdict), row.key,
            _json(row.data), _json(row.raw), _json(row.notes), "f",
        )  # fmt: skip
        buffer.write("\t".join(_escaped(value) for value in values) + "\n")
    buffer.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(_COPY, buffer)  # type: ignore[attr-defined]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _escaped(value: str) -> str:
    return (
        value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    )


def _apply(job: Job, actor: Actor, progress: Progress) -> None:
    kind = get(job.kind)
    good = ImportRow.objects.filter(
        job=job, verdict__in=(RowVerdict.NEW, RowVerdict.CHANGED, RowVerdict.SAME)
    )
    total = good.count()
    while True:
        with transaction.atomic():
            progress.hold()
            rows = list(good.filter(applied=False).order_by("number")[:CHUNK])
            if not rows:
                break
            counts = Counter(job.checkpoint.get("counts", {}))
            counts.update(kind.apply(actor, job.params, rows))
            ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(applied=True)
            progress.checkpoint(counts=dict(counts))
        progress.step(good.filter(applied=True).count(), total, force=True)
    if total >= MANY:
        plan_anew(*kind.fills)
    job.total = job.done = total
    job.result = {**job.result, "applied": job.checkpoint.get("counts", {})}
    _write_result(job)


def _write_result(job: Job) -> None:
    """The rows that were not taken, with the reason, ready to be mended and uploaded again."""
    refused = ImportRow.objects.filter(
        job=job, verdict__in=(RowVerdict.ERROR, RowVerdict.REPEATED)
    ).order_by("number")
    if not refused.exists():
        return
    with languages.of_reader_id(job.owner_user), TemporaryDirectory() as folder:
        headers = [*job.result.get("headers", []), str(_("Satır")), str(_("Neden alınmadı"))]
        path = Path(folder) / "sonuc.xlsx"
        sheets.write_xlsx(path, headers, (_result_row(row) for row in refused.iterator()))
        job.result_name = "aktarilmayan-satirlar.xlsx"
        with path.open("rb") as file:
            job.result_file.save(job.result_name, File(file), save=False)


def _result_row(row: ImportRow) -> list[Any]:
    reasons = "; ".join(f"{shown(n['column'])}: {shown(n['text'])}".lstrip(": ") for n in row.notes)
    return [*row.raw, row.number, reasons]

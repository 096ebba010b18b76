"""K-001: a consent list of any size is read in chunks; neither process ever holds it.

Measured: the whole reading job from the stored .xlsx to a list that waits for a person, the
most memory that this process and the reading process have held while it ran (VmHWM, sampled),
and, with ``--kill 1``, that a reader which dies in mid-list goes on from its place: the rows
are all there, each once. With ``--texts 1`` the file keeps its texts in one shared table, as
Excel itself writes it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.files import File

from iys_consent.models import ConsentUpload, UploadRow
from iys_consent.services import uploads
from iys_consent.uploads import staging, summary
from iys_consent.uploads.columns import COLUMNS
from tests.benchmarks.p7_consent_import import _CODE, _rows
from tests.benchmarks.support.measure import at_most, clock, exit_code, options
from tests.benchmarks.support.memory import held, watched
from tests.support.firms import actor_for, make_brand, make_firm, make_member
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.services import jobs
from turkcell_hub.sheets import write_xlsx
from turkcell_hub.tenancy.models import Role
from turkcell_hub.tenancy.scope import firm_scope

READER_MB, GROWTH_MB = 200.0, 100.0


class _Killed(BaseException):
    """Stands for the end of the worker: nothing catches it."""


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=1_000_000, kill=1, texts=0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "izinler.xlsx"
        _write(path, chosen)
        print(f"K-001 file: {chosen.rows:,} rows, {path.stat().st_size / 1e6:.1f} MB")
        return _measure(path, chosen)


def _measure(path: Path, chosen: Any) -> int:
    firm = make_firm("Ölçüm A.Ş.")
    actor = actor_for(make_member(firm, Role.ADMIN))
    brand = make_brand(firm, _CODE, "Ölçüm")
    with firm_scope(firm.pk):
        with path.open("rb") as file:
            upload = uploads.start(actor, brand, File(file, "izinler.xlsx"), declared=True)
        before = held("self")
        with watched() as reader, clock() as seconds:
            if chosen.kill:
                _die_in_the_middle(upload, chosen.rows // 2)
            jobs.run(upload.job_id)
        growth = held("self") - before
        read = ConsentUpload.objects.select_related("job").get(pk=upload.pk)
        assert read.job.state == JobState.PREVIEW, read.job.error
        figures = summary.of(read)
        assert (figures.rows, figures.wrong_rows) == (chosen.rows, chosen.rows // 20), figures
        numbers = UploadRow.objects.filter(upload=upload).values("number").distinct().count()
        assert numbers == chosen.rows, numbers
        print(f"K-001 read: {chosen.rows / seconds():,.0f} rows/s, {seconds():.1f} s in all")
        uploads.delete(actor, read)
    return exit_code(
        at_most("K-001", "memory of the reading process, MB", max(reader), READER_MB),
        at_most("K-001", "growth of the worker while it read, MB", growth, GROWTH_MB),
    )


def _die_in_the_middle(upload: ConsentUpload, after: int) -> None:
    """The worker dies between two lines of its work; its lease runs out."""
    copy, seen = staging.copy, 0

    def dying(firm_id: int, upload_id: int, rows: Any) -> Any:
        nonlocal seen
        lines = copy(firm_id, upload_id, rows)
        seen += lines.rows
        if seen > after:
            raise _Killed
        return lines

    staging.copy = dying
    try:
        jobs.run(upload.job_id)
    except _Killed:
        pass
    finally:
        staging.copy = copy
    held = UploadRow.objects.filter(upload=upload).count()
    print(f"K-001 killed after {held:,} rows")
    Job.objects.filter(pk=upload.job_id).update(lease_until="2000-01-01T00:00:00Z")


def _write(path: Path, chosen: Any) -> None:
    headers = [column.header for column in COLUMNS]
    if not chosen.texts:
        write_xlsx(path, headers, _rows(chosen.rows))
        return
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd.mm.yyyy hh:mm"})
    sheet = book.add_worksheet()
    for number, row in enumerate((headers, *_rows(chosen.rows))):
        sheet.write_row(number, 0, row)
    book.close()

"""K-043, K-044: a list is taken at once, and the portal answers while a worker reads it.

A real Celery worker on the queue slow reads the list. Measured in this process, which stands for
a web worker: the request that uploads the file (nothing is read in it), and the pages that the
person opens meanwhile (how far it is, the list of consents), against the same pages before.
``--rows 2500`` is the list of K-043's own example.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.files import File

from iys_consent.models import ConsentUpload
from iys_consent.uploads import summary
from iys_consent.uploads.columns import COLUMNS
from tests.benchmarks.p7_consent_import import _CODE, _rows
from tests.benchmarks.support.measure import at_most, clock, exit_code, options
from tests.benchmarks.support.workers import celery_worker
from tests.support.firms import client_for, make_brand, make_firm, make_member
from turkcell_hub.jobs.models import JobState
from turkcell_hub.sheets import write_xlsx
from turkcell_hub.tenancy.models import Brand, Role
from turkcell_hub.tenancy.scope import firm_scope

UPLOAD_SECONDS, SLOWER = 2.0, 3.0
_WAITS = (JobState.QUEUED, JobState.RUNNING)


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=100_000, limit_seconds=600)
    with tempfile.TemporaryDirectory() as folder, celery_worker("slow", concurrency=1):
        path = Path(folder) / "izinler.xlsx"
        write_xlsx(path, [column.header for column in COLUMNS], _rows(chosen.rows))
        firm = make_firm("Ölçüm A.Ş.")
        client = client_for(make_member(firm, Role.ADMIN))
        client.defaults["HTTP_HOST"] = "localhost"
        with firm_scope(firm.pk):
            return _measure(client, make_brand(firm, _CODE, "Ölçüm"), path, chosen)


def _measure(client: Any, brand: Brand, path: Path, chosen: Any) -> int:
    for _ in range(3):
        _page(client, "/consents/")  # what a process loads with its first pages
    before = [_page(client, "/consents/") for _ in range(10)]
    with path.open("rb") as file, clock() as uploading:
        data = {"read": "1", "brand": brand.pk, "declared": "on", "file": File(file, path.name)}
        answer = client.post("/consents/import/", data)
    assert answer.status_code == 302, answer.status_code
    progress, took = answer["Location"], []
    with clock() as reading:
        ends = time.monotonic() + chosen.limit_seconds
        while _upload().job.state in _WAITS and time.monotonic() < ends:
            took += [_page(client, progress), _page(client, "/consents/")]
            time.sleep(0.2)
    upload = _upload()
    assert upload.job.state == JobState.PREVIEW, (upload.job.state, upload.job.error)
    figures = summary.of(upload)
    assert (figures.rows, figures.wrong_rows) == (chosen.rows, chosen.rows // 20), figures
    print(
        f"K-044 {chosen.rows:,} rows ({path.stat().st_size / 1e6:.1f} MB) read in {reading():.1f} s"
        f" by the worker; {len(took)} pages meanwhile: p50 {statistics.median(took):.3f} s, longest"
        f" {max(took):.3f} s (before: p50 {statistics.median(before):.3f} s)"
    )
    slower = statistics.median(took) / statistics.median(before)
    return exit_code(
        at_most("K-044", "the request that uploads, seconds", uploading(), UPLOAD_SECONDS),
        at_most("K-044", "pages meanwhile against before, medians", slower, SLOWER),
    )


def _page(client: Any, path: str) -> float:
    with clock() as seconds:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return seconds()


def _upload() -> ConsentUpload:
    return ConsentUpload.objects.select_related("job").get()

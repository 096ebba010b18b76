"""The two works of a list: reading it into staging, and sending what was accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain, dropwhile, islice, starmap
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.models import ConsentUpload, Dealer, DealerState, UploadState
from iys_consent.permissions import IMPORT
from iys_consent.services import sync_rules
from iys_consent.uploads import comparing, sending, staging
from iys_consent.uploads.columns import COLUMNS, NEEDED, OPTIONAL
from iys_consent.uploads.reading import Reading, Staged, reader
from turkcell_hub import sheets
from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.jobs import runners
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.progress import Progress
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, GatewayAccount

KIND = "iys.consents.import"
READ, SEND = "read", "send"
CHUNK = 5000
# A million rows (K-001), which are never held at once.
LIMITS = sheets.Limits(
    max_file_bytes=150_000_000,
    max_unpacked_bytes=1_500_000_000,
    max_rows=1_000_000,
    max_cells=16_000_000,
    max_texts=6_000_000,
    whole_cells=50_000,  # above, rows that are written alike are read quicker one after the other
)


def run(job: Job, actor: Actor, progress: Progress) -> None:
    """Both phases go on from their place after a kill."""
    upload = ConsentUpload.objects.filter(job=job).select_related("brand").first()
    if upload is None:
        raise NotFound(_("İzin listesi bulunamadı."))
    if job.phase == SEND:
        sending.send(upload, job, actor, progress)
    else:
        read(upload, job, actor, progress)


def read(upload: ConsentUpload, job: Job, actor: Actor, progress: Progress) -> None:
    """Stages the rows with their verdicts and leaves the list waiting for a person."""
    begun = job.checkpoint.get("read")
    if begun is None:
        begun = {"number": 0, "rows": 0, "now": timezone.now().isoformat()}
        with transaction.atomic():
            progress.hold()
            staging.clear(upload.pk)
            progress.checkpoint(read=begun)
    # One clock for the whole list, also for what is read after a kill.
    reading = _reading(upload, actor, datetime.fromisoformat(begun["now"]))
    rows, after = begun["rows"], begun["number"]
    try:
        with job.file.open("rb") as file:
            columns = (*COLUMNS, *OPTIONAL)
            with sheets.open_sheet(file, LIMITS, columns=columns) as sheet:
                match = _matched(columns, sheet.headers)
                job.result = {"headers": sheet.headers, "places": match.places,
                              "unknown": list(match.unknown)}  # fmt: skip
                staged = _staged(sheet, reader(reading, match.places), after)
                while chunk := list(islice(staged, 1)):
                    with transaction.atomic():
                        progress.hold()
                        following = chain(chunk, islice(staged, CHUNK - 1))
                        copied = staging.copy(upload.firm_id, upload.pk, following)
                        rows += copied.rows
                        place = {"number": copied.last, "rows": rows}
                        progress.checkpoint(read={**begun, **place})
                    progress.step(rows)
    except sheets.SheetProblem as problem:
        raise Invalid(problem.text, code=f"file_{problem.code}") from None
    if not rows:
        raise Invalid(
            _("Dosyada başlıktan başka satır yok. Listeyi doldurup yeniden yükleyin."),
            code="file_no_rows",
        )
    step: Callable[[], None] = lambda: progress.step(rows)  # noqa: E731
    comparing.compare(upload, reading.dates, reading.now, step)
    progress.checkpoint(read=None)  # read again ("tarihini tazele"), it begins anew
    job.total = job.done = rows
    job.state = JobState.PREVIEW
    ConsentUpload.objects.filter(pk=upload.pk).update(rows=rows, state=UploadState.READY)


def _staged(
    sheet: sheets.Sheet, read_row: Callable[[int, list[Any]], Staged], after: int
) -> Iterator[Staged]:
    """The rows with a number above ``after``, read one by one as they are asked for."""
    return starmap(read_row, dropwhile(lambda row: row[0] <= after, sheet.rows()))


def forget(job: Job) -> None:
    """A week after the work has ended its staged rows are deleted with its file."""
    upload = ConsentUpload.objects.filter(job=job).first()
    if upload is not None:
        staging.clear(upload.pk)


def _matched(columns: Sequence[sheets.Column], headers: Sequence[str]) -> sheets.HeaderMatch:
    """Raises ``Invalid`` that names what is missing; the address may be in either column."""
    match = sheets.match_headers(columns, headers)
    named = {column.name: column for column in columns}
    missing = [named[name].header for name in NEEDED if name not in match.places]
    if not {"phone", "email", "address"} & match.places.keys():
        missing.append(_("telefon ya da eposta"))
    if not {"call", "message", "mail"} & match.places.keys():
        missing.append("arama_izni, mesaj_izni, eposta_izni")
    if missing:
        raise Invalid(
            _("Dosyada şu sütunlar bulunamadı: %(names)s. Örnek dosyadaki başlıkları kullanın.")
            % {"names": "; ".join(map(str, missing))},
            code="headers",
        )
    if match.duplicates:
        raise Invalid(match.text, code="headers")
    return match


def _reading(upload: ConsentUpload, actor: Actor, now: datetime) -> Reading:
    brands = Brand.objects.all()
    if actor.brand_ids is not None:
        brands = brands.filter(pk__in=actor.brand_ids)
    return Reading(
        brand_code=upload.brand.code,
        own_brands=frozenset(brands.values_list("code", flat=True)),
        iys_codes=frozenset(iys_codes()),
        dealers=frozenset(_dealers(upload)),
        dates=sync_rules.in_force(upload.firm_id).dates,
        now=now,
        uploaded_at=upload.declared_at,
    )


def _dealers(upload: ConsentUpload) -> list[int]:
    listed = Dealer.objects.filter(brand=upload.brand_id, state=DealerState.LISTED)
    return list(listed.values_list("code", flat=True))


def iys_codes() -> list[str]:
    """The firm's own İYS numbers, by its accounts."""
    accounts = GatewayAccount.objects.filter(service="iys")
    codes = (str(account.extra().get("iys_code") or "") for account in accounts)
    return sorted({code for code in codes if code})


RUNNER = runners.Runner(KIND, IMPORT, run, page="consent-upload-page", forget=forget)

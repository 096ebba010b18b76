"""Uploaded lists hold personal data: a week after the work is over they are gone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone

from turkcell_hub.jobs import runners
from turkcell_hub.jobs.models import ImportRow, Job, JobState

KEPT = timedelta(days=7)
ORPHANS_KEPT = timedelta(days=1)
_ROWS_AT_ONCE = 5000
_JOBS_AT_ONCE = 100


def clean() -> int:
    """Deletes staged rows and files of work that ended (or was left at its preview) a week
    ago; returns how many jobs were cleaned. The caller has opened every firm. May be killed
    and started again at any time."""
    limit = timezone.now() - KEPT
    _give_up_previews(limit)
    has_files = ~Q(file="") | ~Q(result_file="")
    staged = Q(pk__in=ImportRow.objects.values("job_id"))
    over = Job.objects.filter(has_files | staged, finished_at__lt=limit)
    cleaned = 0
    for job in over.order_by("pk")[:_JOBS_AT_ONCE]:
        _delete_rows(job)
        runners.forget(job)
        for file in (job.file, job.result_file):
            if file:
                file.delete(save=False)
        job.save(update_fields=["file", "result_file"])
        cleaned += 1
    return cleaned


def clean_orphans() -> int:
    """Deletes files that no job names: their writer was killed between the file and the row.
    Younger ones are left alone, their row may still come. Returns how many. The caller has
    opened every firm."""
    limit = timezone.now() - ORPHANS_KEPT
    removed = 0
    for folder in _folders():
        names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        pairs = Job.objects.filter(Q(file__in=names) | Q(result_file__in=names))
        named = {name for pair in pairs.values_list("file", "result_file") for name in pair}
        for name in names:
            if name not in named and default_storage.get_modified_time(name) < limit:
                default_storage.delete(name)
                removed += 1
    return removed


def _folders() -> list[str]:
    """One for each firm (``models._upload_path``)."""
    try:
        return [f"jobs/{name}" for name in default_storage.listdir("jobs")[0]]
    except FileNotFoundError:  # nothing has been uploaded yet
        return []


def _give_up_previews(limit: datetime) -> None:
    """Nobody has confirmed it for a week: the list is old by now."""
    Job.objects.filter(state=JobState.PREVIEW, created_at__lt=limit).update(
        state=JobState.CANCELLED, finished_at=limit - timedelta(seconds=1)
    )


def _delete_rows(job: Job) -> None:
    rows = ImportRow.objects.filter(job=job)
    while ids := list(rows.values_list("pk", flat=True)[:_ROWS_AT_ONCE]):
        ImportRow.objects.filter(pk__in=ids).delete()

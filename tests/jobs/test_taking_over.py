"""A worker that was away too long, and one that was killed between a file and its row."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging import imports as lists
from messaging.models import Subscriber
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.jobs import imports, runners, tasks
from turkcell_hub.jobs.models import ImportRow, Job, JobState
from turkcell_hub.jobs.progress import LeaseLost, Progress
from turkcell_hub.jobs.services import jobs
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    return tmp_path


@pytest.fixture
def job(in_firm: Firm, actor: Actor) -> Job:
    """A list that has been read and confirmed."""
    content = ContentFile("GSM;Adı\n05321234501;Işık\n05321234502;Ali\n".encode())
    job = jobs.start(
        lists.KIND, actor, {}, title="L", file=content, file_name="l.csv", phase=imports.READ
    )
    jobs.run(job.pk)
    return jobs.confirm(actor, job, imports.APPLY, {})


@pytest.mark.parametrize("phase", [imports.READ, imports.APPLY])
def test_a_worker_whose_job_another_has_taken_up_writes_nothing(
    job: Job, actor: Actor, phase: str
) -> None:
    Job.objects.filter(pk=job.pk).update(attempts=2, state=JobState.RUNNING)
    before = list(ImportRow.objects.order_by("pk").values_list())
    job.refresh_from_db()
    job.phase = phase

    with pytest.raises(LeaseLost):
        imports._run(job, actor, Progress(job, 1))

    assert list(ImportRow.objects.order_by("pk").values_list()) == before
    assert not Subscriber.objects.exists()
    assert not AuditEntry.objects.filter(action="subscriber.imported").exists()


def test_a_chunk_is_applied_under_a_lock_on_its_job(job: Job) -> None:
    with CaptureQueriesContext(connection) as asked:
        jobs.run(job.pk)
    locks = [q["sql"] for q in asked if '"jobs_job"' in q["sql"] and "FOR UPDATE" in q["sql"]]
    assert locks
    assert Subscriber.objects.count() == 2


def test_a_deadlock_that_another_wins_is_no_end_of_a_job(job: Job) -> None:
    real, tries = imports._run, []

    def stumbles(*given: Any) -> None:
        tries.append(given)
        if len(tries) == 1:
            raise OperationalError("deadlock detected")
        real(*given)

    runner = replace(runners.get(lists.KIND), run=stumbles)
    with patch.dict(runners._runners, {lists.KIND: runner}):
        jobs.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.error) == (JobState.RUNNING, "")
        tasks.sweep()
    job.refresh_from_db()
    assert (job.state, len(tries)) == (JobState.DONE, 2)
    assert Subscriber.objects.count() == 2


def test_a_database_that_never_has_it_ends_a_job_after_its_attempts(job: Job) -> None:
    def stumbles(*_given: Any) -> None:
        raise OperationalError("out of memory")

    runner = replace(runners.get(lists.KIND), run=stumbles)
    with patch.dict(runners._runners, {lists.KIND: runner}):
        for _turn in range(jobs.MAX_ATTEMPTS + 1):
            tasks.sweep()
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, "job_keeps_dying")


def test_a_file_that_no_job_names_is_removed_after_a_day(job: Job, files: Path) -> None:
    place = files / Path(job.file.name).parent
    orphan, young = place / "yetim.xlsx", place / "yeni.xlsx"
    for path in (orphan, young):
        path.write_bytes(b"x")
    long_ago = (timezone.now() - timedelta(days=2)).timestamp()
    for path in (orphan, Path(default_storage.path(job.file.name))):
        os.utime(path, (long_ago, long_ago))

    tasks.clean()

    assert {path.name for path in place.iterdir()} == {young.name, Path(job.file.name).name}


def test_cleaning_before_the_first_upload_finds_nothing_to_do(db: None, files: Path) -> None:
    tasks.clean()
    assert list(files.iterdir()) == []

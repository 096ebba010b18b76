"""How a runner tells how far it is, and hears that it shall stop."""

from __future__ import annotations

import time
from typing import Any

from django.db import connection

from turkcell_hub.jobs.models import Job, JobState

LEASE_SECONDS = 60
_MIN_INTERVAL = 0.5


class JobCancelled(Exception):
    """The person has cancelled; the runner lets go at the next step."""


class LeaseLost(Exception):
    """Another worker has taken the job up: this one was away too long and must stop."""


class Progress:
    """Writes progress at most twice a second and keeps the lease alive while it does."""

    def __init__(self, job: Job, attempt: int) -> None:
        self.job = job
        self._attempt = attempt
        self._written = 0.0

    def step(self, done: int, total: int | None = None, *, force: bool = False) -> None:
        """Raises ``JobCancelled`` or ``LeaseLost``. Call it between chunks, outside of a
        transaction that must not be split."""
        self.job.done = done
        if total is not None:
            self.job.total = total
        if force or time.monotonic() - self._written >= _MIN_INTERVAL:
            self._write()

    def hold(self) -> None:
        """Keeps every other worker from the job until the caller's transaction ends. Raises
        ``LeaseLost`` when one has it already: what this worker would write now is written."""
        mine = Job.objects.select_for_update().filter(
            pk=self.job.pk, attempts=self._attempt, state=JobState.RUNNING
        )
        if not mine.exists():
            raise LeaseLost

    def checkpoint(self, **values: Any) -> None:
        """Remembers where to go on; part of the caller's transaction."""
        self.job.checkpoint = {**self.job.checkpoint, **values}
        Job.objects.filter(pk=self.job.pk).update(checkpoint=self.job.checkpoint)

    def _write(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE jobs_job SET done = %s, total = %s,"
                " lease_until = clock_timestamp() + make_interval(secs => %s)"
                " WHERE id = %s AND attempts = %s AND state = 'RUNNING'"
                " RETURNING cancel_requested",
                [self.job.done, self.job.total, LEASE_SECONDS, self.job.pk, self._attempt],
            )
            row = cursor.fetchone()
        self._written = time.monotonic()
        if row is None:
            raise LeaseLost
        if row[0]:
            raise JobCancelled

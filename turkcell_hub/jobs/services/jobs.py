"""Starting, running, cancelling and taking up again of long work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from django.core.files import File
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from turkcell_hub import nudges
from turkcell_hub.errors import Conflict, HubError, NotFound
from turkcell_hub.jobs import runners
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.progress import LEASE_SECONDS, JobCancelled, LeaseLost, Progress
from turkcell_hub.jobs.services import reading
from turkcell_hub.sentences import kept
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor

log = structlog.get_logger(__name__)
MAX_ATTEMPTS = 5

_CLAIM = """
UPDATE jobs_job SET state = 'RUNNING', attempts = attempts + 1,
       started_at = COALESCE(started_at, clock_timestamp()),
       lease_until = clock_timestamp() + make_interval(secs => %s)
 WHERE id = %s AND (state = 'QUEUED'
       OR (state = 'RUNNING' AND lease_until < clock_timestamp()))
RETURNING attempts
"""


def start(
    kind: str,
    actor: Actor,
    params: Mapping[str, Any],
    *,
    title: str,
    file: File[Any] | None = None,
    file_name: str = "",
    phase: str = "",
) -> Job:
    """Puts a job in and nudges a worker. Raises ``NotAllowed``; ``KeyError`` for a kind
    that no room does."""
    actor.require(runners.get(kind).right)
    with transaction.atomic():
        job = Job(
            firm_id=actor.firm_id,
            kind=kind,
            title=title[:160],
            phase=phase,
            params=dict(params),
            owner_label=actor.label[:120],
            owner_user=actor.user_id,
            owner_member=actor.membership_id,
            owner_key=actor.api_key_id,
            file_name=file_name[:160],
        )
        if file is not None:
            job.file.save(file_name or "dosya", file, save=False)
        job.save()
        _nudge(job)
    return job


def confirm(actor: Actor, job: Job, phase: str, params: Mapping[str, Any]) -> Job:
    """Goes on with the next phase of a job whose preview the person has seen."""
    actor.require(runners.get(job.kind).right)
    with transaction.atomic():
        job = _locked(job.pk)
        if job.state != JobState.PREVIEW:
            raise Conflict(
                _("Bu iş onay beklemiyor (%(state)s).") % {"state": job.get_state_display()},
                code="job_state",
            )
        job.state, job.phase, job.done = JobState.QUEUED, phase, 0
        job.params = {**job.params, **params}
        job.attempts, job.started_at = 0, None
        job.save(update_fields=["state", "phase", "done", "params", "attempts", "started_at"])
        _nudge(job)
    return job


def cancel(actor: Actor, job: Job) -> Job:
    """Stops waiting work at once, running work at its next step. What it has already done
    stays done and stands in the result."""
    actor.require(runners.get(job.kind).right)
    with transaction.atomic():
        job = _locked(job.pk)
        if job.is_over:
            raise Conflict(_("Bu iş zaten bitti."), code="job_state")
        if job.state == JobState.RUNNING:
            job.cancel_requested = True
            job.save(update_fields=["cancel_requested"])
        else:
            _end(job, JobState.CANCELLED)
    return job


def mark_seen(actor: Actor, job: Job) -> None:
    """The owner has looked at what came of it: the bell stops telling."""
    if job.is_over and job.seen_at is None and job.owner_user == actor.user_id:
        Job.objects.filter(pk=job.pk).update(seen_at=timezone.now())


def run(job_id: int) -> None:
    """A worker's side: claims, runs, ends. What it keeps it says in Turkish; who looks at it
    reads his own language. The caller has opened the firm's scope."""
    attempt = _claim(job_id)
    if attempt is None:
        return
    job = Job.objects.get(pk=job_id)
    with kept():
        _work(job, attempt)


def _work(job: Job, attempt: int) -> None:
    progress = Progress(job, attempt)
    try:
        if attempt > MAX_ATTEMPTS:
            raise Conflict(
                _("İş %(n)d kez yarıda kaldı; destek ekibine bildirin.") % {"n": MAX_ATTEMPTS},
                code="job_keeps_dying",
            )
        runner = runners.get(job.kind)
        owner = _owner(job, runner.right)
        job.params = {**job.params, "seen": reading.seen_by(owner)}
        runner.run(job, owner, progress)
    except JobCancelled:
        _finish(job, attempt, JobState.CANCELLED)
    except LeaseLost:
        log.warning("jobs.lease_lost", job_id=job.pk)
    except HubError as error:
        _finish(job, attempt, JobState.FAILED, error.code, str(error.message))
    except (InterfaceError, OperationalError) as error:
        # A deadlock that another won, a server that began anew: as if the worker had been killed.
        log.warning("jobs.database_trouble", job_id=job.pk, error=type(error).__name__)
        _give_back(job, attempt)
    except Exception:
        log.exception("jobs.failed", job_id=job.pk)
        text = _("Beklenmeyen bir hata oldu; iş kaydının numarasıyla destek ekibine bildirin.")
        _finish(job, attempt, JobState.FAILED, "unexpected", str(text))
    else:
        if job.state == JobState.PREVIEW:
            _finish(job, attempt, JobState.PREVIEW)
        else:
            _finish(job, attempt, JobState.DONE)


def _give_back(job: Job, attempt: int) -> None:
    """The sweep takes it up where it was, as often as it may be."""
    mine = Job.objects.filter(pk=job.pk, attempts=attempt, state=JobState.RUNNING)
    mine.update(lease_until=timezone.now())


def _owner(job: Job, right: str) -> Actor:
    """Rights are asked again when the work is done."""
    if job.owner_user is None and job.owner_member is None and job.owner_key is None:
        return actors.system(job.firm_id, job.owner_label)  # started by the portal's own clock
    actor = actors.resume(job.firm_id, job.owner_member, job.owner_key, job.owner_user)
    if actor is None:
        raise Conflict(_("İşi başlatan kişi ya da anahtar artık yetkili değil."), code="owner_gone")
    actor.require(right)
    return actor


def _claim(job_id: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [LEASE_SECONDS, job_id])
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _finish(job: Job, attempt: int, state: JobState, code: str = "", text: str = "") -> None:
    with transaction.atomic():
        mine = Job.objects.select_for_update().filter(
            pk=job.pk, attempts=attempt, state=JobState.RUNNING
        )
        if not mine.exists():
            return
        job.error_code, job.error = code[:60], text
        _end(job, state)


def _end(job: Job, state: JobState) -> None:
    job.state = state
    job.lease_until = None
    if state != JobState.PREVIEW:
        job.finished_at = timezone.now()
    job.save()


def _locked(job_id: int) -> Job:
    job = Job.objects.select_for_update().filter(pk=job_id).first()
    if job is None:
        raise NotFound(_("İş bulunamadı."))
    return job


def _nudge(job: Job) -> None:
    nudges.after_commit("jobs.run", job.firm_id, job.pk, queue="slow")

"""Who does which kind of job. A room registers its runners in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.progress import Progress
from turkcell_hub.tenancy.actor import Actor

Run = Callable[[Job, Actor, Progress], None]


@dataclass(frozen=True)
class Runner:
    """``run`` may be started again after a kill: it goes on from ``job.checkpoint``.
    ``right`` is asked again when the work begins. ``page``: URL name of the room's own page of
    such a job (it takes the job's id), "" for the general one. ``forget``: called when the
    job's uploaded data is deleted, for what the room has staged of it."""

    kind: str
    right: str
    run: Run
    page: str = ""
    forget: Callable[[Job], None] | None = None


_runners: dict[str, Runner] = {}


def register(runner: Runner) -> None:
    known = _runners.get(runner.kind)
    if known is not None and known != runner:
        raise ValueError(f"job kind {runner.kind} has two runners")
    _runners[runner.kind] = runner


def get(kind: str) -> Runner:
    """Raises ``KeyError`` when no room has registered the kind."""
    return _runners[kind]


def page_of(kind: str) -> str:
    """The room's own page of a kind of job, "" where there is none."""
    return _runners[kind].page if kind in _runners else ""


def forget(job: Job) -> None:
    """Lets the room delete what it has staged of the job."""
    runner = _runners.get(job.kind)
    if runner is not None and runner.forget is not None:
        runner.forget(job)

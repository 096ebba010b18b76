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
    ``right`` is asked again when the work begins."""

    kind: str
    right: str
    run: Run


_runners: dict[str, Runner] = {}


def register(runner: Runner) -> None:
    known = _runners.get(runner.kind)
    if known is not None and known != runner:
        raise ValueError(f"job kind {runner.kind} has two runners")
    _runners[runner.kind] = runner


def get(kind: str) -> Runner:
    """Raises ``KeyError`` when no room has registered the kind."""
    return _runners[kind]

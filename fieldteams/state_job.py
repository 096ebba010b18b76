"""İzleme Durumlarını Sorgula: the state of every number in the window, once more (L-038)."""

from __future__ import annotations

from collections import Counter

from django.utils import timezone
from django.utils.translation import gettext as _

from fieldteams import permissions
from fieldteams.models import FieldPhone, TrackState
from fieldteams.services import operator, requests
from turkcell_hub.jobs import runners
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.progress import Progress
from turkcell_hub.jobs.services import jobs
from turkcell_hub.lib.wording import said
from turkcell_hub.tenancy.actor import Actor

KIND = "fieldteams.states"


def start(actor: Actor) -> Job:
    return jobs.start(KIND, actor, {}, title=said("İzleme durumlarını sorgulama"))


def run(job: Job, actor: Actor, progress: Progress) -> None:
    """Requests and consents that ran out end; the operator is asked where it has a say; every
    number's state gets its time stamp."""
    requests.expire()
    rows = actor.visible(FieldPhone.objects.order_by("pk"))
    ids = list(rows.values_list("pk", flat=True))
    counts: Counter[str] = Counter()
    for place, pk in enumerate(ids):
        progress.step(place, len(ids))
        _ask_operator(pk)
        FieldPhone.objects.filter(pk=pk).update(checked_at=timezone.now())
        counts.update(FieldPhone.objects.filter(pk=pk).values_list("state", flat=True))
    job.done = job.total = len(ids)
    job.result = {
        "lines": [
            _("Sorgulanan numara: %(n)d") % {"n": len(ids)},
            *(f"{TrackState(state).label}: {n}" for state, n in sorted(counts.items())),
        ]
    }


def _ask_operator(pk: int) -> None:
    phone = FieldPhone.objects.filter(pk=pk).first()
    request = requests.current(phone) if phone is not None else None
    if request is not None and request.account_id is not None:
        operator.ask(request.pk)


RUNNER = runners.Runner(KIND, permissions.REQUEST_SEND, run)

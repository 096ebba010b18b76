"""İzleme talepleri to many numbers, as work with progress."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from fieldteams import permissions
from fieldteams.models import FieldPhone
from fieldteams.services import operator, requests
from turkcell_hub.errors import Conflict, HubError
from turkcell_hub.jobs import runners
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.progress import Progress
from turkcell_hub.jobs.services import jobs
from turkcell_hub.lib.wording import said
from turkcell_hub.tenancy.actor import Actor

KIND = "fieldteams.requests"
# What stops every further number too.
_ENDS = ("insufficient_credit", "account_missing", "account_not_ready")


def start(actor: Actor, phones: Any) -> Job:
    ids = list(phones.order_by("pk").values_list("pk", flat=True))
    return jobs.start(KIND, actor, {"ids": ids}, title=said("İzleme taleplerini gönderme"))


def run(job: Job, actor: Actor, progress: Progress) -> None:
    """Each number in turn; a killed one goes on, because an asked number cannot be asked twice."""
    ids = job.params["ids"]
    account = operator.account_of(actor.firm_id)
    asking = account if operator.asks_consent(account) else None
    sent, skipped, problems = 0, 0, []
    for place, pk in enumerate(ids):
        progress.step(place, len(ids))
        phone = actor.visible(FieldPhone.objects.filter(pk=pk)).first()
        if phone is None or requests.refusal(phone):
            skipped += 1
            continue
        try:
            requests.send(actor, phone, asking)
            sent += 1
        except HubError as error:
            problems.append(str(error.message))
            if error.code in _ENDS:
                break
    job.done = job.total = len(ids)
    job.result = {
        "lines": [
            _("Talep gönderilen numara: %(n)d") % {"n": sent},
            _("Talep gerekmeyen numara: %(n)d") % {"n": skipped},
            *dict.fromkeys(problems),
        ]
    }
    if problems and not sent:
        raise Conflict("; ".join(dict.fromkeys(problems)), code="nobody_asked")


RUNNER = runners.Runner(KIND, permissions.REQUEST_SEND, run)

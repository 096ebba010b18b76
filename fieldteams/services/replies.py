"""What a person of the field answers by SMS: EVET or HAYIR to a job (idea 12).

The sender's number says who it is. A plain EVET is enough while the person has been asked for one
job alone; otherwise the answer names it. Whatever is said also stands in the conversation.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from fieldteams.models import FieldJob, JobOffer
from fieldteams.services import dispatch
from messaging.inbound_handlers import Match
from messaging.models import InboundMessage
from messaging.services import notices, threads
from turkcell_hub.tenancy import languages

HANDLER = "fieldjob"
_YES, _NO = "evet", "hayir"
# An answer to a question that is older is no answer any more.
AGE = dt.timedelta(hours=12)
Offer = JobOffer.State


def take(message: InboundMessage, match: Match) -> bool:
    """``messaging.inbound_handlers``, asked of every message: False for what answers no job."""
    words = match.words[:2]
    if not words or words[0] not in (_YES, _NO):
        return False
    number = words[1] if len(words) > 1 and words[1].isdecimal() else ""
    if len(number) > 9:
        return False
    asked = _asked(message.sender, number)
    if not asked:
        return False
    waiting = [one for one in asked if one.state == Offer.ASKED]
    if not number and len(waiting) > 1:
        _which(message, waiting)
    else:
        _answer(message, (waiting or asked)[0], words[0] == _YES)
    threads.receive(message, match)
    return True


def _asked(sender: str, number: str) -> list[JobOffer]:
    """The questions that this may answer, the newest first; one that was answered by a yes or a
    no is over."""
    rows = JobOffer.objects.filter(
        phone__phone=sender,
        state__in=(Offer.ASKED, Offer.RELEASED),
        asked_at__gte=timezone.now() - AGE,
    )
    if number:
        rows = rows.filter(job__number=int(number))
    return list(rows.order_by("-pk")[:10])


def _answer(message: InboundMessage, found: JobOffer, is_yes: bool) -> None:
    """The job's row orders two who answer in the same second."""
    job = FieldJob.objects.select_for_update(of=("self",)).get(pk=found.job_id)
    offer = (
        JobOffer.objects.select_for_update(of=("self",)).select_related("phone").get(pk=found.pk)
    )
    said = _("%(number)d numaralı iş: ") % {"number": job.number}
    if not is_yes:
        dispatch.refuse(job, offer)
        message.note = said + str(_("almak istemedi"))
    elif dispatch.take(job, offer):
        message.note = said + str(_("aldı"))
    else:
        message.note = said + str(_("geç kaldı"))
    dispatch.nudge(job)


def _which(message: InboundMessage, waiting: list[JobOffer]) -> None:
    numbers = FieldJob.objects.filter(pk__in=[one.job_id for one in waiting])
    ordered = sorted(numbers.values_list("number", flat=True))
    with languages.of_messages():
        text = _("Hangi iş? Yanıtınıza numarasını ekleyin: %(which)s") % {
            "which": ", ".join(f"EVET {number}" for number in ordered)
        }
    message.note = str(_("Hangi işe yanıt verdiği anlaşılmadı; numarası soruldu."))
    notices.send(message.firm_id, message.sender, text, str(_("Saha işi")))

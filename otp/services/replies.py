"""Approval by an SMS reply, "EVET 123456" (idea 20), where the step allows it.

The sender's number must be the one on the person's card and the figure his own of this task. It
is weaker than a code, because a sender's number can be forged: an OTP step never takes it, a
number that was changed a short while ago answers nothing, and figures are guessed a few times a
day at most. Who guesses in somebody's name closes this door to him alone, never the portal's.
"""

from __future__ import annotations

import re
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from messaging.inbound_handlers import Match
from messaging.models import Campaign, InboundMessage
from messaging.services import notices as sms
from otp.flow_states import Verdict
from otp.models import Decision, Notice, TaskAssignee
from otp.services import approvers, decisions, meters, rules
from turkcell_hub.errors import HubError
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy import languages

log = structlog.get_logger(__name__)
HANDLER = "workflow"
_VERDICTS = {"evet": Verdict.YES, "hayir": Verdict.NO}
_ANSWER = re.compile(r"(?:(?!evet|hayir)\S+ )?(evet|hayir) ?((?:[0-9] ?){6})(?![0-9])")
_DAY = timedelta(days=1)


def take(message: InboundMessage, match: Match) -> bool:
    """``messaging.inbound_handlers``, asked of every message: EVET or HAYIR and the figure of a
    task, in any spelling. False for anything else, and for a figure or sender that do not belong
    together."""
    said = _ANSWER.match(" ".join(match.words))
    if said is None:
        return False
    if not any(rows.exists() for rows in _asked(message.sender)):
        return False
    if _is_guessing(message):
        return False
    figure, verdict = said[2].replace(" ", ""), _VERDICTS[said[1]]
    for rows in _asked(message.sender):
        chosen = rows.select_related("task__step", "task__approval", "member__user", "member__firm")
        asked = chosen.filter(reply_number=figure).order_by("-pk").first()
        if asked is not None:
            _decide(message, asked, verdict)
            return True
    return False


def _asked(sender: str) -> tuple[QuerySet[TaskAssignee], QuerySet[Notice]]:
    """Of the person with this number: the places, and what he was told as a substitute. Whether he
    may still decide, for whom and up to which amount, ``decisions`` asks."""
    mine = {"member__phone": sender, "task__step__allows_sms_reply": True}
    return (
        TaskAssignee.objects.filter(**mine).exclude(reply_number=""),
        Notice.objects.filter(**mine).exclude(reply_number=""),
    )


def _is_guessing(message: InboundMessage) -> bool:
    """A try is taken before the figure is looked at, as with codes."""
    most = rules.in_force(message.firm_id).member_tries_a_day
    limit = meters.Limit("REPLY", meters.number_key(message.sender), most, _DAY)
    if not meters.take(message.firm_id, limit):
        return False
    message.note = _("Bugün bu numaradan çok sayıda yanıt geldi; görev portaldan gerçekleştirilir.")
    return True


def _decide(message: InboundMessage, place: TaskAssignee | Notice, verdict: Verdict) -> None:
    """The person hears what became of his word; a refusal of ours is said to him, too."""
    try:
        actor = actors.resume(place.firm_id, place.member_id, None)
        if actor is None:
            raise decisions.not_found()
        approvers.require_settled_phone(place.member, rules.in_force(place.firm_id))
        note = _("SMS ile reddedildi.") if verdict == Verdict.NO else ""
        decisions.decide(actor, place.task, verdict, note, door=Decision.Door.SMS)
    except HubError as error:
        message.note = str(error.message)[:200]
    else:
        said = _("onaylandı") if verdict == Verdict.YES else _("reddedildi")
        text = _("%(task)s: %(said)s") % {"task": place.task.approval.text, "said": said}
        message.note = text[:200]
    _answer(message)


def _answer(message: InboundMessage) -> None:
    """What cannot be sent stops nothing: the decision stands, and the note says it."""
    with languages.of_messages():
        name = _("İş akışı yanıtı")
    text = message.note.replace("{", "{{").replace("}", "}}")
    try:
        with transaction.atomic():
            sms.send(message.firm_id, message.sender, text, name, source=Campaign.Source.WORKFLOW)
    except HubError as error:
        log.warning("otp.reply_not_answered", code=error.code, inbound_id=message.pk)

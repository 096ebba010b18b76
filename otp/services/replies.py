"""Process by an SMS reply, "EVET 123456" (idea 20), where the step allows it.

The sender's number must be the one on the person's card and the figure his own of this task. It
is weaker than a code, because a sender's number can be forged: an OTP step never takes it.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from messaging.inbound_handlers import Match
from messaging.models import InboundMessage
from otp.flow_states import Verdict
from otp.models import Decision, TaskAssignee
from otp.services import decisions
from turkcell_hub.errors import HubError
from turkcell_hub.tenancy import actor as actors

HANDLER = "workflow"
_SAID = {"evet": Verdict.YES, "hayir": Verdict.NO}


def take(message: InboundMessage, match: Match) -> bool:
    """``messaging.inbound_handlers``: EVET or HAYIR and the figure of a task. False for anything
    else, and for a figure or sender that do not belong together."""
    words = match.words
    verdict = _SAID.get(words[0]) if len(words) > 1 else None
    if verdict is None:
        return False
    place = (
        TaskAssignee.objects.select_related("task__step", "task__approval", "member__user")
        .filter(
            reply_number=words[1],
            member__phone=message.sender,
            task__step__allows_sms_reply=True,
        )
        .order_by("-pk")
        .first()
    )
    if place is None or not words[1]:
        return False
    actor = actors.resume(place.firm_id, place.member_id, None)
    if actor is None:
        return False
    note = _("SMS ile reddedildi.") if verdict == Verdict.NO else ""
    try:
        decisions.decide(actor, place.task, verdict, note, door=Decision.Door.SMS)
    except HubError as error:
        message.note = str(error.message)[:200]
    else:
        said = _("onaylandı") if verdict == Verdict.YES else _("reddedildi")
        text = _("%(task)s: %(said)s") % {"task": place.task.approval.text, "said": said}
        message.note = text[:200]
    return True

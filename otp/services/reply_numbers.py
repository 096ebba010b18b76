"""The figure by which a person agrees to a task by SMS (``replies``)."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _

from messaging.models import InboundRule
from otp.flow_states import TaskState
from otp.models import Notice, TaskAssignee


def number() -> str:
    """Six figures that nobody guesses; the first is no nought, so that it is no short number of
    another question."""
    return str(100_000 + secrets.randbelow(900_000))


def invitation(asked: TaskAssignee | Notice) -> str:
    """What the warning of ``asked``, the person's place or a substitute's notice, adds; "" where
    no reply is taken. A title of letters cannot be answered: the number is named to which the
    firm has its answers sent."""
    if not asked.reply_number or asked.task.state != TaskState.OPEN:
        return ""
    rules = InboundRule.objects.filter(handler="workflow", is_active=True).exclude(number="")
    to = rules.order_by("priority", "pk").values_list("number", flat=True).first()
    pattern = _(" Onay için EVET %(number)s, ret için HAYIR %(number)s yazıp yanıtlayın.")
    if to:
        pattern = _(
            " Onay için EVET %(number)s, ret için HAYIR %(number)s yazıp %(to)s numarasına"
            " gönderin."
        )
    return pattern % {"number": asked.reply_number, "to": to}

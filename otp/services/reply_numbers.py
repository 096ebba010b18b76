"""The figure by which a person agrees to a task by SMS (``replies``)."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _

from otp.flow_states import TaskState
from otp.models import TaskAssignee


def number() -> str:
    """Six figures that nobody guesses."""
    return f"{secrets.randbelow(1_000_000):06d}"


def invitation(place: TaskAssignee) -> str:
    """What the warning adds; "" where no reply is taken."""
    if not place.reply_number or place.task.state != TaskState.OPEN:
        return ""
    return _(" Onay için EVET %(number)s yazıp yanıtlayın.") % {"number": place.reply_number}

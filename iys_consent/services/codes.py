"""What a code of İYS means for one change.

Final is the rule; only what the registry could not do at that moment is tried again.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from iys_consent.models import TaskState
from iys_consent.registry_codes import explain as explanation
from iys_consent.registry_codes import table
from turkcell_hub.sentences import kept

LATE = "H467"


def state_of(code: str) -> TaskState:
    """Where a change stands that came back with ``code``. WAITING: it is tried again."""
    if code == LATE:
        return TaskState.LATE
    return TaskState.WAITING if explanation(code).is_tried_again else TaskState.FAILED


def explain(code: str, told: str = "") -> str:
    """A Turkish sentence with what to do; where the code is not known, what İYS said."""
    with kept():
        return _explained(code, told)


def _explained(code: str, told: str) -> str:
    found = explanation(code)
    if found in table():
        return f"{found.meaning} {found.advice}".strip()
    if told:
        return _("İYS kabul etmedi: %(told)s") % {"told": told}
    return _("İYS kabul etmedi (%(code)s).") % {"code": code} if code else _("İYS kabul etmedi.")

"""Görev kuralları: what is in force, and new ones from a day on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from otp.models import TaskRules
from turkcell_hub.dated_rules import DatedRules
from turkcell_hub.errors import Invalid

# Field -> what it may be.
LIMITS = {
    "late_minutes": (1, 1440),
    "missed_minutes": (1, 10_080),
    "furthest_months": (1, 120),
}


def _check(rules: TaskRules) -> None:
    if rules.missed_minutes < rules.late_minutes:
        raise Invalid(
            _("Gönderilmeme süresi, gecikmiş sayılma süresinden kısa olamaz."),
            field="missed_minutes",
        )


RULES = DatedRules(
    TaskRules,
    "otp.taskrule.change",
    tuple(LIMITS),
    added="task.rules_added",
    changed="task.rules_changed",
    deleted="task.rules_deleted",
    ranges=LIMITS,
    check=_check,
)
in_force, add, change, delete = RULES.in_force, RULES.add, RULES.change, RULES.delete

"""Gönderim kuralları: what is in force, and new ones from a day on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from messaging.models import SendingRules
from turkcell_hub.dated_rules import DatedRules
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy import firm_clock
from turkcell_hub.tenancy.actor import Actor

FIELDS = (
    "commercial_days", "commercial_start", "commercial_end", "commercial_holidays",
    "informational_days", "informational_start", "informational_end", "informational_holidays",
    "report_grace_hours", "weekly_cap", "schedule_margin_percent", "schedule_late_hours",
    "schedule_furthest_months", "mms_credits", "link_credits", "media_kept_days",
    "registry_fresh_hours", "registry_recheck_minutes", "registry_tell_minutes",
    "registry_singles_per_hour",
    "repeat_most_runs", "repeat_longest_months",
    "exempt_sender", "writes_to_others",
)  # fmt: skip


def _check(rules: SendingRules) -> None:
    for kind in ("commercial", "informational"):
        if not getattr(rules, f"{kind}_days"):
            raise Invalid(_("En az bir gün seçin."), field=f"{kind}_days")
        if getattr(rules, f"{kind}_end") < getattr(rules, f"{kind}_start"):
            raise Invalid(
                _("Bitiş saati başlangıçtan sonra olmalı; bütün gün için ikisine 00:00 yazın."),
                field=f"{kind}_end",
            )
    if rules.weekly_cap is not None and rules.weekly_cap < 1:
        raise Invalid(_("En az 1 yazın; sınır istemiyorsanız boş bırakın."), field="weekly_cap")


RULES = DatedRules(
    SendingRules,
    "messaging.rules.change",
    FIELDS,
    added="rules.added",
    changed="rules.changed",
    deleted="rules.deleted",
    ranges={
        "mms_credits": (1, 1000),
        "link_credits": (1, 1000),
        "registry_fresh_hours": (1, 168),
        "registry_recheck_minutes": (1, 1440),
    },
    check=_check,
)
in_force, add, change, delete = RULES.in_force, RULES.add, RULES.change, RULES.delete
today = firm_clock.today


def answer(actor: Actor, exempt_sender: str, writes_to_others: bool) -> SendingRules:
    """Kimlere gönderiyoruz, from today on; a firm that is not exempt writes to others. Raises
    ``Invalid`` for a kind that the law does not name."""
    said = {"exempt_sender": exempt_sender, "writes_to_others": writes_to_others}
    if not exempt_sender:
        said["writes_to_others"] = True
    row = SendingRules.objects.filter(valid_from=today(actor.firm_id)).first()
    return add(actor, said) if row is None else change(actor, row, said)

"""İYS eşitleme kuralları: what is in force, and new ones from a day on."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.models import Master, SyncRules
from turkcell_hub.dated_rules import DatedRules
from turkcell_hub.errors import Invalid
from turkcell_hub.gateways.iys.values import REGISTRY_ZONE


def today() -> date:
    return timezone.now().astimezone(REGISTRY_ZONE).date()


def _check(rules: SyncRules) -> None:
    if rules.master not in Master.values:
        raise Invalid(_("Esas alınacak tarafı listeden seçin."), field="master")


RULES = DatedRules(
    SyncRules,
    "iys.sync_rules.add",
    ("business_days", "binds_before_2015", "equal_date_is_earlier", "master", "pull_minutes",
     "via_code_seconds", "via_tries", "via_link_hours", "mail_link_hours"),
    added="iys.sync_rules.added",
    ranges={
        "business_days": (1, 30),
        "pull_minutes": (5, 1440),
        "via_code_seconds": (60, 900),
        "via_tries": (1, 10),
        "via_link_hours": (1, 72),
        "mail_link_hours": (1, 24),
    },
    check=_check,
    today=lambda _firm_id: today(),
)  # fmt: skip
in_force, add = RULES.in_force, RULES.add

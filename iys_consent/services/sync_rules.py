"""İYS eşitleme kuralları: what is in force, and new ones from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.models import Master, SyncRules
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.gateways.iys.values import REGISTRY_ZONE
from turkcell_hub.tenancy.actor import Actor

CHANGE = "iys.sync_rules.add"
FIELDS = (
    "business_days", "binds_before_2015", "equal_date_is_earlier", "master", "pull_minutes",
    "via_code_seconds", "via_tries", "via_link_hours", "mail_link_hours",
)  # fmt: skip
_RANGES = {
    "business_days": (1, 30),
    "pull_minutes": (5, 1440),
    "via_code_seconds": (60, 900),
    "via_tries": (1, 10),
    "via_link_hours": (1, 72),
    "mail_link_hours": (1, 24),
}


def in_force(firm_id: int, day: date | None = None) -> SyncRules:
    """The firm's rules of a day (today in Türkiye), or the defaults where it has set none."""
    day = day or today()
    rows = SyncRules.objects.filter(firm_id=firm_id, valid_from__lte=day)
    found = rows.order_by("-valid_from").first()
    return found or SyncRules(firm_id=firm_id, valid_from=date.min)


def today() -> date:
    return timezone.now().astimezone(REGISTRY_ZONE).date()


def add(actor: Actor, data: Mapping[str, Any]) -> SyncRules:
    """New rules from a day on; what is left out stays. Raises ``Invalid``, ``Conflict``."""
    actor.require(CHANGE)
    before = in_force(actor.firm_id)
    kept = {name: data.get(name, getattr(before, name)) for name in FIELDS}
    rules = SyncRules(
        firm_id=actor.firm_id,
        valid_from=data["valid_from"],
        created_by=actor.label[:120],
        **kept,
    )
    _check(rules)
    with transaction.atomic():
        try:
            with transaction.atomic():
                rules.save()
        except IntegrityError:
            raise Conflict(
                _("Bu günden başlayan kurallar zaten var; başka bir gün yazın."),
                code="rules_day_taken",
                field="valid_from",
            ) from None
        old = {name: getattr(before, name) for name in FIELDS}
        changes = {k: [str(a), str(b)] for k, (a, b) in trail.changed(old, kept).items()}
        trail.record(actor, "iys.sync_rules.added", rules, changes)
    return rules


def _check(rules: SyncRules) -> None:
    if rules.valid_from < today():
        raise Invalid(
            _("Kurallar geçmişe dönük değişmez; bugünü ya da ileri bir günü yazın."),
            field="valid_from",
        )
    for name, (least, most) in _RANGES.items():
        if not least <= getattr(rules, name) <= most:
            raise Invalid(
                _("%(least)d ile %(most)d arasında bir sayı yazın.")
                % {"least": least, "most": most},
                field=name,
            )
    if rules.master not in Master.values:
        raise Invalid(_("Esas alınacak tarafı listeden seçin."), field="master")

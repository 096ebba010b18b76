"""Üyelik kuralları: what is in force, and new ones from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.lib.papers import Limits
from turkcell_hub.membership import permissions
from turkcell_hub.membership.models import MembershipRules
from turkcell_hub.tenancy.actor import Actor

FIELDS = (
    "supplier", "supplier_address", "most_megabytes", "most_megapixels", "most_files",
    "identity_days", "draft_days",
)  # fmt: skip


def in_force(firm_id: int, day: date | None = None) -> MembershipRules:
    """The firm's rules of a day (today), or the defaults where it has set none."""
    day = day or timezone.localdate()
    rows = MembershipRules.objects.filter(firm_id=firm_id, valid_from__lte=day)
    return rows.order_by("-valid_from").first() or MembershipRules(
        firm_id=firm_id, valid_from=date.min
    )


def limits(rules: MembershipRules) -> Limits:
    return Limits(rules.most_megabytes * 1024 * 1024, rules.most_megapixels * 1_000_000)


def add(actor: Actor, data: Mapping[str, Any]) -> MembershipRules:
    """New rules from a day on; what is left out stays. Raises ``Invalid``, ``Conflict``."""
    actor.require(permissions.RULES_CHANGE)
    before = in_force(actor.firm_id)
    kept = {name: data.get(name) or getattr(before, name) for name in FIELDS}
    if data["valid_from"] < timezone.localdate():
        raise Invalid(
            _("Kurallar geçmişe dönük değişmez; bugünü ya da ileri bir günü yazın."),
            field="valid_from",
        )
    rules = MembershipRules(
        firm_id=actor.firm_id, valid_from=data["valid_from"], by_label=actor.label[:150], **kept
    )
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
        trail.record(actor, "membership.rules.add", rules, trail.changed(old, kept))
    return rules

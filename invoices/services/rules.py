"""Fatura kuralları: what is in force, and new ones from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from invoices.models import InvoiceRules
from invoices.permissions import RULES_ADD
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor

FIELDS = (
    "password_days", "warning_days", "wrong_tries", "requests_a_day", "jump_percent", "jump_least",
)  # fmt: skip


def in_force(firm_id: int, day: date | None = None) -> InvoiceRules:
    """The firm's rules of a day (today), or the defaults where it has set none."""
    day = day or timezone.localdate()
    rows = InvoiceRules.objects.filter(firm_id=firm_id, valid_from__lte=day)
    return rows.order_by("-valid_from").first() or InvoiceRules(
        firm_id=firm_id, valid_from=date.min
    )


def add(actor: Actor, data: Mapping[str, Any]) -> InvoiceRules:
    """New rules from a day on; what is left out stays. Raises ``Invalid``, ``Conflict``."""
    actor.require(RULES_ADD)
    before = in_force(actor.firm_id)
    kept = {name: data.get(name, getattr(before, name)) for name in FIELDS}
    kept["warning_days"] = sorted(set(kept["warning_days"]), reverse=True)
    if data["valid_from"] < timezone.localdate():
        raise Invalid(
            _("Kurallar geçmişe dönük değişmez; bugünü ya da ileri bir günü yazın."),
            field="valid_from",
        )
    if not 1 <= kept["wrong_tries"] <= 10:
        raise Invalid(_("1 ile 10 arasında bir sayı yazın."), field="wrong_tries")
    rules = InvoiceRules(
        firm_id=actor.firm_id, valid_from=data["valid_from"], created_by=actor.label[:120], **kept
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
        changes = {k: [str(a), str(b)] for k, (a, b) in trail.changed(old, kept).items()}
        trail.record(actor, "invoices.rules.added", rules, changes)
    return rules

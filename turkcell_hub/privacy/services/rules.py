"""Saklama süreleri: the dated settings behind every hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.privacy.models import PrivacyRules
from turkcell_hub.privacy.permissions import RULES_ADD
from turkcell_hub.privacy.services import finding
from turkcell_hub.tenancy.actor import Actor

FIELDS = (
    "answer_days", "consent_years", "message_years", "bill_years", "receipt_years",
)  # fmt: skip
LONGEST_YEARS = 30


def add(actor: Actor, data: Mapping[str, Any]) -> PrivacyRules:
    """Rules from a day on, not before today; what is left out stays as it is. Raises ``Invalid``
    with the field, ``Conflict`` for a day that has some."""
    actor.require(RULES_ADD)
    day = data.get("valid_from") or timezone.localdate()
    if day < timezone.localdate():
        raise Invalid(_("Kural bugünden önce başlayamaz."), field="valid_from", code="past")
    now = finding.rules_of(actor.firm_id)
    row = PrivacyRules(firm_id=actor.firm_id, valid_from=day, created_by=actor.label[:120])
    for name in FIELDS:
        given = data.get(name)
        value = getattr(now, name) if given in (None, "") else int(given)
        most = 365 if name == "answer_days" else LONGEST_YEARS
        if not 1 <= value <= most:
            text = _("1 ile %(most)d arasında bir sayı yazın.") % {"most": most}
            raise Invalid(text, field=name)
        setattr(row, name, value)
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            text = _("Bu tarihten başlayan bir kural zaten var.")
            raise Conflict(text, code="day_taken", field="valid_from") from None
        trail.record(actor, "privacy.rules.added", row)
    return row

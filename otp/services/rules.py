"""OTP kuralları: what is in force, and new ones from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otp.models import OtpRules
from otp.permissions import RULES
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

RANGES: Mapping[str, tuple[int, int]] = {
    "life_seconds": (30, 600),
    "tries": (1, 10),
    "number_sends": (1, 20),
    "number_minutes": (1, 1440),
    "pause_seconds": (0, 600),
    "challenge_sends": (1, 20),
    "member_sends_a_day": (1, 1000),
    "member_tries_a_day": (5, 100),  # NIST SP 800-63B: at most 100 failures in a row
    "prefix_sends_an_hour": (1, 10_000),
    "firm_sends_an_hour": (1, 10_000),
    "used_floor_percent": (0, 100),
    "used_floor_from": (5, 1000),
    "phone_hold_hours": (0, 168),
}


def in_force(firm_id: int, day: date | None = None) -> OtpRules:
    """The firm's rules of a day (today), or the defaults where it has set none."""
    rows = OtpRules.objects.filter(firm_id=firm_id, valid_from__lte=day or today(firm_id))
    return rows.order_by("-valid_from").first() or OtpRules(firm_id=firm_id, valid_from=date.min)


def today(firm_id: int) -> date:
    zone = Firm.objects.values_list("time_zone", flat=True).get(pk=firm_id)
    return local_time.at(timezone.now(), zone).date()


def add(actor: Actor, data: Mapping[str, Any]) -> OtpRules:
    """New rules from a day on; what is left out stays. Raises ``Invalid``, ``Conflict``."""
    actor.require(RULES)
    before = in_force(actor.firm_id)
    kept = {name: data.get(name, getattr(before, name)) for name in RANGES}
    row = OtpRules(
        firm_id=actor.firm_id, valid_from=data["valid_from"], created_by=actor.label[:120], **kept
    )
    _check(row)
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Conflict(
                _("Bu günden başlayan kurallar zaten var; başka bir gün yazın."),
                code="rules_day_taken",
                field="valid_from",
            ) from None
        old = {name: getattr(before, name) for name in RANGES}
        trail.record(actor, "otp.rules.added", row, trail.changed(old, kept))
    return row


def _check(row: OtpRules) -> None:
    if row.valid_from < today(row.firm_id):
        raise Invalid(
            _("Kurallar geçmişe dönük değişmez; bugünü ya da ileri bir günü yazın."),
            field="valid_from",
        )
    for name, (least, most) in RANGES.items():
        if not least <= getattr(row, name) <= most:
            raise Invalid(
                _("%(least)d ile %(most)d arasında bir sayı yazın.")
                % {"least": least, "most": most},
                field=name,
            )

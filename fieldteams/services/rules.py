"""Takip kuralları: the dated settings of the field teams."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldteams import permissions
from fieldteams.models import TrackingRules
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor

FIELDS = (
    "notice", "request_days", "consent_days", "stale_minutes", "poll_minutes", "max_accuracy",
    "late_hours", "retention_days", "theft_hours", "theft_agree_hours", "job_at_once",
    "job_answer_minutes", "job_rounds", "fence_radius",
)  # fmt: skip
SHORTEST_NOTICE = 80


def in_force(firm_id: int, day: dt.date | None = None) -> TrackingRules:
    """The rules of a day (today), or the ones that a firm starts from (unsaved)."""
    rows = TrackingRules.objects.filter(
        firm_id=firm_id, valid_from__lte=day or timezone.localdate()
    )
    found: TrackingRules | None = rows.order_by("-valid_from").first()
    return found or TrackingRules(firm_id=firm_id)


def add(actor: Actor, data: Mapping[str, Any]) -> TrackingRules:
    """Rules from a day on, not before today; what is left out stays as it is now. Raises
    ``Invalid`` with the field, ``Conflict`` for a day that has some."""
    actor.require(permissions.RULES_ADD)
    valid_from = data.get("valid_from") or timezone.localdate()
    if valid_from < timezone.localdate():
        raise Invalid(_("Kural bugünden önce başlayamaz."), code="past", field="valid_from")
    now = in_force(actor.firm_id, valid_from)
    row = TrackingRules(firm_id=actor.firm_id, valid_from=valid_from, created_by=actor.label[:120])
    for name in FIELDS:
        given = data.get(name)
        setattr(row, name, getattr(now, name) if given in (None, "") else given)
    row.notice = str(row.notice).strip()
    if len(row.notice) < SHORTEST_NOTICE:
        raise Invalid(
            _("Aydınlatma metni kişiye kimin, neyi, neden izlediğini anlatmalı."), field="notice"
        )
    try:
        row.clean_fields(exclude=["firm"])
    except ValidationError as error:
        field, texts = next(iter(error.message_dict.items()))
        raise Invalid(texts[0], field=field) from None
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Conflict(
                _("Bu tarihten başlayan bir kural zaten var."), code="day_taken", field="valid_from"
            ) from None
        trail.record(actor, "tracking_rules.added", row)
    return row

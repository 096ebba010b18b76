"""The field team's phones, requests and rules: open ones, and those behind the Yetki Kodu."""

from __future__ import annotations

import datetime as dt

from fieldteams.models import FieldPhone, TrackingRequest, TrackingRules
from tests.isolation.cast import World
from tests.isolation.marks import NOW, OPEN, marked, number


def field_team(world: World) -> None:
    for secret in (False, True):
        phone = FieldPhone.objects.create(
            firm=world.firm,
            phone=number(secret, 800),
            description=marked(secret, "saha"),
            special_code=marked(secret, "ekip"),
            authority_code=world.more["code"] if secret else None,
        )
        asked = TrackingRequest.objects.create(
            firm=world.firm, phone=phone, notice=marked(secret, "aydinlatma"), hours="7/24",
            asked_by=marked(secret, "isteyen"), expires_at=NOW + dt.timedelta(days=3650),
        )  # fmt: skip
        rows = world.sealed if secret else world.rows
        rows |= {"field-phones": phone, "tracking-requests": asked}
    world.rows["tracking-rules"] = TrackingRules.objects.create(
        firm=world.firm, valid_from=dt.date(2040, 1, 1), created_by=OPEN
    )

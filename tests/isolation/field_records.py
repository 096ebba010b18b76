"""The field team's phones, requests and rules: open ones, and those behind the Yetki Kodu."""

from __future__ import annotations

import datetime as dt

from fieldteams.models import (
    FieldJob,
    FieldPhone,
    JobOffer,
    LatestPosition,
    TheftWatch,
    TrackingRequest,
    TrackingRules,
    Zone,
    ZoneVisit,
)
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
        zone = Zone.objects.create(
            firm=world.firm, name=marked(secret, "bolge"), shape="DAIRE", latitude=38.4,
            longitude=27.1, radius=500, team=marked(secret, "ekip"),
            authority_code=world.more["code"] if secret else None,
        )  # fmt: skip
        visit = ZoneVisit.objects.create(
            firm=world.firm, zone=zone, phone=phone, entered_at=NOW, last_at=NOW,
            told_enter=True, told_leave=True,
        )  # fmt: skip
        LatestPosition.objects.create(
            firm=world.firm, phone=phone, at=NOW, latitude=38.4, longitude=27.1, source="REST"
        )
        theft = TheftWatch.objects.create(
            firm=world.firm, phone=phone, reason=marked(secret, "calinti"), hours=4,
            asked_by=marked(secret, "isteyen"), agree_until=NOW + dt.timedelta(days=3650),
        )  # fmt: skip
        job = FieldJob.objects.create(
            firm=world.firm, number=900 + secret, text=marked(secret, "is"), latitude=38.4,
            longitude=27.1, place=marked(secret, "yer"), at_once=1, answer_minutes=5, rounds=1,
            asked_by=marked(secret, "isteyen"),
            authority_code=world.more["code"] if secret else None,
        )  # fmt: skip
        JobOffer.objects.create(
            firm=world.firm, job=job, phone=phone, round=1, metres=10, fixed_at=NOW
        )
        rows = world.sealed if secret else world.rows
        rows |= {
            "theft-watches": theft,
            "field-jobs": job,
            "field-phones": phone,
            "tracking-requests": asked,
            "zones": zone,
            "zone-events": visit,
        }
    world.rows["tracking-rules"] = TrackingRules.objects.create(
        firm=world.firm, valid_from=dt.date(2040, 1, 1), created_by=OPEN
    )

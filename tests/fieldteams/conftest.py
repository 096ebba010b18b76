"""A firm with an SMS account and credit, its people, and phones of its field team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from fieldteams.models import FieldPhone, TrackingRequest
from fieldteams.services import phones
from tests.support.firms import actor_for, make_firm, make_member
from tests.support.messaging import load_credit, make_account
from turkcell_hub.tenancy.actor import Actor, system
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope


def accept(phone: FieldPhone) -> TrackingRequest:
    """The person said yes two months ago."""
    given = timezone.now() - dt.timedelta(days=60)
    FieldPhone.objects.filter(pk=phone.pk).update(state="ONAYLANDI", state_at=given)
    return TrackingRequest.objects.create(
        firm_id=phone.firm_id, phone=phone, state="ONAYLANDI", notice="x", hours="7/24",
        asked_by="x", expires_at=given, answered_at=given,
        valid_until=given + dt.timedelta(days=365),
    )  # fmt: skip


@pytest.fixture
def firm(db: None) -> Iterator[Firm]:
    made = make_firm()
    with firm_scope(made.pk):
        yield made


@pytest.fixture
def actor(firm: Firm) -> Actor:
    return system(firm.pk, "Deneme")


@pytest.fixture
def ready(firm: Firm) -> Firm:
    """Can send SMS."""
    make_account(firm)
    load_credit(firm)
    return firm


@pytest.fixture
def member(firm: Firm) -> Membership:
    return make_member(firm, "YONETICI", name="Murat Yıldız")


@pytest.fixture
def manager(member: Membership) -> Actor:
    return actor_for(member)


@pytest.fixture
def phone(actor: Actor) -> FieldPhone:
    return phones.save(actor, None, {"phone": "0532 100 00 01", "description": "Ali Veli"})


@pytest.fixture
def make_phone(actor: Actor) -> Callable[..., FieldPhone]:
    """``make_phone(2, description=…)``: the number ends so. ``accepted=True``: may be watched."""

    def make(place: int, *, accepted: bool = False, **data: Any) -> FieldPhone:
        row = phones.save(actor, None, {"phone": f"0532 200 {place // 100:02} {place % 100:02}",
                                        "description": f"Kişi {place}", **data})  # fmt: skip
        if accepted:
            accept(row)
            row.refresh_from_db()
        return row

    return make

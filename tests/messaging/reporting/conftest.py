"""Campaigns with ends, on chosen days of the firm's clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from messaging.models import Campaign, Message
from messaging.services import campaigns, preflight, preparing, reports
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.gateways.sms.contract import DeliveryReport, Outcome
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

ISTANBUL = ZoneInfo("Europe/Istanbul")
Send = Callable[..., Campaign]


@pytest.fixture
def clerk(firm: Firm, admin: Membership):
    make_account(firm)
    load_credit(firm, 500)
    with firm_scope(firm.pk):
        yield of_membership(admin)


@pytest.fixture
def send(clerk: Actor, firm: Firm) -> Send:
    """``send(outcomes, at=…, **draft)``: one message an outcome (None waits), handed over and
    reported by the real services, and all of it moved to ``at``."""
    people = [make_subscriber(firm, f"+9053212345{n:02d}") for n in range(10)]

    def run(
        outcomes: Sequence[Outcome | None],
        at: dt.datetime | None = None,
        back_at: dt.datetime | None = None,
        **draft: Any,
    ) -> Campaign:
        actor = draft.pop("actor", clerk)
        made = make_draft(actor, "Siparişiniz hazır.", people[: len(outcomes)], **draft)
        preflight.run(actor, made)
        campaigns.submit(actor, made)
        assert preparing.prepare(made.pk)
        Batch.objects.filter(subject_id=made.pk).update(
            state=State.ACCEPTED, packet_id=f"P{made.pk}", operator_ids=["x"]
        )
        made = Campaign.objects.select_related("account").get(pk=made.pk)
        messages = Message.objects.filter(campaign=made).order_by("seq")
        told = [
            DeliveryReport(outcome, reference=str(message.pk))
            for message, outcome in zip(messages, outcomes, strict=True)
            if outcome is not None
        ]
        reports.apply(made.account, told, None)
        if at is not None:
            _move(made, at, back_at or at)
        made.refresh_from_db()
        return made

    return run


def _move(campaign: Campaign, at: dt.datetime, back_at: dt.datetime) -> None:
    """To another day, in the ledger too: its rows refuse every change, so the trigger sleeps."""
    Campaign.objects.filter(pk=campaign.pk).update(prepared_at=at)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        Transfer.objects.filter(pk=campaign.spend_id).update(at=at)
        Transfer.objects.filter(of_id=campaign.spend_id).update(at=back_at)
        cursor.execute("SET session_replication_role = DEFAULT")

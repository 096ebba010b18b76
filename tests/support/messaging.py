"""Subscribers, accounts and campaigns for messaging's tests."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from messaging.models import Campaign, MessageClass, SendingRules, Subscriber
from messaging.services import drafts
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount, SenderTitle
from turkcell_hub.tenancy.scope import firm_scope


def make_account(firm: Firm, adapter: str = "mesajussu", **fields: Any) -> GatewayAccount:
    """A ready account with the sender EGETEKSTIL."""
    defaults: dict[str, Any] = {
        "name": f"SMS hesabı {adapter}",
        "base_url": "http://127.0.0.1:9",
        "username": "5321234567",
        "password": "gizli-parola",
        "is_default": True,
        "health": GatewayAccount.Health.OK,
    }
    with firm_scope(firm.pk):
        account = GatewayAccount.objects.create(
            firm=firm, adapter=adapter, **{**defaults, **fields}
        )
        SenderTitle.objects.create(firm=firm, account=account, title="EGETEKSTIL", is_default=True)
    return account


def make_subscriber(
    firm: Firm, phone: str, first: str = "", last: str = "", **fields: Any
) -> Subscriber:
    with firm_scope(firm.pk):
        return Subscriber.objects.create(
            firm=firm, phone=phone, first_name=first, last_name=last, **fields
        )


def load_credit(firm: Firm, amount: int = 1000) -> None:
    system = actors.system(firm.pk, "Test")
    credits.load(firm.pk, "SMS", amount, f"opening-{firm.pk}-{amount}", Reason.OPENING, system)


def make_draft(actor: Actor, text: str, subscribers: list[Subscriber], **data: Any) -> Campaign:
    """A draft that could be sent: informational, default sender."""
    with firm_scope(actor.firm_id):
        return drafts.create(
            actor,
            {
                "text": text,
                "message_class": MessageClass.INFORMATIONAL,
                "exemption": "BENZER",
                "subscribers": subscribers,
                **data,
            },
        )


def send_at_any_hour(firm: Firm) -> SendingRules:
    """Commercial messages go at any hour, so that a test may run at night."""
    whole_day = {"commercial_start": time.min, "commercial_end": time.min}
    return SendingRules.objects.create(firm=firm, valid_from=date(2020, 1, 1), **whole_day)

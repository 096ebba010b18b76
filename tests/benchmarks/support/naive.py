"""The usual bulk sender, written well: one Celery task, one row, one POST a recipient.

It runs on a real Celery worker of two processes and is given what helps it: the database
connection and the HTTP connection are kept, the text is parsed once a process, two commits a
message are all it makes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import requests
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from messaging.models import BlacklistEntry, Campaign, Message, MessageState, Subscriber
from messaging.verdicts import Verdict
from turkcell_hub.celery import app
from turkcell_hub.ledger.models import Account
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import firm_scope

QUEUE = "naive"


@app.task(name="naive.send_one", ignore_result=True)
def send_one(firm_id: int, campaign_id: int, subscriber_id: int, seq: int) -> None:
    with firm_scope(firm_id):
        _send(Campaign.objects.get(pk=campaign_id), subscriber_id, seq)


def _send(campaign: Campaign, subscriber_id: int, seq: int) -> None:
    person = Subscriber.objects.get(pk=subscriber_id)
    text = campaign.text.replace("{ad_soyad|müşterimiz}", person.full_name or "müşterimiz")
    entry = BlacklistEntry.objects.filter(phone=person.phone).first()
    blocked = not person.is_active or entry is not None
    message = Message.objects.create(
        firm_id=campaign.firm_id,
        campaign=campaign,
        seq=seq,
        batch_no=seq,
        subscriber=person,
        name=person.full_name,
        phone=person.phone,
        text=text,
        parts=1,
        credits=0 if blocked else 1,
        state=MessageState.BLOCKED if blocked else MessageState.PENDING,
        verdict=Verdict.FIRM_BLACKLIST if blocked else Verdict.EXEMPT_CONTENT,
        created_at=timezone.now(),
    )
    if blocked:
        return
    operator_id = _post(campaign, message)
    with transaction.atomic():
        message.vendor_status = operator_id
        message.save(update_fields=["vendor_status"])
        Account.objects.filter(kind="SMS", role=Account.Role.AVAILABLE).update(
            balance=F("balance") - 1
        )


def _post(campaign: Campaign, message: Message) -> str:
    session, url = _line(campaign.account_id)
    body: dict[str, Any] = {
        "etkFlag": False,
        "customId": str(message.pk),
        "ids": [str(message.pk)],
        "message": message.text,
        "sender": "EGETEKSTIL",
        "receivers": [message.phone[3:]],
    }
    answer = session.post(f"{url}/v2/sms/send/oton", json=body, timeout=20)
    answer.raise_for_status()
    return str(answer.json()["packetId"])


@lru_cache(maxsize=4)
def _line(account_id: int) -> tuple[requests.Session, str]:
    """A logged-in session with kept connections; one a worker process."""
    account = GatewayAccount.objects.get(pk=account_id)
    session = requests.Session()
    login = {"username": account.username, "password": account.password}
    answer = session.post(f"{account.base_url}/v2/login", json=login, timeout=20)
    answer.raise_for_status()
    session.headers["token"] = answer.json()["token"]
    return session, account.base_url

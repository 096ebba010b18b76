"""The sample firm's approvals by code: the set-up, requests that wait, and one that was given."""

from __future__ import annotations

import re
import secrets
import time
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from otp.models import Task
from otp.services import challenges, connections, decisions, external
from turkcell_hub.demo import operator
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox import dispatch
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Membership, Role
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import accounts

USERNAME, CREDIT = "ege-otp", 250
_CODE = re.compile(r"\d{6}")
_ASKED = (
    ("FTR-2026-0412", "Tedarikçi ödemesi", "Marmara Ambalaj Ltd.", "48250.50"),
    ("TKL-118", "İskonto onayı", "Bursa Ev Tekstili", "12400.00"),
    ("AVN-77", "Avans ödemesi", "Derya Koç", "7500.00"),
)


def build(actor: Actor) -> None:
    """Fills the firm in scope: account, web account, connection, people, requests."""
    password = secrets.token_urlsafe(12)
    operator.open_codes(USERNAME, password, CREDIT)
    account = accounts.save(
        actor,
        None,
        {
            "name": "Turkcell OTP (deneme)",
            "service": GatewayAccount.Service.OTP,
            "adapter": "camara_otp",
            "base_url": settings.FAKE_OPERATOR_URL,
            "username": USERNAME,
            "password": password,
            "is_default": True,
        },
    )
    connections.save_web_account(
        actor, {"account_code": "EGETEKSTIL-01", "sender_name": "EGE TEKSTIL"}
    )
    connection = connections.save(actor, None, {"name": "Turkcell OTP", "account": account})
    connections.try_connection(actor, connection)
    connections.link_everybody(actor, connection)
    credits.load(actor.firm_id, "OTP", CREDIT, "opening-otp", Reason.OPENING, actor)
    manager = Membership.objects.filter(role=Role.MANAGER).earliest("pk")
    admin = Membership.objects.get(pk=actor.membership_id)
    erp = actors.system(actor.firm_id, "API: ERP bağlantısı")
    for place, (reference, title, party, amount) in enumerate(_ASKED):
        external.ask(
            erp,
            {
                "reference": reference,
                "title": title,
                "party": party,
                "amount": Decimal(amount),
                "currency": "TRY",
                "approver": manager if place == 0 else admin,
                "due_at": timezone.now() + timedelta(days=5 + place),
            },
        )


def answer_one(firm: Firm) -> None:
    """The manager approves the first request with the code on his phone, after the sample's
    transaction: a code is never looked at inside another one."""
    with firm_scope(firm.pk):
        task = Task.objects.filter(approval__subject_key=_ASKED[0][0]).first()
        if task is None:
            return
        manager = actors.of_membership(task.places.get().member)
        challenge = decisions.start(manager, task)
        account_id = GatewayAccount.objects.values_list("pk", flat=True).get(username=USERNAME)
        for _ in range(50):
            dispatch.run_lane(account_id, budget_seconds=2)
            text = operator.newest_text(USERNAME)
            if text:
                found = _CODE.search(text)
                if found:
                    challenges.verify(manager, challenge.pk, found[0])
                return
            time.sleep(0.2)  # a worker of the demo holds the lane

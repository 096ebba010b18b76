"""A firm that is connected to the registry which the fake operator plays, over HTTP."""

from __future__ import annotations

import itertools
import time
from typing import Any
from uuid import uuid4

from iys_consent.models import ConsentMovement, Origin
from iys_consent.services.listing import KIND
from iys_consent.services.movements import NewMovement, record
from tests.support.fake_operator import ControlClient
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox import claims, handlers, handover, lanes
from turkcell_hub.tenancy.actor import Actor, system
from turkcell_hub.tenancy.models import Brand, Firm, GatewayAccount

PROVIDER, BRAND = 600001, 600001
_numbers = itertools.count(1)


def connect(firm: Firm, control: ControlClient, url: str, **fields: Any) -> GatewayAccount:
    """An İYS account of the firm at the registry of ``url``, in the firm's scope."""
    username = f"api{next(_numbers)}-{uuid4().hex[:6]}@ornek.com.tr"
    control.create_account(username, "iys", iys_code=PROVIDER)
    usual: dict[str, Any] = {
        "name": f"İYS {username}",
        "service": GatewayAccount.Service.IYS,
        "adapter": "iys",
        "base_url": url,
        "username": username,
        "password": "dogru-sifre",
        "options": {"iys_code": str(PROVIDER), "max_requests_per_second": 1000},
        "is_default": True,
        "health": GatewayAccount.Health.OK,
    }
    account: GatewayAccount = GatewayAccount.objects.create(firm=firm, **{**usual, **fields})
    return account


def connect_offline(firm: Firm) -> GatewayAccount:
    """An İYS account that leads nowhere, for what makes no call."""
    made: GatewayAccount = GatewayAccount.objects.create(
        firm=firm, name="İYS", service=GatewayAccount.Service.IYS, adapter="iys",
        base_url="https://iys.invalid", username="api", password="x",
        options={"iys_code": str(PROVIDER)},
    )  # fmt: skip
    return made


def load_quota(firm: Firm, amount: int = 1000) -> None:
    credits.load(
        firm.pk, "IYS", amount, f"quota-{next(_numbers)}", Reason.OPENING, system(firm.pk, "Test")
    )


def say(actor: Actor, brand: Brand, phone: str, status: str = "ONAY", **fields: Any):
    """One movement as a form would make it; returns it."""
    usual: dict[str, Any] = {
        "recipient_type": "BIREYSEL",
        "channel": "EPOSTA" if "@" in phone else "MESAJ",
        "origin": Origin.FORM,
        "source": "HS_WEB",
    }
    made = record(actor, [NewMovement(brand.pk, address=phone, status=status, **usual | fields)])
    movement: ConsentMovement = made.movements[0]
    return movement


def hand_over_all(account: GatewayAccount) -> int:
    """What a lane does, in this thread and so inside the test's transaction."""
    if claims.upcoming(account.pk) is None:
        return 0
    lease = lanes.take(account.pk)
    assert lease is not None, "the lane is held, paused or resting"
    gateway = handlers.get(KIND).open(account)
    done = 0
    try:
        while (upcoming := claims.upcoming(account.pk)) is not None:
            upcoming.account = account
            batch = claims.claim(upcoming, lease.token)
            assert batch is not None
            handler = handlers.get(batch.kind)
            request = handover.hand_over(batch, handler)
            if request is None:
                continue
            outcome = handover.call(handler, gateway, request, None, None, time.monotonic() + 60)
            done += 1
            if handover.settle_patiently(account, batch, outcome, 0) < 0:
                break
    finally:
        gateway.close()
        lanes.release(account.pk, lease.token)
    return done

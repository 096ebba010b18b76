"""Asking for inbound messages: some operators push none, and the others stop pushing after the
third retry, a quarter of an hour later."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from messaging import nudges
from messaging.models import OperatorSync
from messaging.services import inbound
from turkcell_hub.errors import HubError
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import account_health, connections

EVERY = timedelta(minutes=2)
_MOST_PAGES = 50


def pull(account: GatewayAccount) -> int:
    """Keeps what is new, with the place in the same transaction; returns how many were told.
    A failed call is noted and asked again at the next turn."""
    sync, _made = OperatorSync.objects.get_or_create(
        account=account, defaults={"firm_id": account.firm_id}
    )
    OperatorSync.objects.filter(pk=sync.pk).update(inbound_next_at=timezone.now() + EVERY)
    told = 0
    try:
        with connections.gateway(account) as gateway:
            for _page in range(_MOST_PAGES):
                messages, cursor = gateway.pull_inbound(sync.inbound_cursor)
                if not messages:
                    break
                with transaction.atomic():
                    inbound.keep(account, messages)
                    sync.inbound_cursor = cursor
                    sync.save(update_fields=["inbound_cursor"])
                told += len(messages)
    except GatewayError as error:
        account_health.note_failure(account, error)
    if told:
        nudges.route_inbound()
    return told


def due(limit: int = 200) -> list[tuple[int, int]]:
    """(firm, account) pairs that can be asked and have not been asked lately."""
    fresh = OperatorSync.objects.filter(inbound_next_at__gt=timezone.now()).values("account_id")
    rows = GatewayAccount.objects.filter(
        service=GatewayAccount.Service.SMS, is_active=True, health=GatewayAccount.Health.OK
    )
    return [
        (account.firm_id, account.pk)
        for account in rows.exclude(pk__in=fresh).order_by("pk")[:limit]
        if _can_be_asked(account)
    ]


def _can_be_asked(account: GatewayAccount) -> bool:
    try:
        return connections.capabilities(account).inbound_pull
    except (GatewayError, HubError, ValueError):
        return False

"""Changes of the blacklist on their way to the operators' own lists: rows first, calls later."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.utils import timezone

from messaging.models import BlacklistOrder
from turkcell_hub.errors import HubError
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import connections


def put(firm_id: int, phones: Sequence[str], *, block: bool, but: int | None = None) -> None:
    """Queues numbers for every account whose operator keeps a list that we may write, in the
    caller's transaction. The last wish for a number takes the place of an earlier one."""
    for account in accounts(firm_id):
        if account.pk == but:
            # The operator knows: an opposite wish that waits would undo what he has told.
            BlacklistOrder.objects.filter(account=account, phone__in=phones).delete()
        else:
            put_for(account, phones, block=block)


def put_for(account: GatewayAccount, phones: Sequence[str], *, block: bool) -> None:
    """The same for one account."""
    now = timezone.now()
    BlacklistOrder.objects.bulk_create(
        (
            BlacklistOrder(
                firm_id=account.firm_id,
                account=account,
                phone=phone,
                block=block,
                stamp=uuid.uuid4(),
                ordered_at=now,
                due_at=now,
            )
            for phone in phones
        ),
        update_conflicts=True,
        unique_fields=("firm", "account", "phone"),
        update_fields=("block", "stamp", "ordered_at", "due_at", "tries", "error"),
        batch_size=5000,
    )


def accounts(firm_id: int) -> Iterable[GatewayAccount]:
    """The firm's accounts at operators that keep a blacklist which can be changed."""
    rows = GatewayAccount.objects.filter(
        firm_id=firm_id, service=GatewayAccount.Service.SMS, is_active=True
    )
    return [account for account in rows if can_sync(account)]


def can_sync(account: GatewayAccount) -> bool:
    """False as well where the adapter is not installed (any more)."""
    try:
        capabilities = connections.capabilities(account)
    except (GatewayError, HubError, ValueError):
        return False
    return capabilities.blacklist and capabilities.blacklist_write

"""What billing is told of the movements that codes made."""

from __future__ import annotations

from collections.abc import Collection

from otp.models import CodeSend
from turkcell_hub.billing.spenders import Sent
from turkcell_hub.tenancy.actor import Actor


def sent(_actor: Actor, spends: Collection[int]) -> dict[int, Sent]:
    """The codes that these movements paid. Whom they went to is not told."""
    rows = CodeSend.objects.filter(transfer_id__in=spends)
    return {spend: Sent(name) for spend, name in rows.values_list("transfer_id", "account__name")}

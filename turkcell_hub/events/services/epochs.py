"""The feed's epoch: transaction numbers hold within one cluster alone."""

from __future__ import annotations

import uuid

from django.db import transaction

from turkcell_hub.events.models import FeedEntry, FeedEpoch
from turkcell_hub.tenancy.scope import every_firm


def current() -> str:
    """The epoch that cursors of now are of."""
    return str(FeedEpoch.objects.order_by("pk").first() or FeedEpoch.objects.create())


def begin_anew() -> None:
    """Every entry is told again, under a new epoch; cursors of the old one are refused."""
    with transaction.atomic(), every_firm():
        FeedEntry.objects.update(txid=1)
        FeedEpoch.objects.update(epoch=uuid.uuid4())

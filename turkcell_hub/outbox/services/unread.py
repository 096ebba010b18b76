"""What operators told and nobody could understand for a day (``tenancy.services.bodies``), by
account: rooms register the tables of their bodies, and a person has them tried again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from turkcell_hub.audit.services import trail
from turkcell_hub.outbox.models import Lane
from turkcell_hub.outbox.services.decisions import CHANGE
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.services import bodies

_tables: list[Any] = []


def register(model: Any) -> None:
    """``model``: a ``WaitingBody`` with an ``account``. Called once by ``AppConfig.ready``."""
    if model not in _tables:
        _tables.append(model)


def counted() -> Any:
    """How many of a lane's account were set aside: an annotation of ``Lane``."""
    found: Any = Value(0)
    for model in _tables:
        rows = bodies.set_aside(model.objects.filter(account_id=OuterRef("account_id")))
        each = rows.order_by().values("account_id").annotate(n=Count("pk")).values("n")
        found = found + Coalesce(Subquery(each), 0)
    return found


def again(actor: Actor, account_id: int) -> int:
    """The cause is mended: what was set aside of the account is tried at once, and set aside again
    at its next failure. Returns how many."""
    actor.require(CHANGE)
    with transaction.atomic():
        lane = Lane.objects.select_related("account").get(account_id=account_id)
        count = sum(
            bodies.again(model.objects.filter(account_id=lane.account_id)) for model in _tables
        )
        if count:
            trail.record(actor, "outbox.bodies.again", lane, {"count": count})
    return count

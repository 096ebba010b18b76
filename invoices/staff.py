"""Lines of machines in the firm's staff list: known, and nobody's to answer for by SMS."""

from __future__ import annotations

from collections.abc import Iterable

from invoices.models import LineKind, MatchingLine
from turkcell_hub.erp.staff import Holder
from turkcell_hub.tenancy.actor import Actor


def machines(actor: Actor) -> Iterable[tuple[str, Holder]]:
    """The mobile numbers whose matching line says which machine has them."""
    rows = actor.visible(MatchingLine.objects.filter(kind=LineKind.NUMBER).exclude(used_for=""))
    for number, used_for in rows.order_by("table__code", "pk").values_list("number", "used_for"):
        yield f"+90{number}", Holder(used_for, is_active=True, is_person=False)

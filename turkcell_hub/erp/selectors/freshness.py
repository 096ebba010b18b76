"""How fresh the mirror is, kind by kind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from turkcell_hub.erp.cards import CARDS
from turkcell_hub.erp.imports import list_of
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import Freshness


@dataclass(frozen=True)
class KindFreshness:
    """``at`` None: the ERP has never named a card of the kind."""

    kind: MirrorKind
    list_url: str
    active: int
    at: dt.datetime | None
    source: str


def of_every_kind() -> list[KindFreshness]:
    """In the order of the menu; for those who may see every card."""
    known = {row.kind: row for row in Freshness.objects.all()}
    found = []
    for kind, card in CARDS.items():
        row = known.get(kind)
        active = card.model._default_manager.filter(is_active=True).count()
        found.append(
            KindFreshness(
                kind,
                f"{list_of(kind)}-list",
                active,
                row.refreshed_at if row else None,
                row.source if row else "",
            )
        )
    return found

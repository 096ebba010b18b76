"""Raporlar: tables of a range, for the page, the files, REST and mails (L-030, L-045, L-046)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fieldteams.models import FieldPhone
from fieldteams.selectors.reporting.moving import distance, trips, visits
from fieldteams.selectors.reporting.seen_places import latest, positions, visible_zones, zones
from fieldteams.selectors.reporting.table import MOST, Group, Mark, Table, by_team
from fieldteams.selectors.reporting.talk import messages
from fieldteams.selectors.tracks import Range
from turkcell_hub.tenancy.actor import Actor

__all__ = [
    "DEFAULT",
    "KINDS",
    "MOST",
    "Group",
    "Mark",
    "Table",
    "by_team",
    "distance",
    "latest",
    "make",
    "messages",
    "notes",
    "positions",
    "trips",
    "visible_zones",
    "visits",
    "zones",
]

Maker = Callable[[Actor, Sequence[FieldPhone], Range], Table]
KINDS: Mapping[str, tuple[Any, Maker]] = {
    "positions": (_("Konum Raporu"), positions),
    "messages": (_("Mesaj Raporu"), messages),
    "latest": (_("Son Konum"), latest),
    "trips": (_("Yolculuk ve Duruşlar"), trips),
    "distance": (_("Günlük Yol"), distance),
    "visits": (_("Müşteri Ziyaretleri"), visits),
    "zones": (_("Bölge Giriş/Çıkış"), zones),
}
DEFAULT = "positions"


def make(
    kind: str, actor: Actor, phones: Sequence[FieldPhone], span: Range, *, grouped: bool = False
) -> Table:
    """One of ``KINDS``; ``grouped``: by Özel Kodu. The caller has asked which phones exist for
    the actor and writes down who looked."""
    table = KINDS[kind][1](actor, phones, span)
    return by_team(table, phones) if grouped else table


def notes(table: Table, span: Range) -> list[str]:
    """What a file of the report says above its header: the range, the sums of the groups."""
    edges = [one.astimezone(span.zone) for one in (span.since, span.until)]
    found = [f"{edges[0]:%d.%m.%Y %H:%M} – {edges[1]:%d.%m.%Y %H:%M}"]
    if span.from_clock and span.until_clock:
        found[0] += f", {span.from_clock:%H:%M}–{span.until_clock:%H:%M}"
    for one in table.groups:
        found.append(
            gettext("%(team)s: %(people)d kişi, %(rows)d satır")
            % {"team": one.team, "people": one.people, "rows": one.rows}
        )
    return [*found, table.note] if table.note else found

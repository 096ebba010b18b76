"""Who looked at whose place: written before anything is shown; the person reads it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from fieldteams import statements
from fieldteams.models import ViewLog
from turkcell_hub.lib import arrays
from turkcell_hub.tenancy import firm_clock
from turkcell_hub.tenancy.actor import Actor


def look(actor: Actor, phone_ids: Iterable[int], what: ViewLog.What, *, to: str = "") -> None:
    """One line for each phone, viewer, manner and day; looking again counts up. ``to``: the
    address outside of the portal that it was sent to. Asks for the right to see places."""
    actor.require("fieldteams.position.view")
    note(actor, phone_ids, what, to=to)


def note(actor: Actor, phone_ids: Iterable[int], what: ViewLog.What, *, to: str = "") -> None:
    """As ``look``, of what another right lets see."""
    ids = sorted(set(phone_ids))
    if not ids:
        return
    is_asked = what != ViewLog.What.MAIL and actor.api_key_id is not None
    kind = ViewLog.What.API if is_asked else what
    viewer = f"{actor.label[:50]} → {to}" if to else actor.label
    with connection.cursor() as cursor:
        cursor.execute(
            statements.LOOKED,
            {
                "firm": actor.firm_id,
                "viewer": viewer[:120],
                "what": kind.value,
                "day": firm_clock.today(actor.firm_id),
                "phones": arrays.of_numbers(ids),
            },
        )

"""Who of the operator of the portal read a person's message to a shared number.

The message is no firm's yet: it stands in the trail of the firm whose account carries it, and,
once it is given to a firm, who decided stands with it there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from messaging.models import RelayedInbound
from turkcell_hub.audit.services import trail
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.scope import every_firm, firm_scope


def note(rows: Iterable[RelayedInbound], by: str) -> None:
    """An entry for each message that ``by`` is shown. Call it before it is shown."""
    with every_firm():
        pks = [row.pk for row in rows]
        carried = RelayedInbound.objects.filter(pk__in=pks).select_related("account")
        of_firm: dict[int, list[RelayedInbound]] = defaultdict(list)
        for row in carried.order_by("pk"):
            of_firm[row.account.firm_id].append(row)
    for firm_id, found in of_firm.items():
        with firm_scope(firm_id), transaction.atomic():
            reader = actors.system(firm_id, by[:120])
            for row in found:
                trail.record(reader, "relay.read", row, {"number": row.recipient}, label=str(row))

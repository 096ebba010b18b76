"""Where the operator took another number of parts than we counted: his figure wins, and the
difference is written down (decisions.md, "Refund by final state")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import structlog
from django.utils.translation import gettext as _

from messaging.models import Campaign, MessageState
from messaging.services.ended import Ended
from messaging.states import FAILED
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import InsufficientCredit
from turkcell_hub.ledger import wallets
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import Actor, system

log = structlog.get_logger(__name__)


def note(firm_id: int, rows: list[Ended], dearer: Mapping[int, int]) -> None:
    """One trail entry for each campaign that differs. ``dearer``: what each message costs beyond
    what has been paid for it, by its number; it is booked as a correction, once for these rows.
    Too little left to book it is said as well."""
    differing: dict[int, list[Ended]] = defaultdict(list)
    for row in rows:
        if row.message_ids[0] in dearer or _differs(row):
            differing[row.campaign_id].append(row)
    if not differing:
        return
    actor = system(firm_id, _("Operatör raporu"))
    campaigns = list(Campaign.objects.filter(pk__in=differing).order_by("pk"))
    kinds = dict(
        Transfer.objects.filter(pk__in=[c.spend_id for c in campaigns]).values_list("pk", "kind")
    )
    for kind in sorted(set(kinds.values())):
        wallets.lock(firm_id, kind)  # wallets before the chain's head, as everybody does
    for campaign in campaigns:
        ours = differing[campaign.pk]
        changes = {
            "messages": sum(len(row.message_ids) for row in ours),
            "counted": sum(len(row.message_ids) * row.credits for row in ours),
            "taken": sum(len(row.message_ids) * (row.taken or row.credits) for row in ours),
        }
        missing = _book(actor, kinds.get(campaign.spend_id, ""), ours, dearer)
        if missing:
            changes["not_booked"] = missing
        log.info("messaging.operator_differs", firm=firm_id, campaign=campaign.pk, **changes)
        trail.record(actor, "billing.operator_differs", campaign, changes)


def _differs(row: Ended) -> bool:
    return bool(row.taken) and row.taken != row.credits and row.state not in FAILED


def _book(actor: Actor, kind: str, rows: list[Ended], dearer: Mapping[int, int]) -> int:
    """Takes what these rows cost more; answers what could not be taken. A late
    report's (credit was given back, and the message has arrived after all) stands apart."""
    missing = 0
    in_time = [row for row in rows if row.before == MessageState.PENDING]
    late = [row for row in rows if row.before != MessageState.PENDING]
    for reason, ours in ((Reason.PARTS_DIFFER, in_time), (Reason.LATE_REPORT, late)):
        ids = [pk for row in ours for pk in row.message_ids if pk in dearer]
        more = sum(dearer[pk] for pk in ids)
        if more and not _charge(actor, kind, more, min(ids), reason):
            missing += more
    return missing


def _charge(actor: Actor, kind: str, more: int, first: int, reason: Reason) -> bool:
    """Rows come here once, with the move of their message, so their first id is a key."""
    try:
        credits.adjust(actor.firm_id, kind, -more, f"more:{first}", reason, actor)
    except InsufficientCredit:
        return False
    return True

"""Bugs planted on purpose (G0): the checker must find every one of them.

They live here, not in the product: a child process of the harness replaces the product's
functions by wrong ones when ``FAULT_PLANTED`` names a bug.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any
from uuid import uuid4

VARIABLE = "FAULT_PLANTED"
_here: set[str] = set()


def plant() -> None:
    """Plants what the environment names; nothing when it names nothing."""
    name = os.environ.get(VARIABLE)
    if name and name not in _here:  # a child has its parent's
        _here.add(name)
        BUGS[name]()


def mark_before_send() -> None:
    """The batch counts as accepted before the operator has it."""
    from turkcell_hub.outbox import dispatch, handover
    from turkcell_hub.outbox.clock import NOW
    from turkcell_hub.outbox.models import Batch

    proper = handover.hand_over

    def hand_over(batch: Any, handler: Any) -> Any:
        request = proper(batch, handler)
        if request is not None:
            Batch.objects.filter(pk=batch.pk).update(state="ACCEPTED", accepted_at=NOW)
        return request

    dispatch.handover.hand_over = hand_over


def mark_never() -> None:
    """What the operator took is never noted."""
    from turkcell_hub.outbox import settling

    settling.accepted = lambda batch, taken: True  # type: ignore[assignment]


def double_refund() -> None:
    """A refund's key is new each time, so that the books do not know it again."""
    from messaging.services import endings

    proper = endings.refund_many

    def refund_many(firm_id: int, rows: Any) -> Any:
        rows = list(rows)
        proper(firm_id, rows)
        return proper(firm_id, [row._replace(key=uuid4().hex) for row in rows])

    endings.refund_many = refund_many


def resend_on_timeout() -> None:
    """An unknown outcome is taken for a failed one."""
    from turkcell_hub.outbox import outcomes, settling

    def unknown(batch: Any, error: Any) -> bool:
        return settling.back(batch, error)

    outcomes.settling.unknown = unknown


def skip_recheck() -> None:
    """The gate is not asked again at hand-over."""
    from messaging.dispatch import SmsHandler

    SmsHandler._block_again = lambda *_args: None  # type: ignore[method-assign]


def drop_tenant() -> None:
    """A report is believed whichever firm's account it came through."""
    from messaging.services import campaigns, endings, reports
    from turkcell_hub.outbox.models import Batch
    from turkcell_hub.tenancy.scope import every_firm

    for name in ("_APPLY", "_APPLY_LATE"):
        sql = getattr(reports, name)
        for guard in (
            "m.firm_id = %(firm)s AND ",
            "b.account_id = %(account)s AND ",
            "b.firm_id = m.firm_id AND ",
        ):
            assert guard in sql, "the bug no longer fits the product: plant it anew"
            sql = sql.replace(guard, "")
        setattr(reports, name, sql)
    proper = endings.settle

    def settle(_firm_id: int, ended: Any) -> None:
        with every_firm():
            for row in ended:
                batch = Batch.objects.filter(kind="sms", subject_id=row.campaign_id).first()
                proper(batch.firm_id, [row])

    reports.settle = settle
    finish = campaigns.finish_if_done

    def finish_if_done(campaign_id: int) -> bool:
        with every_firm():
            return finish(campaign_id)

    campaigns.finish_if_done = finish_if_done


def skip_audit() -> None:
    """What was prepared is not in the trail."""
    from messaging.services import preparing

    proper = preparing.trail.record

    def record(actor: Any, action: str, *rest: Any, **more: Any) -> Any:
        if action != "campaign.prepared":
            return proper(actor, action, *rest, **more)
        return None

    preparing.trail.record = record  # type: ignore[assignment]


def claim_unguarded() -> None:
    """Neither the lane's lease nor a row lock nor the claim's token keeps two apart."""
    from turkcell_hub.outbox import claims, handover, lanes
    from turkcell_hub.outbox.clock import NOW
    from turkcell_hub.outbox.models import Batch, Lane

    def take(account_id: int) -> Any:
        lane = Lane.objects.annotate(db_now=NOW).get(account_id=account_id)
        return lanes.Lease(uuid4(), False, 0, [], None, lane.db_now)

    def claim(upcoming: Any, holder: Any, pace: Any = None) -> Any:
        upcoming.claim_token = uuid4()
        Batch.objects.filter(pk=upcoming.pk).update(state="CLAIMED")
        upcoming.state = "CLAIMED"
        return upcoming

    def hand_over(batch: Any, handler: Any) -> Any:
        request = handler.load(batch)
        Batch.objects.filter(pk=batch.pk).update(
            state="HANDING_OVER", handed_over_at=NOW, claim_token=batch.claim_token
        )
        return request

    lanes.take = take
    lanes.renew = lambda *_args: True  # type: ignore[assignment]
    claims.claim = claim
    handover.hand_over = hand_over


BUGS: dict[str, Callable[[], None]] = {
    bug.__name__: bug
    for bug in (
        mark_before_send,
        mark_never,
        double_refund,
        resend_on_timeout,
        skip_recheck,
        drop_tenant,
        skip_audit,
        claim_unguarded,
    )
}

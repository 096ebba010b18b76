"""P6: applying delivery reports, against one ORM get and save each, and against COPY + join.

Ours is ``messaging.services.reports.apply`` with as many reports in one commit as the product
takes from the bodies that wait: each report is checked against its batch and account, messages,
counters and refunds move together; one report in twenty is a failure whose credit comes back.
The ORM side does the message row alone. COPY + join is the limit: all reports into a temporary
table at once, one UPDATE of the message rows, one commit; no checks, no counters, no refunds.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import connection, transaction

from messaging.models import Message, MessageState
from messaging.services import reports
from messaging.states import BY_OUTCOME
from tests.benchmarks.support.cpu import spent
from tests.benchmarks.support.measure import (
    Side,
    at_least,
    clock,
    exit_code,
    in_turn,
    options,
    sql,
)
from tests.benchmarks.support.scene import Scene, forget_messages, make_scene
from turkcell_hub.gateways.sms.contract import DeliveryReport, Outcome
from turkcell_hub.tenancy.scope import firm_scope

_JOIN = f"""
UPDATE {Message._meta.db_table} m SET state = t.state, network_error = t.error,
    vendor_status = t.status, operator_credits = t.taken, ended_at = t.done
FROM told t WHERE m.id = t.id AND m.state = {int(MessageState.PENDING)}
"""


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=100_000, orm=2_000)
    scene = make_scene(chosen.rows)
    with firm_scope(scene.firm.pk):
        rates = in_turn(
            "P6",
            chosen.rounds,
            Side("reports.apply", lambda: _apply(scene)),
            Side("ORM get/save", lambda: _one_by_one(scene, chosen.orm)),
            Side("COPY + join", lambda: _copied(scene)),
            unit="reports",
        )
    ours = rates.median("reports.apply")
    return exit_code(
        at_least("P6", "against ORM get/save", ours / rates.median("ORM get/save"), 20),
        at_least("P6", "against COPY + join", ours / rates.median("COPY + join"), 0.6),
    )


def _handed_over(scene: Scene) -> list[DeliveryReport]:
    """A campaign whose batches the operator has, and his word on each message."""
    forget_messages()
    campaign = scene.prepare(scene.draft())
    sql("UPDATE outbox_batch SET state = 'ACCEPTED', packet_id = 'P' || number")
    sql("VACUUM ANALYZE")
    rows = Message.objects.filter(campaign=campaign, state=MessageState.PENDING).order_by("pk")
    now = datetime.now(UTC)
    return [
        DeliveryReport(
            Outcome.UNDELIVERED if place % 20 == 0 else Outcome.DELIVERED,
            reference=str(pk),
            vendor_status="NOT_DELIVERED" if place % 20 == 0 else "DELIVERED",
            network_error=27 if place % 20 == 0 else 0,
            credits=0 if place % 20 == 0 else 1,
            done_at=now,
        )
        for place, pk in enumerate(rows.values_list("pk", flat=True).iterator())
    ]


def _apply(scene: Scene) -> float:
    told = _handed_over(scene)
    with clock() as seconds, spent() as cpu:
        applied = sum(
            reports.apply(scene.account, told[start : start + reports.CHUNK], None)[0].applied
            for start in range(0, len(told), reports.CHUNK)
        )
    print(f"P6 applied: {cpu.per_message(len(told))}", flush=True)
    _check(applied, len(told))
    return applied / seconds()


def _one_by_one(scene: Scene, reported: int) -> float:
    told = _handed_over(scene)[:reported]
    with clock() as seconds:
        for report in told:
            message = Message.objects.get(pk=int(report.reference))
            message.state = BY_OUTCOME[report.outcome]
            message.network_error = report.network_error
            message.vendor_status = report.vendor_status
            message.operator_credits = report.credits
            message.ended_at = report.done_at
            message.save()
    return len(told) / seconds()


def _copied(scene: Scene) -> float:
    told = _handed_over(scene)
    with clock() as seconds, spent() as cpu:
        lines = io.StringIO()
        for r in told:
            state = int(BY_OUTCOME[r.outcome])
            lines.write(
                f"{r.reference}\t{state}\t{r.network_error}\t{r.vendor_status}\t{r.credits}"
                f"\t{r.done_at}\n"
            )
        lines.seek(0)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMP TABLE told (id bigint, state smallint, error int, status text,"
                " taken smallint, done timestamptz) ON COMMIT DROP"
            )
            cursor.cursor.copy_expert("COPY told FROM STDIN", lines)
            cursor.execute("ANALYZE told")
            cursor.execute(_JOIN)
            moved = cursor.rowcount
    print(f"P6 copied and joined: {cpu.per_message(len(told))}", flush=True)
    _check(moved, len(told))
    return moved / seconds()


def _check(moved: int, told: int) -> None:
    if moved != told:
        raise RuntimeError(f"{moved} of {told} reports were applied")

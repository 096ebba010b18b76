"""What became of a code's SMS, and its credit: one a code sent, back when it did not arrive."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from otp import refunds
from otp.models import CodeSend, SendState
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.gateways.otp.contract import Fate
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.lib.redact import redact_text
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import every_firm, firm_scope
from turkcell_hub.tenancy.services import connections

ASK_AFTER, ASK_FOR = timedelta(seconds=20), timedelta(hours=24)
_AT_ONCE = 10  # an operator takes so many questions in a minute
_REASONS = {
    SendState.REFUSED: Reason.REJECTED,
    SendState.EXPIRED: Reason.EXPIRED,
    SendState.CANCELLED: Reason.CANCELLED,
    SendState.UNDELIVERED: Reason.UNDELIVERED,
}


def accepted(batch: Batch, packet_id: str) -> None:
    """The operator has it. Where it keeps the code, its id is what checks it later."""
    rows = CodeSend.objects.filter(pk=batch.subject_id)
    rows.filter(ticket="").update(ticket=packet_id)
    with connections.codes(batch.account) as gateway:
        reports = gateway.capabilities().reports
    rows.filter(state=SendState.QUEUED).update(
        state=SendState.SENT,
        operator_id=packet_id[:100],
        sent_at=NOW,
        next_poll_at=NOW + ASK_AFTER if reports else None,
    )


def end(row: CodeSend, state: SendState, error: GatewayError | None = None) -> None:
    """The end of a code's SMS, once; its credit comes back when it did not arrive. In the
    caller's transaction."""
    text = redact_text(error.answer.text)[:200] if error else ""
    moved = CodeSend.objects.filter(pk=row.pk, state__in=(SendState.QUEUED, SendState.SENT)).update(
        state=state,
        ended_at=NOW,
        next_poll_at=None,
        error_code=error.reason[:60] if error else "",
        error_text=text,
    )
    if moved and row.transfer_id and refunds.gives_back(row, state):
        credits.refund(row.firm_id, row.transfer_id, 1, f"otp:{row.pk}:back", _REASONS[state])
        CodeSend.objects.filter(pk=row.pk).update(refunded=True)


def ask_reports() -> int:
    """Asks the operators what became of codes that they took. Returns how many were answered."""
    with every_firm():
        due = _due().order_by().values_list("account_id", flat=True).distinct()
        accounts = list(GatewayAccount.objects.filter(pk__in=due, is_active=True))
    return sum(_ask(account) for account in accounts)


def _due():  # type: ignore[no-untyped-def]
    return CodeSend.objects.filter(state=SendState.SENT, next_poll_at__lte=NOW)


def _ask(account: GatewayAccount) -> int:
    with firm_scope(account.firm_id):
        rows = list(_due().filter(account=account).order_by("next_poll_at")[:_AT_ONCE])
        # Reserved before the call: a second sweep asks for others.
        pks = [row.pk for row in rows]
        CodeSend.objects.filter(pk__in=pks).update(next_poll_at=NOW + timedelta(minutes=2))
        old = Q(sent_at__lt=NOW - ASK_FOR)
        CodeSend.objects.filter(old, pk__in=pks).update(next_poll_at=None)
        try:
            with connections.codes(account) as gateway:
                fates = gateway.fates([row.operator_id for row in rows])
        except GatewayError:
            return 0  # asked again in two minutes
        for row in rows:
            _apply(row, fates.get(row.operator_id, Fate.PENDING))
        return len(fates)


def _apply(row: CodeSend, fate: Fate) -> None:
    if fate is Fate.PENDING:
        return
    state = SendState.DELIVERED if fate is Fate.DELIVERED else SendState.UNDELIVERED
    with transaction.atomic():
        end(row, state)

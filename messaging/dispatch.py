"""Between the outbox's batches and the SMS gateway: messaging's handler.

The engine decides when; this room decides what. ``load`` asks the gate once more, right
before hand-over (invariant 6): who has got onto the blacklist, or lost consent, since the
campaign was prepared is blocked now, with his credit back.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from iys_consent import gate
from messaging import nudges
from messaging.batches import batch_name
from messaging.models import Campaign, MessageKind, MessageState
from messaging.services import media, registry_checks, report_pushes, windows
from messaging.services.endings import Ended, settle
from messaging.sql import handing_over
from messaging.verdicts import Verdict
from turkcell_hub.billing.notice_sender import CODE_PLACE
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.gateways.sms.contract import (
    LookupResult,
    MessageClass,
    OutgoingMessage,
    SmsGateway,
    SubmitRequest,
    SubmitResult,
)
from turkcell_hub.lib.redact import redact_text
from turkcell_hub.outbox.handlers import Handler, Later, Taken
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.sealed import unseal
from turkcell_hub.tenancy.services import accounts, connections

# Pushes stop after the operator's third retry, a quarter of an hour later: what is older is
# asked for. Without pushes the first question comes early.
POLL_AFTER_PUSH = timedelta(minutes=30)
POLL_WITHOUT_PUSH = timedelta(minutes=1)
# Whom the exemption covers was decided by his card when the campaign was prepared.
_WAS_EXEMPT = f"r.verdict = {int(Verdict.EXEMPT_SENDER)}"


class SmsHandler(Handler):
    """Registered for batches of the kind ``sms``; ``subject_id`` is the campaign."""

    def open(self, account: GatewayAccount) -> SmsGateway:
        return accounts.open_gateway(account)

    def close(self, gateway: SmsGateway) -> None:
        gateway.close()

    def gateway_class(self, gateway: SmsGateway) -> str:
        return gateway.capabilities().gateway_class

    def index_lag(self, gateway: SmsGateway) -> timedelta:
        return gateway.capabilities().index_lag

    def requests_per_minute(self, gateway: SmsGateway) -> int | None:
        return gateway.capabilities().max_requests_per_minute

    def label(self, batch: Batch) -> str:
        name = Campaign.objects.values_list("name", flat=True).filter(pk=batch.subject_id).first()
        return f"{name or batch.subject_id} / {batch_name(batch.number)}"

    def subjects(self, actor: Actor) -> QuerySet[Campaign] | None:
        if actor.code_ids is None and actor.brand_ids is None:
            return None
        return actor.visible(Campaign.objects.all()).values("pk")

    def prepare(self, batch: Batch) -> None:
        """Raises ``Later`` while İYS must be asked once more about a commercial batch."""
        if until := registry_checks.before_hand_over(batch):
            raise Later(until)

    def load(self, batch: Batch) -> SubmitRequest | None:
        """The request of a batch, or None when nobody is left to send to. Raises ``Later``
        outside the firm's sending hours."""
        (facts,) = _rows(handing_over.FACTS, batch.subject_id, batch.firm_id)
        message_class, minutes, sender, brand_id, brand, kind, media_id, link, *rest = facts
        sealed, exempt, dealer_id, fresh, *hours = rest
        if until := windows.until(message_class, *hours):
            raise Later(until)
        wanted = handing_over.TO_REPEAT
        if not batch.may_be_with_operator:
            question = gate.Question(
                message_class,
                batch.firm_id,
                brand_id,
                exempt_when=_WAS_EXEMPT if exempt else "",
                dealer_id=dealer_id,
                fresh_for=timedelta(hours=fresh),
            )
            self._block_again(batch, question)
            wanted = handing_over.TO_SEND
        rows = _rows(wanted, batch.subject_id, batch.number)
        if not rows or sender is None:
            return None
        commercial = message_class == MessageClass.COMMERCIAL
        return SubmitRequest(
            reference=batch.reference,
            sender=sender,
            messages=[
                OutgoingMessage(row[0], unseal(row[4]) if row[4] else row[1], _text(row[2], sealed))
                for row in rows
            ],
            message_class=MessageClass(message_class),
            validity=timedelta(minutes=minutes),
            # One type a batch: ``preparing`` keeps merchants apart.
            recipient_type=rows[0][3] if commercial else None,
            brand_code=brand if commercial else None,
            media=media.to_hand_over(media_id) if kind == MessageKind.MMS else None,
            link=link if kind == MessageKind.VIDEO else "",
        )

    def submit(self, gateway: SmsGateway, request: SubmitRequest) -> SubmitResult:
        if request.media is not None:
            return gateway.submit_mms(request)
        return gateway.submit_link(request) if request.link else gateway.submit(request)

    def keeps_line(self, account: GatewayAccount) -> bool:
        return connections.keeps_line(account)

    def listen(self, account: GatewayAccount, gateway: SmsGateway, wait: float) -> bool:
        """Kept raw like a push, and answered only then: a process that dies in between leaves
        the operator to tell it again."""
        collected = gateway.collect(wait)
        if collected is None:
            return False
        kept = report_pushes.receive(account, collected.body, dict(collected.headers))
        gateway.acknowledge(collected)
        nudges.process_push(kept.pk)
        return True

    def lookup(self, gateway: SmsGateway, batch: Batch) -> LookupResult:
        return gateway.lookup(batch.reference)

    def accepted(self, batch: Batch, result: Taken) -> None:
        """Reports are awaited from now on; asked for when none come."""
        after = POLL_WITHOUT_PUSH if _pull_only(batch.account) else POLL_AFTER_PUSH
        _rows(handing_over.AWAIT_REPORTS, batch.firm_id, batch.pk, after)

    def refused(self, batch: Batch, error: GatewayError) -> None:
        self._end(
            batch, MessageState.REFUSED, status=redact_text(error.answer.code) or error.reason
        )

    def expired(self, batch: Batch) -> None:
        self._end(batch, MessageState.EXPIRED)

    def cancelled(self, batch: Batch) -> None:
        self._end(batch, MessageState.CANCELLED)

    def _block_again(self, batch: Batch, question: gate.Question) -> None:
        consent = gate.consent(question)
        holes = (consent.verdict, consent.evidence, consent.joins, consent.allowed)
        asked = handing_over.STOPPED % holes
        stopped = _rows(asked, *consent.params, batch.subject_id, batch.number)
        if stopped:
            blocked = _rows(handing_over.BLOCK, *map(list, zip(*stopped, strict=True)))
            settle(batch.firm_id, [Ended.one(*row) for row in blocked])

    def _end(self, batch: Batch, state: MessageState, status: str = "") -> None:
        ended = _rows(handing_over.END, int(state), status[:40], batch.subject_id, batch.number)
        settle(batch.firm_id, [Ended.one(*row) for row in ended])


def _rows(statement: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall() if cursor.description else []
        return rows


def _text(text: str, sealed: str | None) -> str:
    """What goes out: a code of the portal itself stands in its place here alone."""
    return text.replace(CODE_PLACE, unseal(sealed)) if sealed else text


def _pull_only(account: GatewayAccount) -> bool:
    told = account.extra().get("pushes_reports", True)
    return not (told and connections.capabilities(account).dlr_push)

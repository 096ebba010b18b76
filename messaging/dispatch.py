"""Between the outbox's batches and the SMS gateway: messaging's handler.

The engine decides when; this room decides what. ``load`` asks the gate once more, right
before hand-over (invariant 6): who has got onto the blacklist, or lost consent, since the
campaign was prepared is blocked now, with his credit back.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from iys_consent import gate
from messaging.models import (
    BlacklistEntry,
    Campaign,
    Message,
    MessageState,
    ReportPoll,
)
from messaging.services.endings import Ended, settle
from messaging.verdicts import Verdict
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.gateways.sms.contract import (
    LookupResult,
    MessageClass,
    OutgoingMessage,
    SmsGateway,
    SubmitRequest,
    SubmitResult,
)
from turkcell_hub.outbox.handlers import Handler, Taken
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import accounts, connections

# Pushes stop after the operator's third retry, a quarter of an hour later: what is older is
# asked for (contracts/operators.md 8.1). Without pushes the first question comes early.
POLL_AFTER_PUSH = timedelta(minutes=30)
POLL_WITHOUT_PUSH = timedelta(minutes=1)

# Asked for every batch and hardly ever with an answer, so it is a question to a few index
# pages; the update names its rows.
_STOPPED = f"""
SELECT r.id, CASE WHEN b.id IS NULL THEN %s
                  WHEN b.source = 'ALICI' THEN {int(Verdict.RECIPIENT_BLACKLIST)}
                  ELSE {int(Verdict.FIRM_BLACKLIST)} END,
       (CASE WHEN b.id IS NULL THEN %s ELSE jsonb_build_object(
           'blacklist', b.id, 'reason', b.reason, 'since', b.created_at) END)::text
  FROM {Message._meta.db_table} r
  LEFT JOIN {BlacklistEntry._meta.db_table} b ON b.firm_id = r.firm_id AND b.phone = r.phone %s
 WHERE r.campaign_id = %%s AND r.batch_no = %%s
   AND r.state = {int(MessageState.PENDING)} AND (b.id IS NOT NULL OR NOT (%s))
"""
_BLOCK = f"""
UPDATE {Message._meta.db_table} m
   SET state = {int(MessageState.BLOCKED)}, ended_at = now(), verdict = s.verdict,
       evidence = COALESCE(s.evidence, m.evidence)
  FROM unnest(%s::bigint[], %s::smallint[], %s::jsonb[]) AS s(id, verdict, evidence)
 WHERE m.id = s.id AND m.state = {int(MessageState.PENDING)}
RETURNING m.id, m.campaign_id, m.state, m.verdict, m.parts, m.credits
"""


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
        return f"{name or batch.subject_id} / {batch.number}"

    def subjects(self, actor: Actor) -> QuerySet[Campaign] | None:
        if actor.code_ids is None and actor.brand_ids is None:
            return None
        return actor.visible(Campaign.objects.all()).values("pk")

    def load(self, batch: Batch) -> SubmitRequest | None:
        """The request of a batch, or None when nobody is left to send to."""
        campaign = Campaign.objects.select_related("sender", "brand").get(pk=batch.subject_id)
        if not batch.may_be_with_operator:
            self._block_again(batch, campaign)
        rows = Message.objects.filter(campaign_id=campaign.pk, batch_no=batch.number)
        if batch.may_be_with_operator:
            # A repeat is of the same content, also where an early report has ended a message:
            # an idempotency key with another body would be refused.
            rows = rows.exclude(state=MessageState.BLOCKED)
        else:
            rows = rows.filter(state=MessageState.PENDING)
        columns = rows.order_by("seq").values_list("pk", "phone", "text", "recipient_type")
        found = list(columns)
        messages = [OutgoingMessage(str(pk), phone, text) for pk, phone, text, _type in found]
        if not messages or campaign.sender is None:
            return None
        commercial = campaign.message_class == MessageClass.COMMERCIAL
        return SubmitRequest(
            reference=batch.reference,
            sender=campaign.sender.title,
            messages=messages,
            message_class=MessageClass(campaign.message_class),
            validity=timedelta(hours=campaign.validity_hours),
            # One type a batch: ``preparing`` keeps merchants apart.
            recipient_type=found[0][3] if commercial else None,
            brand_code=campaign.brand.code if commercial and campaign.brand else None,
        )

    def submit(self, gateway: SmsGateway, request: SubmitRequest) -> SubmitResult:
        return gateway.submit(request)

    def lookup(self, gateway: SmsGateway, batch: Batch) -> LookupResult:
        return gateway.lookup(batch.reference)

    def accepted(self, batch: Batch, result: Taken) -> None:
        """Reports are awaited from now on; asked for when none come."""
        after = POLL_WITHOUT_PUSH if _pull_only(batch.account) else POLL_AFTER_PUSH
        poll = ReportPoll(firm_id=batch.firm_id, batch_id=batch.pk, next_at=timezone.now() + after)
        ReportPoll.objects.bulk_create([poll], ignore_conflicts=True)

    def refused(self, batch: Batch, error: GatewayError) -> None:
        self._end(batch, MessageState.REFUSED, status=error.answer.code or error.reason)

    def expired(self, batch: Batch) -> None:
        self._end(batch, MessageState.EXPIRED)

    def cancelled(self, batch: Batch) -> None:
        self._end(batch, MessageState.CANCELLED)

    def _block_again(self, batch: Batch, campaign: Campaign) -> None:
        consent = gate.consent(
            gate.Question(campaign.message_class, campaign.firm_id, campaign.brand_id)
        )
        question = _STOPPED % (
            consent.verdict,
            consent.evidence,
            consent.joins,
            consent.allowed,
        )
        with connection.cursor() as cursor:
            cursor.execute(question, [*consent.params, campaign.pk, batch.number])
            stopped = cursor.fetchall()
            if stopped:
                cursor.execute(_BLOCK, [list(column) for column in zip(*stopped, strict=True)])
                settle(batch.firm_id, [Ended(*row) for row in cursor.fetchall()])

    def _end(self, batch: Batch, state: MessageState, status: str = "") -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {Message._meta.db_table} SET state = %s, ended_at = now(),"
                " vendor_status = NULLIF(%s, '')"
                f" WHERE campaign_id = %s AND batch_no = %s AND state = {int(MessageState.PENDING)}"
                " RETURNING id, campaign_id, state, 0, parts, credits",
                [int(state), status[:40], batch.subject_id, batch.number],
            )
            settle(batch.firm_id, [Ended(*row) for row in cursor.fetchall()])


def _pull_only(account: GatewayAccount) -> bool:
    told = account.extra().get("pushes_reports", True)
    return not (told and connections.capabilities(account).dlr_push)

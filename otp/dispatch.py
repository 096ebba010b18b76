"""Between the outbox and the gateway of one-time codes.

The code is made in ``load``, at the last moment, and lives in this process's memory until it is
sent; what is stored is its ticket, in the transaction that commits the hand-over. A hand-over
whose outcome is unknown is never repeated: the person asks for a new code, and the newest one
alone is looked at.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from otp.models import ChallengeState, CodeSend, SendState, WebAccount
from otp.services import sent
from turkcell_hub.gateways.errors import GatewayError, Refused
from turkcell_hub.gateways.otp.contract import Order, OtpGateway, Prepared, Started
from turkcell_hub.lib import phone
from turkcell_hub.outbox.handlers import Handler, Lookup, Taken
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import connections, opening


class CodeHandler(Handler):
    """Registered for batches of the kind ``otp``; ``subject_id`` is the ``CodeSend``."""

    def open(self, account: GatewayAccount) -> OtpGateway:
        return opening.open_codes(account)

    def close(self, gateway: OtpGateway) -> None:
        gateway.close()

    def gateway_class(self, gateway: OtpGateway) -> str:
        """C: no operator can be asked for a code by our reference."""
        return "C"

    def index_lag(self, gateway: OtpGateway) -> timedelta:
        return timedelta(0)

    def requests_per_minute(self, gateway: OtpGateway) -> int | None:
        return gateway.capabilities().max_requests_per_minute

    def load(self, batch: Batch) -> Prepared | None:
        """None when the code is not wanted any more, or may be on its way already."""
        row = (
            CodeSend.objects.select_for_update()
            .select_related("challenge")
            .get(pk=batch.subject_id)
        )
        challenge = row.challenge
        newest = challenge.state == ChallengeState.OPEN and challenge.sends == row.number
        if row.state != SendState.QUEUED or batch.may_be_with_operator or not newest:
            sent.end(row, SendState.CANCELLED)
            return None
        title = WebAccount.objects.values_list("title", flat=True).first() or ""
        order = Order(batch.reference, row.phone, row.text, title)
        try:
            with connections.codes(batch.account) as gateway:
                prepared = gateway.prepare(order)
        except Refused as refusal:
            sent.end(row, SendState.REFUSED, refusal)
            return None
        CodeSend.objects.filter(pk=row.pk).update(ticket=prepared.ticket)
        return prepared

    def submit(self, gateway: OtpGateway, request: Prepared) -> Started:
        return gateway.start(request)

    def lookup(self, gateway: OtpGateway, batch: Batch) -> Lookup:
        raise Refused("NOT_SUPPORTED")

    def accepted(self, batch: Batch, result: Taken) -> None:
        sent.accepted(batch, result.packet_id)

    def refused(self, batch: Batch, error: GatewayError) -> None:
        sent.end(_row(batch), SendState.REFUSED, error)

    def expired(self, batch: Batch) -> None:
        sent.end(_row(batch), SendState.EXPIRED)

    def cancelled(self, batch: Batch) -> None:
        sent.end(_row(batch), SendState.CANCELLED)

    def label(self, batch: Batch) -> str:
        row = CodeSend.objects.filter(pk=batch.subject_id).first()
        return _("Onay kodu, %(phone)s") % {"phone": phone.mask(row.phone)} if row else str(batch)

    def subjects(self, actor: Actor) -> QuerySet[CodeSend] | None:
        return None


def _row(batch: Batch) -> CodeSend:
    row: CodeSend = CodeSend.objects.get(pk=batch.subject_id)
    return row

"""Between the outbox's batches and İYS: the handler of the kind ``iys-access``.

A call says the whole set of dealers of its consents, so it is repeated as it is after an unclear
answer (class A). İYS says of it only that it was taken (202), and answers for one consent at a time
who may use it: the set of each is read back. While it is another one with all that were looked at,
the call counts as unclear; single ones that İYS does not show go once more, alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.models import AccessList, AccessState, DealerAccess
from iys_consent.services import codes
from iys_consent.sql import access as sql
from turkcell_hub.gateways.errors import GatewayError, Unknown, Unreachable
from turkcell_hub.gateways.iys.contract import IysGateway, NotAccepted
from turkcell_hub.gateways.iys.values import Channel, RecipientType
from turkcell_hub.gateways.sms.refusals import refusal_text
from turkcell_hub.outbox.handlers import Handler, Taken
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import opening

# So many that all have other dealers say that İYS has not come to the call yet.
_LOOKS = 3


@dataclass(frozen=True)
class Request:
    """``records``: their ids, parallel to the recipients."""

    brand: str
    records: Sequence[int]
    recipients: Sequence[str]
    recipient_type: RecipientType
    channel: Channel
    codes: Sequence[int]


@dataclass(frozen=True)
class AccessTaken:
    """İYS answers with nothing but that it took the call. ``operator_ids``: our records that it
    shows as they were told."""

    packet_id: str = ""
    operator_ids: Sequence[str] = ()


class AccessHandler(Handler):
    """``subject_id`` is the ``AccessList``."""

    def open(self, account: GatewayAccount) -> IysGateway:
        return opening.open_registry(account)

    def close(self, gateway: IysGateway) -> None:
        gateway.close()

    def gateway_class(self, gateway: IysGateway) -> str:
        return "A"

    def index_lag(self, gateway: IysGateway) -> timedelta:
        return gateway.capabilities().result_delay

    def label(self, batch: Batch) -> str:
        made = AccessList.objects.select_related("brand").filter(pk=batch.subject_id).first()
        name = made.brand.name if made else batch.subject_id
        return _("İYS bayi erişimi: %(brand)s") % {"brand": name}

    def subjects(self, actor: Actor) -> QuerySet[AccessList] | None:
        if actor.brand_ids is None:
            return None
        return actor.visible(AccessList.objects.all()).values("pk")

    def load(self, batch: Batch) -> Request | None:
        made = AccessList.objects.select_related("brand").get(pk=batch.subject_id)
        rows = made.rows.filter(state=AccessState.SENT).order_by("record_id")
        told = dict(rows.values_list("record_id", "record__recipient"))
        if not told:
            return None
        return Request(
            made.brand.code,
            list(told),
            list(told.values()),
            RecipientType(made.recipient_type),
            Channel(made.channel),
            made.codes,
        )

    def submit(self, gateway: IysGateway, request: Request) -> AccessTaken:
        try:
            gateway.grant_retailers(
                request.brand, request.recipients, request.recipient_type, request.channel,
                request.codes,
            )  # fmt: skip
            return AccessTaken(operator_ids=_seen(gateway, request))
        except (InterfaceError, OperationalError):
            raise Unreachable("SESSION_AWAY") from None  # the shared login could not be read

    def lookup(self, gateway: IysGateway, batch: Batch) -> AccessTaken:
        raise NotImplementedError  # class A is never looked up

    def accepted(self, batch: Batch, result: Taken) -> None:
        rows = DealerAccess.objects.filter(sent_in=batch.subject_id, state=AccessState.SENT)
        unseen = rows.exclude(record__in=[int(one) for one in result.operator_ids])
        unseen.update(state=AccessState.WAITING, sent_in=None, alone=True)
        with connection.cursor() as cursor:
            cursor.execute(sql.OPENED, [batch.subject_id])

    def refused(self, batch: Batch, error: GatewayError) -> None:
        """Of many it is not said which was meant: each goes once more, alone."""
        rows = DealerAccess.objects.filter(sent_in=batch.subject_id, state=AccessState.SENT)
        if rows.values("record").distinct().count() > 1:
            rows.update(state=AccessState.WAITING, sent_in=None, alone=True)
            return
        code = error.answer.code or error.reason
        said = refusal_text(error.reason)
        if isinstance(error, NotAccepted):
            said = codes.explain(error.answer.code, error.answer.text)
        self._end(batch, AccessState.FAILED, code, said)

    def expired(self, batch: Batch) -> None:
        self.cancelled(batch)

    def cancelled(self, batch: Batch) -> None:
        self._end(batch, AccessState.DROPPED, "cancelled", _("Gönderim kuyruğunda iptal edildi."))

    def _end(self, batch: Batch, state: AccessState, code: str, text: str) -> None:
        rows = DealerAccess.objects.filter(sent_in=batch.subject_id, state=AccessState.SENT)
        rows.update(state=state, code=code[:40], text=text[:300], settled_at=timezone.now())


def _seen(gateway: IysGateway, request: Request) -> list[str]:
    """The records that have the dealers that were told; the last of the call is looked at first.
    Raises ``Unknown`` while İYS has not come to any."""
    seen: list[str] = []
    wanted = frozenset(request.codes)
    told = list(zip(request.records, request.recipients, strict=True))
    for count, (record, recipient) in enumerate(reversed(told), start=1):
        held = gateway.retailer_access(
            request.brand, recipient, request.recipient_type, request.channel
        )
        if held == wanted:
            seen.append(str(record))
        if not seen and count == min(_LOOKS, len(told)):
            raise Unknown("ACCESS_NOT_SEEN")
    return seen

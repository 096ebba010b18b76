"""Asks the registry who may be written to, and keeps each answer before the next question.

No transaction may be open around these calls: they speak HTTP. A process that dies goes on
where it stopped, because what was answered is not asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import islice

from django.db.models import Sum
from django.utils import timezone

from iys_consent.models import Channel, RecipientType, RegistryQuestion, RegistryStatus
from iys_consent.services.registry import RegistryAnswer, note
from turkcell_hub.gateways.errors import Busy, Refused
from turkcell_hub.gateways.iys.contract import IysGateway
from turkcell_hub.gateways.iys.values import Channel as Wire
from turkcell_hub.gateways.iys.values import RecipientType as WireType
from turkcell_hub.tenancy.models import Brand
from turkcell_hub.tenancy.scope import every_firm, firm_scope

_SINGLES_A_ROW = 50
HOUR = timedelta(hours=1)


def ask(
    gateway: IysGateway,
    brand: Brand,
    recipient_type: str,
    recipients: Sequence[str],
    *,
    channel: str = Channel.MESSAGE.value,
    alive: Callable[[], None] = lambda: None,
) -> None:
    """Asks about these addresses, so many in one call as the registry takes; ``alive`` is called
    after each. Raises the ``gateways.errors`` family; what was answered before stays noted."""
    most = gateway.capabilities().max_status
    if not most:
        raise Refused("NO_BULK_QUESTION")
    remaining = iter(recipients)
    while chunk := list(islice(remaining, most)):
        asked_at = timezone.now()
        answer = gateway.approved(brand.code, chunk, WireType(recipient_type), Wire(channel))
        answers = [
            RegistryAnswer(
                one,
                RegistryStatus.APPROVED.value
                if one in answer.recipients
                else RegistryStatus.NOT_APPROVED.value,
                answer.request_id[:64],
            )
            for one in chunk
        ]
        note(brand.firm_id, brand.pk, channel, recipient_type, answers, asked_at)
        approved = sum(one.status == RegistryStatus.APPROVED for one in answers)
        RegistryQuestion.objects.create(
            firm_id=brand.firm_id,
            brand=brand,
            channel=channel,
            recipient_type=recipient_type,
            asked=len(chunk),
            approved=approved,
            ref=answer.request_id[:64],
            asked_at=asked_at,
        )
        alive()


def ask_singly(
    gateway: IysGateway,
    brand: Brand,
    recipients: Sequence[str],
    *,
    channel: str = Channel.MESSAGE.value,
    alive: Callable[[], None] = lambda: None,
) -> None:
    """Asks about merchants one by one, which tells a refusal from no record. Ends early, without
    an error, when the registry's hourly limit is reached: they stay unknown."""
    if not gateway.capabilities().single_status:
        return
    remaining = iter(recipients)
    while chunk := list(islice(remaining, _SINGLES_A_ROW)):
        asked_at = timezone.now()
        answers: list[RegistryAnswer] = []
        try:
            for one in chunk:
                answers.append(_single(gateway, brand, one, channel))
        except Busy:
            return
        finally:
            _keep_singles(brand, channel, answers, asked_at)
        alive()


def singles_left(most: int) -> int:
    """How many single questions may still be asked within the hour. The registry counts by IP
    address, so those of every firm count."""
    with every_firm():
        rows = RegistryQuestion.objects.filter(single=True, asked_at__gt=timezone.now() - HOUR)
        done = rows.aggregate(done=Sum("asked"))["done"] or 0
    return max(0, most - done)


def _single(gateway: IysGateway, brand: Brand, recipient: str, channel: str) -> RegistryAnswer:
    record = gateway.status(brand.code, recipient, WireType.MERCHANT, Wire(channel))
    if record is None:
        return RegistryAnswer(recipient, RegistryStatus.ABSENT.value)
    return RegistryAnswer(recipient, record.status.value, record.transaction_id[:64])


def _keep_singles(
    brand: Brand, channel: str, answers: Sequence[RegistryAnswer], asked_at: object
) -> None:
    if not answers:
        return
    kind = RecipientType.MERCHANT.value
    with firm_scope(brand.firm_id):
        note(brand.firm_id, brand.pk, channel, kind, answers, asked_at)  # type: ignore[arg-type]
        RegistryQuestion.objects.create(
            firm_id=brand.firm_id,
            brand=brand,
            channel=channel,
            recipient_type=kind,
            single=True,
            asked=len(answers),
            approved=sum(one.status == RegistryStatus.APPROVED for one in answers),
            asked_at=asked_at,
        )

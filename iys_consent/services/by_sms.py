"""Refusals and approvals by SMS to the short number (S-014, S-015, S-039, S-040).

A refusal is followed in the transaction that blocks the number, so that the block, the
movement and its way to İYS stand or fall together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from iys_consent.models import (
    Channel,
    ConsentEvidence,
    ConsentRecord,
    Origin,
    RecipientType,
    Status,
)
from iys_consent.refusals import Refusal
from iys_consent.services import evidence, movements
from turkcell_hub.gateways.iys.values import Source
from turkcell_hub.lib import turkish
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.models import Brand


def follow(refusal: Refusal) -> None:
    """The follower of ``iys_consent.refusals``: a RET for every brand and as whatever the
    person is known; one that stands already is not said twice.

    A person who answers RET names no brand, so the refusal counts for all of the firm's.
    Where the registry has no approval nothing is told to it (first RET); the refusal stays.
    """
    movements.lock(refusal.firm_id)
    keys = _keys(refusal.phone, refusal.channel)
    if not keys:
        return
    actor = actors.system(refusal.firm_id, _("SMS ile ret"))
    proof = evidence.add_text(
        actor,
        ConsentEvidence.Kind.INBOUND,
        _("Kısa numaraya gelen ret mesajı"),
        refusal.text,
        {"record": refusal.evidence, "at": refusal.at.isoformat()},
    )
    movements.record(
        actor,
        [
            movements.NewMovement(
                brand_id=brand_id,
                recipient_type=recipient_type,
                channel=refusal.channel,
                address=refusal.phone,
                status=Status.REFUSED,
                origin=Origin.SHORT_NUMBER,
                source=Source.SMS,
                consented_at=refusal.at,
                evidence_id=proof.pk,
            )
            for brand_id, recipient_type in keys
        ],
    )


def approve(
    firm_id: int, phone: str, text: str, words: Sequence[str], at: datetime, record: str
) -> Brand | None:
    """An approval by keyword, for the brand that the words after the keyword name, or the
    firm's only one. None when no brand is meant: nothing is recorded then.

    What the person wrote is the evidence; consent is never guessed (decisions.md).
    """
    brand = _brand_of(words)
    if brand is None:
        return None
    movements.lock(firm_id)
    standing = ConsentRecord.objects.filter(
        brand=brand,
        channel=Channel.MESSAGE,
        recipient_type=RecipientType.INDIVIDUAL,
        recipient=phone,
    ).first()
    if standing is not None and standing.status == Status.APPROVED:
        return brand
    actor = actors.system(firm_id, _("SMS ile onay"))
    proof = evidence.add_text(
        actor,
        ConsentEvidence.Kind.INBOUND,
        _("Kısa numaraya gelen onay mesajı"),
        text,
        {"record": record, "at": at.isoformat()},
    )
    movements.record(
        actor,
        [
            movements.NewMovement(
                brand_id=brand.pk,
                recipient_type=RecipientType.INDIVIDUAL,
                channel=Channel.MESSAGE,
                address=phone,
                status=Status.APPROVED,
                origin=Origin.SHORT_NUMBER,
                source=Source.SMS,
                consented_at=at,
                evidence_id=proof.pk,
            )
        ],
    )
    return brand


def _keys(phone: str, channel: str) -> list[tuple[int, str]]:
    """(brand, recipient type) for which the refusal is new."""
    rows = ConsentRecord.objects.filter(recipient=phone, channel=channel)
    standing = {(row.brand_id, row.recipient_type): row.status for row in rows}
    for brand_id in Brand.objects.filter(is_active=True).values_list("pk", flat=True):
        if not any(known == brand_id for known, _kind in standing):
            standing[brand_id, RecipientType.INDIVIDUAL.value] = ""
    return sorted(key for key, status in standing.items() if status != Status.REFUSED)


def _brand_of(words: Sequence[str]) -> Brand | None:
    brands = list(Brand.objects.filter(is_active=True))
    said = turkish.fold(" ".join(words)).replace(" ", "")
    if not said:
        return brands[0] if len(brands) == 1 else None
    named = [
        brand
        for brand in brands
        if said in (brand.code.lower(), turkish.fold(brand.name).replace(" ", ""))
    ]
    return named[0] if len(named) == 1 else None

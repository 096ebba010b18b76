"""İzin Geçmişi: every movement of an address, none left out (K-022)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from iys_consent import queue_rights
from iys_consent.models import (
    AccessState,
    Channel,
    ConsentAddress,
    ConsentMovement,
    Dealer,
    DealerAccess,
    Status,
)
from iys_consent.selectors.validity import Validity, reader
from iys_consent.standing import burden_of_proof, effective_at
from iys_consent.words import source_label
from turkcell_hub.tenancy.actor import Actor


@dataclass(frozen=True)
class AccessLine:
    """A dealer was given or denied a consent of the address."""

    access: DealerAccess
    channel: str


@dataclass(frozen=True)
class Line:
    """``at``: when it holds from, in İYS's time. ``stands``: whether this movement, which decides
    its channel now, may be used; None: another one decides. ``proof``: who carries the burden of
    proof (S-037). ``scan_url`` and ``words``: what it rests on, for those who may see evidence."""

    movement: ConsentMovement
    at: datetime
    stands: Validity | None
    channel: str
    status: str
    level: str
    source: str
    proof: str
    dealer: str = ""
    scan_url: str = ""
    words: str = ""


def of_address(actor: Actor, address: ConsentAddress) -> list[Line]:
    """Newest first by the time at which each movement holds; of one moment the later heard."""
    movements = actor.visible(
        ConsentMovement.objects.filter(
            brand_id=address.brand_id,
            recipient=address.address,
            recipient_type=address.recipient_type,
        ).select_related("evidence")
    )
    names = dict(Dealer.objects.filter(brand_id=address.brand_id).values_list("code", "title"))
    judge = reader()
    deciding = {record.movement_seq: judge(record) for record in address.records.all()}
    shows = actor.can(queue_rights.EVIDENCE)
    lines = [_line(movement, deciding.get(movement.seq), names, shows) for movement in movements]
    return sorted(lines, key=lambda line: (line.at, line.movement.seq), reverse=True)


def accesses_of(actor: Actor, address: ConsentAddress) -> list[AccessLine]:
    """Which dealer was given or denied a consent of the address, newest first."""
    rows = actor.visible(
        DealerAccess.objects.filter(record__address=address).exclude(state=AccessState.DROPPED)
    )
    return [
        AccessLine(row, str(Channel(row.record.channel).label))
        for row in rows.select_related("dealer", "record").order_by("-pk")
    ]


def _line(
    movement: ConsentMovement,
    stands: Validity | None,
    dealers: Mapping[int | None, str],
    shows: bool,
) -> Line:
    code = movement.retailer_code
    evidence = movement.evidence if shows else None
    at = effective_at(
        movement.status,
        movement.consented_at,
        movement.registry_created_at,
        movement.received_at,
    )
    return Line(
        movement=movement,
        at=at,
        stands=stands,
        channel=str(Channel(movement.channel).label),
        status=str(Status(movement.status).label),
        level="success" if movement.status == Status.APPROVED else "danger",
        source=source_label(movement.source) if movement.source else "",
        dealer=dealers.get(code) or str(code or ""),
        scan_url=reverse("consent-evidence-file", args=[evidence.pk])
        if evidence and evidence.file
        else "",
        words=evidence.text if evidence and not evidence.file else "",
        proof=_("İYS") if burden_of_proof(movement.source) == "IYS" else _("Hizmet sağlayıcı"),
    )

"""A person or a program says that somebody consents or refuses (K-023, K-025 … K-039)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent import key_limits
from iys_consent.models import ConsentAddress, ConsentMovement, Origin
from iys_consent.permissions import ADD, CHANGE
from iys_consent.rules import Finding
from iys_consent.services import evidence, movements, proposals, sync_rules
from iys_consent.services.proposals import Consent, ConsentRefused, Judged
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.actor import Actor


@dataclass(frozen=True)
class Outcome:
    """``address``: the row, also where nothing was new. ``skipped``: channels that hold this
    status already (K-033)."""

    address: ConsentAddress
    movements: Sequence[ConsentMovement]
    skipped: Sequence[Finding] = field(default_factory=tuple)


def add(actor: Actor, consent: Consent, origin: str = Origin.FORM) -> Outcome:
    """Records one consent in each of its channels and queues it for İYS.

    All channels or none. A channel that holds the status already is left out; where that is
    all there is, and for anything that İYS would refuse, raises ``ConsentRefused``.
    """
    actor.require(ADD)
    with transaction.atomic():
        movements.lock(actor.firm_id)
        return _add(actor, consent, origin, "consent.added")


def add_with_scan(actor: Actor, consent: Consent, scan: File[Any] | None) -> Outcome:
    """``add`` with the scan of the signed form as its evidence, all or nothing (S-036: a scan
    is never asked for). Raises ``Invalid`` for a file that is no scan."""
    actor.require(ADD)
    if scan is None:
        return add(actor, consent)
    with transaction.atomic():
        title = _("Islak imzalı form: %(name)s %(surname)s") % {
            "name": consent.first_name,
            "surname": consent.last_name,
        }
        kept = evidence.add_scan(actor, scan, title.strip(" :"))
        return add(actor, replace(consent, evidence_id=kept.pk), Origin.PAPER)


def edit(actor: Actor, address: ConsentAddress, data: Mapping[str, Any]) -> ConsentAddress:
    """Changes the name and, where a status is given, adds a movement in the chosen channels;
    history is never overwritten (K-023). ``data``: first_name, last_name, and for a change
    channels, status, source, consented_at. Raises ``ConsentRefused``."""
    actor.require(CHANGE)
    with transaction.atomic():
        movements.lock(actor.firm_id)
        row: ConsentAddress = ConsentAddress.objects.select_for_update().get(pk=address.pk)
        before = {"first_name": row.first_name, "last_name": row.last_name}
        row.first_name, row.last_name = data["first_name"], data["last_name"]
        row.save(update_fields=["first_name", "last_name", "search_key", "sort_key"])
        changes = trail.changed(before, {k: data[k] for k in before})
        if data.get("status"):
            _add(actor, _change_of(row, data), Origin.FORM, "consent.changed", changes)
        elif changes:
            trail.record(actor, "consent.renamed", row, changes, label=str(row.pk))
    return row


def _change_of(row: ConsentAddress, data: Mapping[str, Any]) -> Consent:
    return Consent(
        brand=row.brand,
        address=row.address,
        recipient_type=row.recipient_type,
        channels=data["channels"],
        status=data["status"],
        source=data.get("source") or "",
        consented_at=data.get("consented_at"),
        refresh=bool(data.get("refresh")),
    )


def _add(
    actor: Actor,
    consent: Consent,
    origin: str,
    action: str,
    more: Mapping[str, Any] | None = None,
) -> Outcome:
    key_limits.require_channels(actor, consent.channels)
    consent = proposals.on_the_first_day(consent)
    judged = proposals.judge(consent, timezone.now(), sync_rules.in_force(actor.firm_id).dates)
    wanted = _usable(consent, judged)
    code = proposals.retailer_code(consent)
    recorded = movements.record(actor, [_movement(consent, one, origin, code) for one in wanted])
    row = _address(consent, judged[0].proposal.address)
    told = {"channels": [one.proposal.channel for one in wanted], "status": consent.status}
    told |= {"source": consent.source, "consented_at": str(consent.consented_at or "")}
    trail.record(actor, action, row, {**(more or {}), **told}, label=str(row.pk))
    skipped = [one for j in judged for one in j.findings if j.is_repeat]
    return Outcome(row, recorded.movements, skipped)


def _usable(consent: Consent, judged: Sequence[Judged]) -> list[Judged]:
    if not judged:
        raise Invalid(
            _("Onay tipi seçin: Arama, Mesaj veya E-posta."),
            code="channels_missing",
            field="channels",
        )
    errors = [one for j in judged for one in j.errors]
    if errors:
        raise ConsentRefused(errors)
    wanted = [one for one in judged if not one.is_repeat]
    if not wanted:
        raise ConsentRefused([one for j in judged for one in j.findings])
    return wanted


def _movement(
    consent: Consent, judged: Judged, origin: str, dealer: int | None
) -> movements.NewMovement:
    proposal = judged.proposal
    return movements.NewMovement(
        brand_id=consent.brand.pk,
        recipient_type=proposal.recipient_type,
        channel=proposal.channel,
        address=proposal.address,
        status=proposal.status,
        origin=origin,
        source=proposal.source,
        consented_at=proposal.consented_at,
        first_name=consent.first_name,
        last_name=consent.last_name,
        evidence_id=consent.evidence_id,
        retailer_code=dealer,
    )


def _address(consent: Consent, address: str) -> ConsentAddress:
    row: ConsentAddress = ConsentAddress.objects.get(
        brand=consent.brand, recipient_type=consent.recipient_type, address=address
    )
    return row

"""One consent as it was typed or sent, checked before it becomes a movement.

The form, REST and the row of a list ask here; what is wrong comes back at its field, all at
once (K-026 … K-034).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from iys_consent import key_limits
from iys_consent.models import ConsentRecord, Dealer, DealerState, RegistryStatus
from iys_consent.rules import (
    AddressKind,
    DateRules,
    Finding,
    Proposal,
    Severity,
    Stored,
    check,
    readable_address,
)
from iys_consent.rules.findings import FIRST_IS_REFUSAL
from turkcell_hub.errors import Invalid
from turkcell_hub.gateways.iys.values import FIRST_DAY, Source
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand

Key = tuple[str, str, str]  # channel, recipient type, address


@dataclass(frozen=True)
class Consent:
    """``address``: as it was typed. ``consented_at``: aware, or None. ``refresh``: a later
    approval may replace an approval (decisions.md "ONAY on ONAY"). ``keep_block``: a refusal
    of an unknown address is kept here as a block, and never sent (decisions.md "First record
    RET")."""

    brand: Brand
    address: str
    recipient_type: str
    channels: Sequence[str]
    status: str
    source: str = ""
    consented_at: datetime | None = None
    first_name: str = ""
    last_name: str = ""
    refresh: bool = False
    keep_block: bool = False
    # The dealer who took it, in this brand; he may use it too (S-055).
    dealer: Dealer | None = None
    evidence_id: int | None = None


@dataclass(frozen=True)
class Judged:
    """One channel of a consent with what is to be said of it."""

    proposal: Proposal
    findings: Sequence[Finding]

    @property
    def errors(self) -> list[Finding]:
        return [one for one in self.findings if one.problem.severity is Severity.ERROR]

    @property
    def is_repeat(self) -> bool:
        return any(one.problem.severity is Severity.SKIP for one in self.findings)


class ConsentRefused(Invalid):
    """A consent that İYS would refuse. ``findings`` name their fields (of ``Consent``);
    ``extra`` carries them with the registry's codes."""

    code = "consent_refused"

    def __init__(self, findings: Iterable[Finding]) -> None:
        unique = {(one.code, one.field): one for one in findings}
        self.findings = list(unique.values())
        first = self.findings[0]
        super().__init__(
            sentence(first),
            code=first.code if len(self.findings) == 1 else None,
            field=_field_of(first),
            extra={"findings": [described(one) for one in self.findings]},
        )


def judge(
    consent: Consent, now: datetime, dates: DateRules, stored: dict[Key, Stored] | None = None
) -> list[Judged]:
    """Each channel of the consent, checked against what is stored of its key."""
    read = readable_address(consent.address)
    kind, address = read if read else (None, consent.address.strip())
    if stored is None:
        stored = standings(consent.brand.pk, [address])
    found = []
    for channel in consent.channels:
        proposal = _proposal(consent, kind, address, channel)
        known = stored.get((channel, consent.recipient_type, address))
        findings = check(proposal, now, dates, known, refresh=consent.refresh)
        if consent.keep_block:
            findings = [one for one in findings if one.problem is not FIRST_IS_REFUSAL]
        found.append(Judged(proposal, findings))
    return found


def standings(brand_id: int, addresses: Sequence[str]) -> dict[Key, Stored]:
    """What each key of these addresses holds now: ours, or else what the registry said."""
    rows = ConsentRecord.objects.filter(brand_id=brand_id, recipient__in=list(addresses))
    found = {}
    for row in rows.only(
        "channel", "recipient_type", "recipient", "status", "consented_at", "registry_status"
    ):
        status = row.status
        if not status and row.registry_status in (
            RegistryStatus.APPROVED,
            RegistryStatus.REFUSED,
        ):
            status = row.registry_status
        if status:
            key = (row.channel, row.recipient_type, row.recipient)
            found[key] = Stored(status, row.consented_at)
    return found


def brand_of(actor: Actor, code: str) -> Brand:
    """The brand by its code, where the actor may use it (K-035, K-057). Raises ``Invalid``; a
    foreign brand answers exactly as an unknown one."""
    rows = Brand.objects.filter(code=code, is_active=True)
    if actor.brand_ids is not None:
        rows = rows.filter(pk__in=actor.brand_ids)
    limit = key_limits.of(actor)
    if limit is not None:
        rows = rows.filter(pk=limit.brand_id)
    brand = rows.first()
    if brand is None:
        raise Invalid(
            _("Bu marka kodu sizin değil ya da size açık değil. Kendi markanızın kodunu yazın."),
            code="brand_not_yours",
            field="brand",
        )
    return brand


def retailer_code(consent: Consent) -> int | None:
    """The registry's code of the dealer who took it. Raises ``Invalid`` for a dealer of another
    brand, or one that İYS does not know."""
    dealer = consent.dealer
    if dealer is None:
        return None
    if dealer.brand_id != consent.brand.pk or dealer.state != DealerState.LISTED:
        raise Invalid(
            _("Bu bayi, seçilen markanın İYS'de kayıtlı bayilerinden değil."),
            code="dealer_not_of_brand",
            field="dealer",
        )
    return dealer.code


def dealer_of(actor: Actor, brand: Brand, code: int | None) -> Dealer | None:
    """The brand's dealer by its code; None for none. Raises ``Invalid``."""
    if code is None:
        return None
    found: Dealer | None = actor.visible(Dealer.objects.filter(brand=brand, code=code)).first()
    if found is None:
        raise Invalid(
            _("Bu kodda bir bayi yok. Bayiler sayfasındaki sekiz haneli kodu yazın."),
            code="dealer_unknown",
            field="dealer",
        )
    return found


def on_the_first_day(consent: Consent) -> Consent:
    """HS_2015 has one date alone (K-038), so an empty one need not be asked for."""
    if consent.source == Source.BEFORE_2015 and consent.consented_at is None:
        return replace(consent, consented_at=FIRST_DAY)
    return consent


def sentence(finding: Finding) -> str:
    """What is wrong and what to do, in one text."""
    return f"{finding.problem.message} {finding.problem.advice}".strip()


def described(finding: Finding) -> dict[str, str]:
    return {
        "field": _field_of(finding),
        "code": finding.code,
        "iys_code": finding.problem.registry,
        "detail": sentence(finding),
    }


def _field_of(finding: Finding) -> str:
    return "channels" if finding.field == "channel" else finding.field


def _proposal(consent: Consent, kind: AddressKind | None, address: str, channel: str) -> Proposal:
    return Proposal(
        address=address,
        address_kind=kind,
        recipient_type=consent.recipient_type,
        channel=channel,
        status=consent.status,
        source=consent.source,
        consented_at=consent.consented_at,
    )

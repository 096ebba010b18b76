"""The check of one proposed change, alone and against the record that is stored.

``check`` answers everything that is wrong at once, in the order of the form's fields, so
that a person mends a row in one go. It reads no clock and no database: a million rows pass
here (goal P7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from iys_consent.rules import findings as f
from iys_consent.rules.addresses import AddressKind
from iys_consent.rules.findings import Finding, Severity
from turkcell_hub.gateways.iys.values import (
    FIRST_DAY,
    PHONE_CHANNELS,
    REGISTRY_ZONE,
    Channel,
    RecipientType,
    Source,
    Status,
    is_registry_source,
)
from turkcell_hub.lib.business_days import DayKind, add_business_days

_CHANNELS = frozenset(Channel)
_STATUSES = frozenset(Status)
_TYPES = frozenset(RecipientType)
_SOURCES = frozenset(Source)


@dataclass(frozen=True)
class DateRules:
    """Numbers of the regulation and answers to the registry's open questions: dated settings of
    the firm, never constants here."""

    business_days: int = 3
    binds_before_2015: bool = False  # does the age rule bind HS_2015?
    equal_date_is_earlier: bool = True
    overrides: Mapping[date, DayKind] = field(default_factory=dict)


@dataclass(frozen=True)
class Stored:
    """The record that the key has now (ours or the registry's, whichever is newer)."""

    status: str
    consented_at: datetime | None


@dataclass(frozen=True)
class Proposal:
    """One change as it was typed, with values already in their one spelling where they could
    be read; ``address_kind`` None: the address could not be read. ``consented_at`` is aware."""

    address: str
    address_kind: AddressKind | None
    recipient_type: str
    channel: str
    status: str
    source: str = ""
    consented_at: datetime | None = None
    unreadable_date: bool = False


def check(
    proposal: Proposal,
    now: datetime,
    rules: DateRules,
    stored: Stored | None = None,
    *,
    refresh: bool = False,
) -> list[Finding]:
    """Findings of one proposal; none means that it goes.

    ``refresh`` lets a later ONAY replace an ONAY (decisions.md "ONAY on ONAY"). State rules
    are asked only of what is right by itself.
    """
    found = [*_address(proposal), *_values(proposal), *_dates(proposal, now, rules, stored)]
    if not any(one.problem.severity is Severity.ERROR for one in found):
        found += _state(proposal, stored, rules, refresh)
    return found


def _address(p: Proposal) -> list[Finding]:
    if p.address_kind is None:
        if not p.address:
            problem = f.ADDRESS_MISSING
        else:
            problem = f.EMAIL_INVALID if "@" in p.address else f.PHONE_INVALID
        return [Finding(problem, "address")]
    if p.channel in _CHANNELS:
        wants_phone = p.channel in PHONE_CHANNELS
        if wants_phone is not (p.address_kind is AddressKind.PHONE):
            return [Finding(f.CHANNEL_FITS_NOT, "channel")]
    return []


def _values(p: Proposal) -> list[Finding]:
    found = []
    if p.channel not in _CHANNELS:
        found.append(Finding(f.CHANNEL_INVALID, "channel"))
    if p.status not in _STATUSES:
        found.append(Finding(f.STATUS_INVALID, "status"))
    if p.recipient_type not in _TYPES:
        missing = not p.recipient_type
        problem = f.RECIPIENT_TYPE_MISSING if missing else f.RECIPIENT_TYPE_INVALID
        found.append(Finding(problem, "recipient_type"))
    if p.source and p.source not in _SOURCES:
        registrys = is_registry_source(p.source)
        problem = f.SOURCE_IS_REGISTRYS if registrys else f.SOURCE_INVALID
        found.append(Finding(problem, "source"))
    if p.source == Source.DECISION and p.status == Status.APPROVED:
        found.append(Finding(f.DECISION_IS_REFUSAL_ONLY, "source"))
    return found


def _dates(p: Proposal, now: datetime, rules: DateRules, stored: Stored | None) -> list[Finding]:
    """Presence and age of source and date."""
    found = []
    merchant = p.recipient_type == RecipientType.MERCHANT
    if not p.source and not (merchant and stored is None):
        problem = f.MERCHANT_UPDATE_NEEDS_SOURCE if merchant else f.SOURCE_MISSING
        found.append(Finding(problem, "source"))
    if p.unreadable_date:
        return [*found, Finding(f.DATE_INVALID, "consented_at")]
    if p.consented_at is None:
        if merchant and stored is None:
            return found
        problem = f.MERCHANT_UPDATE_NEEDS_DATE if merchant else f.DATE_MISSING
        return [*found, Finding(problem, "consented_at")]
    wrong = _age(p, p.consented_at, now, rules)
    return [*found, *(Finding(problem, "consented_at") for problem in wrong)]


def _age(p: Proposal, at: datetime, now: datetime, rules: DateRules) -> list[f.Problem]:
    if at > now:
        return [f.DATE_IN_FUTURE]
    before_2015 = p.source == Source.BEFORE_2015
    wrong = [f.DATE_NOT_HS_2015] if before_2015 and at != FIRST_DAY else []
    if at < FIRST_DAY:
        wrong.append(f.DATE_BEFORE_LAW)
    if wrong or (before_2015 and not rules.binds_before_2015):
        return wrong
    return [f.DATE_TOO_OLD] if now > last_moment(at, rules) else []


def last_moment(consented_at: datetime, rules: DateRules) -> datetime:
    """The end of the last business day on which the registry takes this date (K-027, S-040)."""
    day = consented_at.astimezone(REGISTRY_ZONE).date()
    if rules.overrides:
        return add_business_days(consented_at, rules.business_days, rules.overrides)
    return _end_of_window(day, rules.business_days)


@lru_cache(maxsize=4096)
def _end_of_window(day: date, days: int) -> datetime:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=REGISTRY_ZONE)
    return add_business_days(noon, days)


def _state(p: Proposal, stored: Stored | None, rules: DateRules, refresh: bool) -> list[Finding]:
    """A record of a merchant without a date is older than any date."""
    if stored is None:
        refuses = p.status == Status.REFUSED
        return [Finding(f.FIRST_IS_REFUSAL, "status")] if refuses else []
    if p.status == stored.status:
        if p.status == Status.REFUSED:
            return [Finding(f.ALREADY_REFUSED, "status")]
        if not refresh:
            return [Finding(f.ALREADY_APPROVED, "status")]
    if p.consented_at is not None and stored.consented_at is not None:
        late = p.consented_at < stored.consented_at
        if late or (rules.equal_date_is_earlier and p.consented_at == stored.consented_at):
            return [Finding(f.EARLIER_THAN_STORED, "consented_at")]
    return []

"""What the registry would refuse is refused here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from iys_consent.rules import (
    AddressKind,
    DateRules,
    Proposal,
    Severity,
    Stored,
    check,
    readable_address,
)
from turkcell_hub.gateways.iys.values import FIRST_DAY, REGISTRY_ZONE, RegistrySource, Source
from turkcell_hub.lib.business_days import DayKind

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=REGISTRY_ZONE)  # a Wednesday
TODAY = NOW - timedelta(hours=2)
RIGHT = Proposal(
    address="+905321234567",
    address_kind=AddressKind.PHONE,
    recipient_type="BIREYSEL",
    channel="MESAJ",
    status="ONAY",
    source="HS_WEB",
    consented_at=TODAY,
)
RULES = DateRules()


def codes(proposal: Proposal, stored: Stored | None = None, **options: object) -> list[str]:
    return [one.code for one in check(proposal, NOW, RULES, stored, **options)]


def registry_codes(proposal: Proposal, stored: Stored | None = None) -> list[str]:
    return [one.problem.registry for one in check(proposal, NOW, RULES, stored)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0532 123 45 67", (AddressKind.PHONE, "+905321234567")),
        ("+9005321234567", (AddressKind.PHONE, "+905321234567")),
        ("+902122223344", (AddressKind.PHONE, "+902122223344")),
        (" Ayse@Example.COM ", (AddressKind.EMAIL, "ayse@example.com")),
        ("ayşe@example.com", None),
        ("a b@example.com", None),
        ("a@b", None),
        ("12345", None),
        ("", None),
    ],
)
def test_an_address_has_one_spelling_or_none(typed: str, expected: object) -> None:
    assert readable_address(typed) == expected


def test_what_is_right_goes() -> None:
    assert codes(RIGHT) == []


@pytest.mark.requirement("K-028", "K-029", "K-030", "K-031", "K-038", "K-039")
@pytest.mark.parametrize(
    ("change", "registry"),
    [
        ({"address": "", "address_kind": None}, ["H114"]),
        ({"address": "123", "address_kind": None}, ["H121"]),
        ({"address": "a@b", "address_kind": None}, ["H120"]),
        ({"channel": "EPOSTA"}, ["H121"]),
        ({"channel": "FAKS"}, ["H117"]),
        ({"status": "RED"}, ["H115"]),
        ({"recipient_type": ""}, ["H170"]),
        ({"recipient_type": "ESNAF"}, ["H116"]),
        ({"source": ""}, ["H113"]),
        ({"source": "HS_FAKS"}, ["H119"]),
        ({"source": RegistrySource.WEB.value}, ["H119"]),
        ({"source": Source.DECISION.value}, ["H408"]),
        ({"consented_at": None}, ["H112"]),
        ({"consented_at": None, "unreadable_date": True}, ["H157"]),
        ({"consented_at": NOW + timedelta(seconds=1)}, ["H162"]),
        ({"consented_at": FIRST_DAY - timedelta(seconds=1)}, ["H156"]),
        ({"source": "HS_2015", "consented_at": FIRST_DAY - timedelta(days=1)}, ["H155", "H156"]),
        ({"source": "HS_2015"}, ["H155"]),
        ({"consented_at": NOW - timedelta(days=9)}, ["H467"]),
    ],
)
def test_what_the_registry_would_refuse_is_told_with_its_code(
    change: dict[str, object], registry: list[str]
) -> None:
    assert registry_codes(replace(RIGHT, **change)) == registry


def test_all_faults_of_a_row_are_told_at_once() -> None:
    faulty = replace(RIGHT, status="evet", source="", consented_at=None, recipient_type="")
    assert registry_codes(faulty) == ["H115", "H170", "H113", "H112"]


def test_the_only_date_of_hs_2015_passes_unless_the_firm_knows_better() -> None:
    old = replace(RIGHT, source="HS_2015", consented_at=FIRST_DAY)
    assert codes(old) == []
    bound = check(old, NOW, DateRules(binds_before_2015=True))
    assert [one.code for one in bound] == ["date_too_old"]


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=REGISTRY_ZONE)


@pytest.mark.requirement("K-027", "T3")
@pytest.mark.parametrize(
    ("said", "asked", "late"),
    [
        # Friday: Monday, Tuesday and Wednesday are the three business days.
        (local(2026, 11, 13, 17), local(2026, 11, 18, 23, 59), False),
        (local(2026, 11, 13, 17), local(2026, 11, 19), True),
        (local(2026, 11, 14, 12), local(2026, 11, 18, 20), False),  # Saturday
        # 29 October is a holiday and 28 October a half day, which counts.
        (local(2026, 10, 26, 9), local(2026, 10, 30, 18), False),
        (local(2026, 10, 26, 9), local(2026, 11, 1), True),
    ],
)
def test_three_business_days_are_counted_on_the_turkish_calendar(
    said: datetime, asked: datetime, late: bool
) -> None:
    found = check(replace(RIGHT, consented_at=said), asked, RULES)
    assert [one.code for one in found] == (["date_too_old"] if late else [])


def test_a_day_that_the_firm_declares_a_holiday_gives_one_day_more() -> None:
    said = datetime(2026, 11, 13, 17, 0, tzinfo=REGISTRY_ZONE)
    asked = datetime(2026, 11, 19, 12, 0, tzinfo=REGISTRY_ZONE)
    leave = DateRules(overrides={date(2026, 11, 16): DayKind.HOLIDAY})
    assert check(replace(RIGHT, consented_at=said), asked, leave) == []


EARLIER, LATER = TODAY - timedelta(hours=1), TODAY + timedelta(hours=1)


@pytest.mark.requirement("K-032", "K-033", "T4", "S-032")
@pytest.mark.parametrize(
    ("stored", "sent", "expected"),
    [
        (None, "ONAY", []),
        (None, "RET", ["first_is_refusal"]),
        (Stored("ONAY", EARLIER), "RET", []),
        (Stored("ONAY", EARLIER), "ONAY", ["already_approved"]),
        (Stored("RET", EARLIER), "RET", ["already_refused"]),
        (Stored("RET", EARLIER), "ONAY", []),
        (Stored("ONAY", LATER), "RET", ["earlier_than_stored"]),
        (Stored("RET", LATER), "ONAY", ["earlier_than_stored"]),
        (Stored("ONAY", TODAY), "RET", ["earlier_than_stored"]),
    ],
)
def test_the_stored_record_decides_what_may_follow(
    stored: Stored | None, sent: str, expected: list[str]
) -> None:
    assert codes(replace(RIGHT, status=sent), stored) == expected


def test_a_later_approval_refreshes_an_approval_when_that_is_wanted() -> None:
    assert codes(RIGHT, Stored("ONAY", EARLIER), refresh=True) == []
    assert codes(RIGHT, Stored("ONAY", LATER), refresh=True) == ["earlier_than_stored"]


def test_what_is_there_already_is_skipped_and_no_error() -> None:
    found = check(RIGHT, NOW, RULES, Stored("ONAY", EARLIER))
    assert [one.problem.severity for one in found] == [Severity.SKIP]


@pytest.mark.requirement("K-031")
def test_a_merchant_may_begin_without_source_and_date_but_not_change_so() -> None:
    bare = replace(RIGHT, recipient_type="TACIR", source="", consented_at=None)
    assert registry_codes(bare) == []
    assert registry_codes(bare, Stored("ONAY", None)) == ["H463", "H462"]

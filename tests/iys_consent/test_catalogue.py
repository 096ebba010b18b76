"""Which package a number of addresses needs, and when it will be full: plain rules."""

from __future__ import annotations

import datetime as dt

import pytest

from iys_consent import catalogue
from iys_consent.catalogue import Addresses
from iys_consent.models import Package
from iys_consent.services.packages import GOODS, year_after
from turkcell_hub.billing import goods
from turkcell_hub.tenancy.models import Firm


@pytest.mark.requirement("Y-007")
@pytest.mark.parametrize(
    ("phones", "emails", "size"),
    [
        (150_000, 200_000, 250_000),
        (75_000, 0, 75_000),
        (75_001, 0, 150_000),
        (0, 0, 5_000),
        (5_000, 5_001, 25_000),
        (999_999, 1_000_000, 1_000_000),
        (1_000_001, 0, None),
    ],
)
def test_the_smallest_package_that_fits_is_recommended(
    phones: int, emails: int, size: int | None
) -> None:
    assert catalogue.recommended(Addresses(phones, emails)) == size


@pytest.mark.requirement("Y-006", "T1", "S-034")
def test_a_package_goes_by_the_larger_count_and_the_first_upload_by_the_sum() -> None:
    both = Addresses(phones=100_000, emails=60_000)
    assert (both.for_package, both.for_threshold) == (100_000, 160_000)
    assert [catalogue.first_upload_until(n) for n in (150_000, 150_001)] == [
        dt.date(2021, 5, 31),
        dt.date(2020, 12, 31),
    ]


@pytest.mark.requirement("K-067")
def test_seven_packages_are_sold_in_rising_order() -> None:
    assert [catalogue.name_of(size) for size in catalogue.SIZES] == [
        "İLETİ-5", "İLETİ-25", "İLETİ-75", "İLETİ-150", "İLETİ-250", "İLETİ-500", "İLETİ-1000",
    ]  # fmt: skip


@pytest.mark.requirement("C-04")
def test_what_one_document_counts_in_thousands_is_the_same_table_of_packages() -> None:
    """İLETİ-25 of the authorisation is the package of 25.000 of the consent panel."""
    in_thousands = {5: 5_000, 25: 25_000, 75: 75_000, 250: 250_000}
    for thousand, consents in in_thousands.items():
        assert catalogue.name_of(consents) == f"İLETİ-{thousand}"
        assert catalogue.recommended(Addresses(consents, 0)) == consents
    sold = next(one for one in Package._meta.constraints if one.name == "message_package_is_sold")
    assert str(tuple(catalogue.SIZES)) in str(sold.condition)  # type: ignore[attr-defined]
    assert goods.get(GOODS).sizes == catalogue.SIZES
    assert Package._meta.get_field("firm").remote_field.model is Firm


@pytest.mark.requirement("Y-009")
@pytest.mark.parametrize(
    ("start", "end"),
    [("2028-02-29", "2029-02-28"), ("2026-11-22", "2027-11-22"), ("2027-02-28", "2028-02-28")],
)
def test_a_package_runs_for_one_year(start: str, end: str) -> None:
    assert year_after(dt.date.fromisoformat(start)) == dt.date.fromisoformat(end)


@pytest.mark.parametrize(("phones", "emails"), [(7, 3), (0.5, 0.1), (100, 250)])
def test_a_linear_growth_passes_the_package_on_the_forecast_day(
    phones: float, emails: float
) -> None:
    """The larger count decides: whichever passes first."""
    today, size, start = dt.date(2026, 11, 22), 25_000, Addresses(20_000, 23_000)
    found = catalogue.full_on(today, start, (phones, emails), size)
    day = next(
        n
        for n in range(100_000)
        if max(start.phones + phones * n, start.emails + emails * n) > size
    )
    expected = today + dt.timedelta(days=day)
    assert found == (expected if day <= 3650 else None)


def test_what_does_not_grow_is_never_full() -> None:
    assert catalogue.full_on(dt.date(2026, 1, 1), Addresses(10, 10), (0, 0), 5_000) is None

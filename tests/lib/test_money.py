from decimal import Decimal

import pytest

from turkcell_hub.lib.money import format_amount, format_number, format_tl, to_kurus


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("1.005", "1.01"), ("1.004", "1.00"), ("-1.005", "-1.01"), ("2.675", "2.68"), ("7", "7.00")],
)
def test_half_a_kurus_is_rounded_away_from_zero(amount, rounded):
    assert str(to_kurus(Decimal(amount))) == rounded


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("1234.56", "₺1.234,56"),
        ("1234567.891", "₺1.234.567,89"),
        ("0", "₺0,00"),
        ("-0.5", "-₺0,50"),
        ("-0.001", "₺0,00"),
    ],
)
def test_an_amount_is_shown_the_turkish_way(amount, shown):
    assert format_tl(Decimal(amount)) == shown


@pytest.mark.parametrize(
    ("currency", "shown"), [("TRY", "1.234,50 TL"), ("", "1.234,50 TL"), ("EUR", "1.234,50 EUR")]
)
def test_an_amount_is_shown_with_its_money_in_letters_that_every_phone_has(currency, shown):
    assert format_amount(Decimal("1234.5"), currency) == shown


def test_a_count_is_shown_with_dots():
    assert format_number(1234567) == "1.234.567"
    assert format_number(-1234) == "-1.234"
    assert format_number(999) == "999"

"""What is bound to a code, in one canonical form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from otp.subjects import digest_of, wording

SAME = [
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ({"t": Decimal("12.50")}, {"t": Decimal("12.5")}),
    ({"n": "I\u0307stanbul"}, {"n": "\u0130stanbul"}),
    (
        {"at": datetime(2026, 1, 1, 12, tzinfo=UTC)},
        {"at": datetime(2026, 1, 1, 15, tzinfo=timezone(timedelta(hours=3)))},
    ),
]
OTHER = [
    ({"t": Decimal("12.50")}, {"t": Decimal("12.51")}),
    ({"party": "Ege"}, {"party": "EGE"}),
    ({"lines": [1, 2]}, {"lines": [2, 1]}),
    ({"a": None}, {}),
]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_the_same_content_has_one_digest(one: dict, two: dict) -> None:
    assert digest_of(one) == digest_of(two)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_any_difference_gives_another_digest(one: dict, two: dict) -> None:
    assert digest_of(one) != digest_of(two)


@pytest.mark.parametrize("value", [1.5, datetime(2026, 1, 1)])  # noqa: DTZ001
def test_what_has_no_single_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        digest_of({"x": value})


def test_a_wording_keeps_amount_and_document_number_whole() -> None:
    text = wording("Avans ödemesi onayı", "1.250.000,00 TL", "Ç" * 200, "FTR2026000000123")
    assert len(text) <= 110
    assert "1.250.000,00 TL" in text
    assert "FTR2026000000123" in text
    assert text.startswith("Avans ödemesi onayı")

"""The operator's own count of parts."""

import pytest

from turkcell_hub.fake_operator.engine import counting


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("a" * 1071, 7),
        ("ş" * 155, 1), ("ş" * 156, 2), ("ş" * 298, 2), ("ş" * 299, 3), ("ş" * 1043, 7),
        ("â" * 70, 1), ("â" * 71, 2), ("â" * 134, 2), ("â" * 469, 7),
        ("öÖüÜÇ" * 32, 1), ("€" * 80, 1), ("€" * 81, 2), ("😀" * 35, 1), ("😀" * 36, 2),
        ("ç" + "[" * 77, 1), ("ç" + "[" * 78, 2),
    ],
)  # fmt: skip
def test_parts_follow_the_published_table(text, expected):
    assert counting.parts(text) == expected


def test_turkish_letters_can_weigh_two():
    assert counting.parts("ş" * 78, turkish_weight=2) == 2
    assert counting.parts("ş" * 77, turkish_weight=2) == 1


@pytest.mark.parametrize(("text", "coding"), [("ışık", 0), ("kâr", 0), ("kâr", 1), ("😀", 1)])
def test_a_coding_that_cannot_carry_the_text_is_refused(text, coding):
    with pytest.raises(counting.DoesNotFit):
        counting.parts(text, coding)


@pytest.mark.parametrize("text", ["a" * 1072, "ş" * 1044, "â" * 470])
def test_eight_parts_are_too_many(text):
    with pytest.raises(counting.TooLong):
        counting.parts(text)


def test_a_wider_coding_than_needed_can_be_asked_for():
    assert counting.parts("a" * 160, counting.TURKISH) == 2
    assert counting.parts("a" * 160, counting.UNICODE) == 3

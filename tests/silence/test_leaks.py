"""The ear of the whole run hears; what the masker hides, it does not."""

from __future__ import annotations

import logging

import pytest

from tests.silence.canaries import CODE, PHONES, SENTENCE, TCKN
from tests.support import leaks


@pytest.mark.parametrize(
    "text",
    ["+905327418529", "numara 05327418529 bulunamadı", '"phone": "5327418529"', f"kimlik {TCKN}.",
     f"kod {CODE}"],
)  # fmt: skip
def test_what_stands_in_clear_is_heard(text: str) -> None:
    assert len(leaks.told_in(text, [CODE])) == 1


@pytest.mark.parametrize(
    "text",
    ["+90 532 *** ** 29", "1763838383.123456", "2026-11-22T19:20:02.738164Z", "id 15327418529000",
     "d1b2738164c0", "10000000145", "127.0.0.1:53274"],
)  # fmt: skip
def test_what_is_masked_or_something_else_is_not(text: str) -> None:
    assert leaks.told_in(text, [CODE]) == []


def test_lines_are_looked_at_after_their_masking() -> None:
    assert any("format" in vars(handler) for handler in logging.getLogger().handlers)
    logging.getLogger("deneme").warning(SENTENCE)
    logging.getLogger("deneme").warning("numara %s", PHONES[0])
    assert leaks._found == []

"""Which texts refuse: in every spelling that thumbs produce (S-014, C-10)."""

from __future__ import annotations

import pytest

from messaging import refusal_words
from messaging.services.inbound_policy import FIRST_WORDS


@pytest.mark.requirement("S-014", "C-10")
@pytest.mark.parametrize(
    "text",
    [
        *("RET", "ret", "Ret.", "  rEt  ", "RET!!!", "*ret*", "“RET”", "r e t", "R.E.T", "red"),
        *("İPTAL", "iptal", "IPTAL", "İptal!", "ıptal", "i̇ptal", "STOP", "stop."),
        *("ret 1234", "ret1234", "RET B001", "RET\nB001", "ret lütfen", "ret istiyorum artık"),
        "RET RET RET",
    ],
)
def test_a_refusal_is_read_in_every_spelling(text: str) -> None:
    assert refusal_words.read(text, FIRST_WORDS).refuses


@pytest.mark.parametrize(
    "text",
    [
        *("", "...", "retro ürün var mı", "Merhaba", "1234", "iptalim", "B001"),
        "Siparişimi almak istiyorum",
        "İptal ettiğim siparişin parası ne zaman hesabıma geçer",
    ],
)
def test_other_texts_do_not_refuse(text: str) -> None:
    assert not refusal_words.read(text, FIRST_WORDS).refuses


@pytest.mark.parametrize(
    "text", ["İptal ettiğim siparişin parası ne zaman gelir", "siparişi iptal edin", "lütfen ret"]
)
def test_a_text_that_may_be_a_refusal_is_for_a_person(text: str) -> None:
    reading = refusal_words.read(text, FIRST_WORDS)
    assert reading.may_refuse
    assert not reading.refuses


def test_the_words_after_a_refusal_name_the_firm() -> None:
    assert refusal_words.read("RET b001", FIRST_WORDS).codes == ("b001",)


def test_the_firms_own_words_are_compared_as_loosely() -> None:
    assert refusal_words.read("çıkış.", ["ÇIKIŞ"]).refuses
    assert not refusal_words.read("stop", ["RET"]).refuses

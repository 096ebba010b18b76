"""Cheaper spellings never touch what must stay; the edges of the tables (L-074, idea 13)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turkcell_hub.lib.shortening import DEFAULT_SHORTENINGS, compare, offers
from turkcell_hub.lib.sms_parts import CountingProfile, count

EDGES = [
    # plain: 160 alone, then 153 a part
    ("a" * 155, 1), ("a" * 156, 1), ("a" * 159, 1), ("a" * 160, 1), ("a" * 161, 2),
    ("ö" * 160, 1), ("öÜÇ" + "a" * 158, 2), ("a" * 306, 2), ("a" * 307, 3), ("a" * 459, 3),
    ("a" * 460, 4),
    # one Turkish letter: 155 alone, then 149 a part
    ("ş" * 155, 1), ("ş" * 156, 2), ("ş" + "a" * 154, 1), ("ş" + "a" * 155, 2),
    ("a" * 154 + "ğ", 1), ("a" * 155 + "ğ", 2), ("ı" * 298, 2), ("ı" * 299, 3),
    ("ç" + "a" * 297, 2), ("ç" + "a" * 298, 3), ("İ" * 447, 3), ("İ" * 448, 4),
    # € ^ ~ take two
    ("€" + "a" * 158, 1), ("€" + "a" * 159, 2), ("€" * 80, 1), ("€" * 81, 2), ("^" * 80, 1),
    ("~" + "a" * 159, 2), ("a" * 159 + "^", 2), ("ş€" + "a" * 152, 1), ("ş€" + "a" * 153, 2),
    ("a" * 152 + "€" + "a" * 152, 3), ("a" * 151 + "€" + "a" * 153, 2),
    # Unicode: 70 alone, then 67 a part
    ("â" * 70, 1), ("â" * 71, 2), ("â" + "ş" * 69, 1), ("â" + "€" * 70, 2), ("â" * 134, 2),
    ("â" * 135, 3), ("😀" * 35, 1), ("😀" * 36, 2),
]  # fmt: skip
KEPT = ("Ege Tekstil A.Ş.", "RET")
TEXT = (
    "“Sayın {ad|değerli  müşterilerimiz}”,  siparişiniz 0532 123 45 67  numarası ile 22.11.2026"
    " tarihinde https://ege.example/şık–yol  üzerinden [KOD-İ7] Ege Tekstil A.Ş. tarafınıza… RET 😀"
)


@pytest.mark.requirement("L-074")
@pytest.mark.parametrize(("text", "parts"), EDGES, ids=range(len(EDGES)))
def test_a_text_at_the_edge_of_a_table_has_the_parts_of_the_table(text: str, parts: int) -> None:
    assert count(text, CountingProfile()).parts == parts


def test_the_edges_are_at_least_forty() -> None:
    assert len(EDGES) >= 40


def test_each_offer_changes_its_own_thing_and_only_the_last_one_needs_consent() -> None:
    found = {offer.kind: offer for offer in offers(TEXT, DEFAULT_SHORTENINGS, KEPT)}
    assert list(found) == ["spaces", "simplify", "double", "emoji", "shorten", "all", "bare"]
    assert [kind for kind, offer in found.items() if offer.consent] == ["bare"]
    assert "numarası" not in found["shorten"].text
    assert "size…" in found["shorten"].text
    profile = CountingProfile()
    costs = [count(found[kind].text, profile).units for kind in ("all", "bare")]
    assert costs[0] >= costs[1]
    assert costs[0] < count(TEXT, profile).units


@pytest.mark.parametrize(
    "stays",
    ["{ad|değerli  müşterilerimiz}", "0532 123 45 67", "22.11.2026", "https://ege.example/şık–yol",
     "İ7", "Ege Tekstil A.Ş.", "RET"],
)  # fmt: skip
def test_numbers_links_fields_names_and_codes_stay_letter_for_letter(stays: str) -> None:
    for offer in offers(TEXT, DEFAULT_SHORTENINGS, KEPT):
        assert stays in offer.text, offer.kind


@given(st.text("aşğİ “–…  \n{}|€0123456789./😀", max_size=80))
def test_whatever_the_text_its_digits_and_fields_are_the_same_afterwards(text: str) -> None:
    # Written braces come in pairs; what they enclose is no field.
    fields = [one for one in re.findall(r"\{\{|\}\}|\{[^{}]*\}", text) if len(one) > 2]
    for offer in offers(text, DEFAULT_SHORTENINGS):
        assert re.findall(r"\d", offer.text) == re.findall(r"\d", text)
        assert all(offer.text.count(one) >= fields.count(one) for one in fields)
        assert "".join(p.text for p in compare(text, offer.text) if p.kind != "new") == text


def test_a_shorter_word_keeps_the_case_in_which_the_long_one_stood() -> None:
    pairs = [("işçilerimiz", "işçiler")]
    (offer, *_rest) = offers("İŞÇİLERİMİZ, işçilerimiz, İşçilerimiz", pairs)
    assert offer.text == "İŞÇİLER, işçiler, İşçiler"

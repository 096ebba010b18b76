"""The content rules on a labelled corpus, and the promises of a finding (idea 14)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from turkcell_hub.lib.content_rules import RULES, Finding, Sender, Severity, Words, lint

CORPUS = json.loads((Path(__file__).parent / "data/content_corpus.json").read_text())
MERCHANT = Sender(
    kind="TACIR",
    mersis="0123456789000015",
    titles=("Ege Tekstil Sanayi ve Ticaret A.Ş.",),
    contacts=("0232 444 00 11",),
    refusal_number="4605",
)
TRADESMAN = Sender(
    kind="ESNAF", person_name="Hasan Demir", tckn="12345678950", refusal_number="4605"
)
WHOLE = (
    "Kampanya: kış indirimi ege.example. Ege Tekstil San. ve Tic. A.Ş. Mersis 0123456789000015"
    " Tel 0232 444 00 11 RET yaz 4605"
)


def found(case: dict[str, Any]) -> list[str]:
    sender = MERCHANT if case["kind"] == "TACIR" else TRADESMAN
    return sorted(one.rule for one in lint(case["text"], case["class"], sender))


def codes(findings: list[Finding]) -> set[str]:
    return {one.rule for one in findings}


@pytest.mark.requirement("S-002", "S-003", "S-004", "S-005", "S-006", "S-007")
@pytest.mark.requirement("S-043", "S-044", "S-045")
def test_on_the_corpus_nothing_is_overlooked_and_at_most_three_alarms_are_false() -> None:
    assert len(CORPUS) >= 60
    assert {rule for case in CORPUS for rule in case["expected"]} == {rule.code for rule in RULES}
    overlooked, false = [], []
    for case in CORPUS:
        expected, got = Counter(case["expected"]), Counter(found(case))
        overlooked += [(case["text"], rule) for rule in expected - got]
        false += [(case["text"], rule) for rule in got - expected]
    assert overlooked == []
    assert len(false) <= 3, false


@pytest.mark.requirement("S-002", "S-003", "S-004", "S-005", "S-006", "S-007")
@pytest.mark.requirement("S-043", "S-044", "S-045")
def test_what_the_law_wants_in_the_text_stops_it_and_what_may_be_meant_otherwise_warns() -> None:
    assert {one.code: one.severity for one in RULES} == {
        **dict.fromkeys(("mersis_missing", "title_missing"), Severity.ERROR),
        **dict.fromkeys(("name_missing", "tckn_missing"), Severity.ERROR),
        **dict.fromkeys(("refusal_missing", "contact_missing"), Severity.ERROR),
        **dict.fromkeys(("descriptive_missing", "terms_missing"), Severity.WARNING),
        **dict.fromkeys(("celebration_as_information", "advert_as_information"), Severity.WARNING),
        "survey_as_information": Severity.WARNING,
    }


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_explains_itself_and_names_its_row(rule: Any) -> None:
    assert rule.row.startswith("S-0")
    assert rule.why.endswith(".")
    assert rule.severity in (Severity.ERROR, Severity.WARNING)


def test_a_finding_shows_the_place_in_the_text_as_it_was_typed() -> None:
    text = "İŞİMİZ GÜCÜMÜZ   kumaş; tüm ürünlerde İNDİRİMLİ   fiyat"
    (advert,) = lint(text, "BILGILENDIRME", MERCHANT)
    assert text[advert.start : advert.end] == "İNDİRİMLİ"


def test_the_recipients_own_number_is_no_contact_of_the_sender() -> None:
    text = WHOLE.replace("0232 444 00 11", "0532 123 45 67")
    assert lint(text, "TICARI", MERCHANT) == []
    hidden = lint(text, "TICARI", MERCHANT, hidden=["0532 123 45 67"])
    assert codes(hidden) == {"contact_missing"}


@pytest.mark.requirement("S-004")
def test_the_line_that_the_operator_adds_may_say_how_to_refuse() -> None:
    text = WHOLE.replace("RET yaz 4605", "")
    assert codes(lint(text, "TICARI", MERCHANT)) == {"refusal_missing"}
    line = " Iptal icin RET yaz 7889a gonder B001"
    assert lint(text, "TICARI", MERCHANT, suffix=line) == []
    assert codes(lint(text, "TICARI", MERCHANT, suffix=" B001")) == {"refusal_missing"}


def test_data_that_the_firm_lacks_send_the_person_to_the_settings() -> None:
    fixes = {one.fix.kind for one in lint("Kampanya", "TICARI", Sender()) if one.rule[0] in "mrt"}
    assert "settings" in fixes


def test_the_firms_own_words_count_and_empty_lists_find_nothing() -> None:
    words = Words(promotion=("kelepir*",), advert=())
    assert codes(lint("Kelepirler geldi", "BILGILENDIRME", MERCHANT, words)) == {
        "advert_as_information"
    }
    assert lint("İndirim kaçırmayın", "BILGILENDIRME", MERCHANT, words) == []


def test_a_short_title_stands_for_the_title_where_the_firm_has_named_it() -> None:
    text = WHOLE.replace("Ege Tekstil San. ve Tic. A.Ş.", "EGE EV")
    assert codes(lint(text, "TICARI", MERCHANT)) == {"title_missing"}
    named = Sender(**{**vars(MERCHANT), "titles": (*MERCHANT.titles, "Ege Ev")})
    assert lint(text, "TICARI", named) == []

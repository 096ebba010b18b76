"""The tables of operators' outcomes, and the Turkish that people read."""

import pytest

from turkcell_hub.gateways.sms.contract import Outcome
from turkcell_hub.gateways.sms.outcomes import (
    DEFAULT_REFUNDS,
    MESAJUSSU_STATUSES,
    VERIMOR_STATUSES,
    lasting,
    reason_text,
)
from turkcell_hub.gateways.sms.reasons import NETWORK_REASONS, Lasting
from turkcell_hub.gateways.sms.refusals import REFUSALS, refusal_text

SECTION_6 = [1, 6, 27, 11, 13, 31, 32, 34, 256, 257, 258, 500, 502, 2048, 2049, 2050, 2051, 2053]
SECTION_6 += [4100, 4101, 4103, 4104]


@pytest.mark.requirement("S-068")
def test_every_outcome_and_every_network_code_has_a_turkish_reason():
    texts = [reason_text(outcome) for outcome in Outcome]
    texts += [reason_text(Outcome.UNDELIVERED, code) for code in SECTION_6]
    assert all(text.endswith(".") and text[0].isupper() for text in texts)
    assert set(NETWORK_REASONS) == set(SECTION_6)


@pytest.mark.requirement("S-068")
def test_a_reason_of_failure_says_what_the_person_can_do():
    silent = {Outcome.ACCEPTED, Outcome.DELIVERED, Outcome.CANCELLED}
    for outcome in set(Outcome) - silent:
        assert reason_text(outcome).count(".") >= 2, outcome
    for code in SECTION_6:
        assert reason_text(Outcome.UNDELIVERED, code).count(".") >= 2, code


def test_the_network_explains_a_failure_but_never_a_delivery():
    assert "hafızası dolu" in reason_text(Outcome.UNDELIVERED, 256)
    assert reason_text(Outcome.DELIVERED, 6) == "Alıcıya ulaştı."
    assert "İYS" in reason_text(Outcome.IYS_REJECTED, 6)


def test_an_unlisted_network_code_is_named():
    assert "9999" in reason_text(Outcome.UNDELIVERED, 9999)
    assert "kodu" not in reason_text(Outcome.UNDELIVERED, 0)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([1, 11, 13, 2049, 2050], Lasting.PERMANENT),
        ([6, 27, 31, 256, 2048, 4100, 502], Lasting.TEMPORARY),
        ([2051, 2053], Lasting.NOT_THE_NUMBER),
    ],
)
def test_permanent_failures_are_told_from_temporary_ones(codes, expected):
    assert {lasting(Outcome.UNDELIVERED, code) for code in codes} == {expected}


@pytest.mark.requirement("L-071")
def test_a_person_of_another_operator_is_told_apart_and_refunded():
    outcome = MESAJUSSU_STATUSES.outcome("NOT_SUBSCRIBER")
    assert outcome is Outcome.NOT_SUBSCRIBER
    assert reason_text(outcome).startswith("Turkcell abonesi değil.")
    assert lasting(outcome) is Lasting.PERMANENT
    assert DEFAULT_REFUNDS[outcome] is True


@pytest.mark.requirement("S-066")
def test_every_outcome_says_whether_its_credit_comes_back():
    assert set(DEFAULT_REFUNDS) == set(Outcome)
    held = {outcome for outcome, refund in DEFAULT_REFUNDS.items() if refund is None}
    assert held == {outcome for outcome in Outcome if not outcome.is_final}
    spent = {outcome for outcome, refund in DEFAULT_REFUNDS.items() if refund is False}
    assert spent == {Outcome.DELIVERED, Outcome.SENT_UNCONFIRMED}


def test_a_status_word_that_no_table_knows_is_asked_again():
    assert VERIMOR_STATUSES.outcome("TELEPORTED") is Outcome.UNKNOWN


def test_no_report_from_the_network_is_not_a_failure_yet():
    assert VERIMOR_STATUSES.outcome("NOT_DELIVERED", 502) is Outcome.UNKNOWN
    assert VERIMOR_STATUSES.outcome("NOT_DELIVERED", 6) is Outcome.UNDELIVERED
    assert VERIMOR_STATUSES.outcome("EXPIRED", 502) is Outcome.EXPIRED


@pytest.mark.requirement("S-068")
def test_every_refusal_is_told_in_turkish_and_a_new_one_is_named():
    assert all(refusal_text(reason).endswith(".") for reason in REFUSALS)
    assert "NEW_REASON" in refusal_text("NEW_REASON")

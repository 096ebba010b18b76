"""What an operator over HTTP refuses, and what the SMS adapters make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.gateways.sms_batches import batch
from tests.gateways.sms_operator import DIALECTS, WHOLE, Account, account, make, operator, to
from turkcell_hub.gateways.errors import (
    BadCredentials,
    OutOfFunds,
    Refused,
)
from turkcell_hub.gateways.registry import open_sms
from turkcell_hub.gateways.sms.contract import MessageClass
from turkcell_hub.lib.sms_parts import count

__all__ = ["account", "make", "operator"]  # fixtures


def test_a_wrong_password_is_tried_once_and_the_account_stays_open(account: Account):
    wrong = open_sms(replace(account.config, password="yanlis"))
    for _ in range(4):
        with pytest.raises(BadCredentials) as error:
            wrong.submit(batch(1))
        assert error.value.reason == "AUTH_FAILED"
    assert account.control.account(account.config.username)["failed_logins"] <= 1
    assert account.gateway.check() is not None


@pytest.mark.parametrize("code", [823, 900, 903, 907, 931, 982, 996])
def test_every_fault_of_a_mesaj_ussu_account_pauses_it(make: Callable[..., Account], code: int):
    for dialect in list(DIALECTS)[:2]:
        account = make(dialect, state_code=code)
        for _ in range(3):
            with pytest.raises(BadCredentials):
                account.gateway.submit(batch(1))
        assert account.logins() == 1


def test_a_token_that_died_of_idleness_is_renewed(make: Callable[..., Account]):
    for dialect in list(DIALECTS)[:2]:
        account = make(dialect)
        account.gateway.balance()
        account.control.advance(3600)  # the operator's clock, not ours
        account.gateway.submit(batch(2))
        assert (account.logins(), len(account.taken())) == (2, 2)


@pytest.mark.parametrize("dialect", WHOLE)
def test_too_little_credit_takes_nothing(make: Callable[..., Account], dialect: str):
    account = make(dialect, balance=2)
    with pytest.raises(OutOfFunds, match="NO_CREDIT"):
        account.gateway.submit(batch(3))
    assert account.taken() == []
    assert account.gateway.balance().credits == 2


def test_a_sender_that_is_not_approved_is_refused(account: Account):
    with pytest.raises(Refused, match="SENDER_INVALID"):
        account.gateway.submit(batch(1, sender="YABANCI"))
    assert account.taken() == []


@pytest.mark.parametrize(
    ("dialect", "brands"), [*zip(DIALECTS, ([1], [1], [], [], []), strict=True)]
)
def test_a_commercial_message_without_a_brand_is_refused(
    make: Callable[..., Account], dialect: str, brands: list[int]
):
    account = make(dialect, brand_codes=[str(brand) for brand in brands])
    with pytest.raises(Refused, match="IYS_BRAND_MISSING"):
        account.gateway.submit(
            batch(1, message_class=MessageClass.COMMERCIAL, recipient_type="BIREYSEL")
        )
    assert account.taken() == []


def test_the_closing_line_of_commercial_messages_is_counted(make: Callable[..., Account]):
    line = " Iptal icin RET yaz 7889a gonder B001"
    account = make("mesajussu, codes in the body", {"etk_line": line}, etk_line=line)
    capabilities = account.gateway.capabilities()
    text = "a" * (160 - len(line))
    for longer in (text, text + "a"):
        request = replace(
            to("+905320000001", text=longer),
            message_class=MessageClass.COMMERCIAL,
            brand_code="100001",
        )
        account.gateway.submit(request)
    taken = [row["parts"] for row in account.taken()]
    counted = [
        count(longer, capabilities.counting, capabilities.commercial_suffix).parts
        for longer in (text, text + "a")
    ]
    assert taken == counted == [1, 2]


def test_commercial_messages_wait_for_the_operators_hours(make: Callable[..., Account]):
    account = make("mesajussu, codes in the body")
    account.control.set_clock("2026-11-23T22:30:00+03:00")
    night = batch(
        1, message_class=MessageClass.COMMERCIAL, recipient_type="BIREYSEL", brand_code="100001"
    )
    with pytest.raises(Refused, match="SCHEDULE_WINDOW"):
        account.gateway.submit(night)


def test_too_many_recipients_are_refused_as_a_batch(make: Callable[..., Account]):
    for dialect in WHOLE:
        account = make(dialect, max_batch=2)
        with pytest.raises(Refused, match="BATCH_LIMIT"):
            account.gateway.submit(batch(3))

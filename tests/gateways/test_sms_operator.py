"""The SMS adapters against an operator over HTTP: what it really took is in its truth."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from tests.gateways.line import RawServer, answer
from tests.gateways.sms_batches import LINK, PICTURE, batch
from tests.gateways.sms_operator import (
    DIALECTS,
    WHOLE,
    Account,
    account,
    make,
    operator,
    reports,
    to,
)
from turkcell_hub.gateways.errors import (
    Broken,
    Busy,
    GatewayError,
    Refused,
    Unknown,
)
from turkcell_hub.gateways.registry import open_sms
from turkcell_hub.gateways.sms.contract import BatchKnown, GatewayClass, Outcome
from turkcell_hub.lib.sms_parts import count

__all__ = ["account", "make", "operator"]  # fixtures

BY_LAST_DIGITS = {
    "01": Outcome.DELIVERED,
    "02": Outcome.UNDELIVERED,
    "03": Outcome.EXPIRED,
    "04": Outcome.REJECTED_BY_OPERATOR,
    "05": Outcome.BLACKLISTED,
    "06": Outcome.IYS_REJECTED,
    "07": Outcome.INVALID_NUMBER,
    "09": Outcome.ACCEPTED,
}


def test_the_operator_took_exactly_what_was_handed_over(account: Account):
    same, each = batch(3, text="Hepinize aynı söz"), batch(3)
    packets = [account.gateway.submit(request).packet_id for request in (same, each)]
    keeps = account.gateway.capabilities().gateway_class is not GatewayClass.C
    taken = [
        (row["packet_id"], row["message_custom_id"], row["dest"], row["text"], row["custom_id"])
        for row in account.taken()
    ]
    assert taken == [
        (
            packet,
            message.reference if keeps else None,
            message.to,
            message.text,
            request.reference if keeps else None,
        )
        for packet, request in zip(packets, (same, each), strict=True)
        for message in request.messages
    ]


@pytest.mark.parametrize("text", ["düz", "Şirketimizden ığşçİ", "kâr payı", "ş" * 156, "a" * 400])
def test_the_operator_counts_the_parts_that_we_count(account: Account, text: str):
    counted = count(text, account.gateway.capabilities().counting)
    if counted.problem:
        with pytest.raises(Refused):
            account.gateway.submit(to("+905320000001", text=text))
    else:
        account.gateway.submit(to("+905320000001", text=text))
        assert account.taken()[0]["parts"] == counted.parts


def test_every_fate_of_a_number_comes_back_as_its_outcome(account: Account):
    numbers = [f"+9053200000{digits}" for digits in BY_LAST_DIGITS]
    packet = account.gateway.submit(to(*numbers)).packet_id
    account.control.advance(3 * 24 * 3600)
    found = reports(account.gateway, packet)
    assert [report.to for report in found] == numbers
    assert [report.outcome for report in found] == list(BY_LAST_DIGITS.values())
    spent = {report.outcome: report.credits for report in found}
    assert (spent[Outcome.DELIVERED], spent[Outcome.EXPIRED]) in ((1, 0), (None, None))


@pytest.mark.requirement("L-059")
def test_mms_and_links_are_taken_priced_and_shown_on_the_phone(make: Callable[..., Account]):
    account = make("mesajussu, codes in the body")
    gateway, before = account.gateway, account.gateway.balance().credits
    for _batch in range(2):  # the same file is kept once
        gateway.submit_mms(replace(to("+905320000001"), media=PICTURE))
    gateway.submit_link(replace(to("+905320000001", text=f"Bakın {LINK}"), link=LINK))
    assert before - gateway.balance().credits == 4 + 4 + 2
    first, second, link = account.taken()
    assert (first["service"], first["media"]) == ("mms", second["media"])
    assert (link["service"], link["url"], link["parts"]) == ("video", LINK, 1)
    account.control.advance(60)
    shown = requests.get(f"{account.control.url}/phone/5320000001/messages", timeout=5).json()
    (file,) = {row["media"]["src"] for row in shown["messages"] if row["media"]}
    assert requests.get(account.control.url + file, timeout=5).content == PICTURE.content
    assert LINK in {row["url"] for row in shown["messages"]}


@pytest.mark.requirement("L-059")
def test_a_file_that_is_not_what_it_says_is_refused(make: Callable[..., Account]):
    account = make("mesajussu, codes in the body", mms_max_kb=1)
    for media in (
        replace(PICTURE, content=b"<svg onload=alert(1)>"),
        replace(PICTURE, content=PICTURE.content + bytes(2000)),
    ):
        with pytest.raises(Refused):
            account.gateway.submit_mms(replace(to("+905320000001"), media=media))
    assert account.taken() == []


@pytest.mark.requirement("L-071")
def test_a_person_of_another_operator_is_not_a_subscriber(make: Callable[..., Account]):
    account = make("mesajussu, codes in the body", service="tckn", services=["tckn"])
    packet = account.gateway.submit(
        to("10000000146", "12345678910", text="Randevunuz yarin")
    ).packet_id
    account.control.advance(3600)
    customer, stranger = reports(account.gateway, packet)
    assert (customer.to, stranger.to) == ("10000000146", "12345678910")
    assert customer.outcome is not Outcome.NOT_SUBSCRIBER
    assert (stranger.outcome, stranger.credits) == (Outcome.NOT_SUBSCRIBER, 0)


@pytest.mark.parametrize(
    ("step", "error", "taken"),
    [
        ({"do": "error_before", "status": 500}, Unknown, False),
        ({"do": "error_after", "status": 500}, Unknown, True),
        ({"do": "error_after", "status": 502}, Unknown, True),
        ({"do": "drop_before"}, Unknown, False),
        ({"do": "drop_after"}, Unknown, True),
        ({"do": "garbage"}, Broken, True),
        ({"do": "half"}, Unknown, True),
        ({"do": "empty"}, Broken, True),
        ({"do": "busy", "status": 429, "retry_after": 3}, Busy, False),
        ({"do": "busy", "status": 503, "retry_after": 3}, Busy, False),
    ],
)
def test_an_unclear_hand_over_is_cleared_by_our_reference(
    account: Account, step: dict[str, Any], error: type[GatewayError], taken: bool
):
    account.script(**step)
    request = batch(2)
    with pytest.raises(error):
        account.gateway.submit(request)
    assert len(account.taken()) == (2 if taken else 0)
    if account.gateway.capabilities().gateway_class is GatewayClass.C:
        with pytest.raises(Refused, match="NOT_SUPPORTED"):
            account.gateway.lookup(request.reference)
        return
    found = account.gateway.lookup(request.reference)
    assert found.known is (BatchKnown.YES if taken else BatchKnown.NO)
    if taken:
        rows = account.taken()
        assert found.packet_id == rows[0]["packet_id"]
        assert found.operator_ids == {r["message_custom_id"]: r["message_id"] for r in rows}


def test_an_answer_that_comes_too_late_is_unknown(make: Callable[..., Account]):
    for dialect in DIALECTS:
        account = make(dialect)
        account.gateway.balance()  # logged in
        account.script(do="late", seconds=2)
        hasty = open_sms(replace(account.config, timeout=0.3))
        with pytest.raises(Unknown):
            hasty.submit(batch(1))


def test_a_reference_may_be_unknown_until_it_is_indexed(make: Callable[..., Account]):
    for dialect in WHOLE:
        account = make(dialect, index_lag=30)
        request = batch(1)
        account.gateway.submit(request)
        assert account.gateway.lookup(request.reference).known is BatchKnown.NO
        account.control.advance(60)
        assert account.gateway.lookup(request.reference).known is BatchKnown.YES


def test_an_idempotency_key_makes_a_repetition_harmless(make: Callable[..., Account]):
    for dialect in WHOLE:
        account = make(dialect, {"idempotency_key": True}, gateway_class="A")
        account.script(do="drop_after")
        request = batch(2)
        with pytest.raises(Unknown):
            account.gateway.submit(request)
        packet = account.gateway.submit(request).packet_id
        assert {row["packet_id"] for row in account.taken()} == {packet}
        assert len(account.taken()) == 2
        with pytest.raises(Refused, match="KEY_REUSED"):
            account.gateway.submit(replace(batch(1), reference=request.reference))


def test_senders_balance_and_cancel(account: Account):
    gateway = account.gateway
    before = gateway.balance().credits
    assert list(gateway.senders()) == ["FIRMA"]
    if gateway.capabilities().blacklist:
        assert list(gateway.blacklist()) == []
    evening = datetime.fromtimestamp(account.control.now(), UTC) + timedelta(hours=3)
    packet = gateway.submit(batch(2, start_at=evening)).packet_id
    gateway.cancel(packet)
    account.control.advance(6 * 3600)
    told = {report.outcome for report in reports(gateway, packet)}
    assert told <= {Outcome.CANCELLED}  # where a cancelled one is listed at all
    assert gateway.balance().credits == before
    begun = gateway.submit(batch(2)).packet_id
    with pytest.raises(Refused):
        gateway.cancel(begun)


def test_a_packet_of_several_pages_is_read_whole(account: Account):
    packet = account.gateway.submit(batch(250)).packet_id
    account.control.advance(60)
    found = reports(account.gateway, packet)
    assert [report.to for report in found] == [f"+90532000{i:04d}" for i in range(250)]


def test_eight_threads_hand_over_each_batch_once(make: Callable[..., Account]):
    for dialect in WHOLE[::2]:
        account = make(dialect)
        requests = [batch(5) for _ in range(24)]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(account.gateway.submit, requests))
        taken = {row["custom_id"] for row in account.taken()}
        assert taken == {request.reference for request in requests}
        assert len(account.taken()) == 120
        if account.config.adapter == "mesajussu":
            assert account.logins() == 1


@pytest.mark.parametrize("dialect", WHOLE)
def test_pushes_hold_reports_and_answers_of_people(make: Callable[..., Account], dialect: str):
    account = make(dialect)
    with RawServer(answer(200)) as sink:
        account.change(push_url=sink.url + "/push")
        packet = account.gateway.submit(to("+905320000001", "+905320000002")).packet_id
        account.control.advance(60)
        account.control.inbound(account.config.username, "905320000001", "RET")
        account.control.settle()
        parsed = [account.gateway.parse_push(seen.body, seen.headers) for seen in sink.seen]
    found = {report.reference: report for push in parsed for report in push.reports}
    assert {reference: r.outcome for reference, r in found.items()} == {
        "m0": Outcome.DELIVERED,
        "m1": Outcome.UNDELIVERED,
    }
    assert {report.packet_id for report in found.values()} == {packet}
    assert found["m1"].network_error == 27
    (message,) = (message for push in parsed for message in push.inbound)
    assert (message.sender, message.text) == ("+905320000001", "RET")
    assert sum(push.unreadable for push in parsed) == 0


def test_messages_of_people_are_pulled_where_the_operator_keeps_them(make: Callable[..., Account]):
    for dialect in DIALECTS:
        account = make(dialect)
        if account.gateway.capabilities().inbound_pull:
            account.control.inbound(account.config.username, "905320000001", "RET")
            (message,), cursor = account.gateway.pull_inbound()
            assert (message.sender, message.text) == ("+905320000001", "RET")
            assert account.gateway.pull_inbound(cursor) == ([], cursor)
        else:
            with pytest.raises(Refused, match="NOT_SUPPORTED"):
                account.gateway.pull_inbound()


def test_a_packets_counters_are_told_where_the_operator_has_them(make: Callable[..., Account]):
    account = make("mesajussu, codes in the body")
    packet = account.gateway.submit(to("+905320000001", "+905320000002")).packet_id
    account.control.advance(60)
    status = account.gateway.packet_status(packet)
    assert (status.packet_id, status.total, status.delivered, status.failed) == (packet, 2, 1, 1)

"""Whatever an operator answers or a stranger pushes, only the error family comes out."""

from contextlib import suppress

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turkcell_hub.gateways.errors import Broken, GatewayError, Refused
from turkcell_hub.gateways.http import Reply
from turkcell_hub.gateways.registry import open_sms, sms_adapters
from turkcell_hub.gateways.sms import (
    common,
    mesajussu_codes,
    mesajussu_reading,
    netgsm_codes,
    netgsm_reading,
    verimor_answers,
)
from turkcell_hub.gateways.sms.contract import AccountConfig

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False)
    | st.text(max_size=12) | st.sampled_from(["outbound", "inbound", "DELIVERED", "success"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["type", "status", "resultCode", "resultDescription", "packetId", "messageId"]
            + ["receiver", "sender", "receivedAt", "sentAt", "gsmError", "reports", "records"]
            + ["campaign_id", "message_id", "dest", "gsm_error", "error", "total", "balance"]
            + ["source_addr", "received_at", "destination_addr", "credits", "size", "header"]
            + ["code", "jobid", "jobs", "number", "errorCode", "msgheaders", "messages"]
            + ["balance_name", "amount", "datetime", "message", "receiver", "deliveredDate"]
        ),
        inner,
        max_size=6,
    ),
    max_leaves=12,
)  # fmt: skip
BODIES = st.one_of(st.binary(max_size=40), VALUES.map(orjson.dumps))
STATUSES = st.sampled_from([200, 201, 204, 302, 400, 401, 402, 404, 409, 429, 500, 503, 902, 999])
MESAJUSSU = [
    mesajussu_reading.reports,
    mesajussu_reading.campaign,
    mesajussu_reading.balance,
    mesajussu_reading.senders,
    mesajussu_reading.blacklist,
]
NETGSM_TABLES = [
    netgsm_codes.SEND,
    netgsm_codes.CANCEL,
    netgsm_codes.REPORT,
    netgsm_codes.INBOX,
]
NETGSM = [
    netgsm_reading.job_id,
    netgsm_reading.cancelled,
    netgsm_reading.balance,
    netgsm_reading.headers,
    netgsm_reading.reports,
    netgsm_reading.inbounds,
]
VERIMOR = [
    verimor_answers.campaign_id,
    verimor_answers.cancelled,
    verimor_answers.balance,
    verimor_answers.headers,
    verimor_answers.reports,
    verimor_answers.inbounds,
    verimor_answers.blacklist,
]


PUSHING = [
    adapter.code
    for adapter in sms_adapters()
    if open_sms(AccountConfig(adapter.code, "http://127.0.0.1", "u", "p")).capabilities().dlr_push
]


@pytest.mark.parametrize("code", PUSHING)
@given(body=BODIES)
def test_any_push_is_read_counted_or_broken(code, body):
    gateway = open_sms(AccountConfig(code, "http://127.0.0.1", "u", "p"))
    try:
        parsed = gateway.parse_push(body, {})
    except Broken:
        return
    items = orjson.loads(body)
    told = len(parsed.reports) + len(parsed.inbound) + parsed.unreadable
    assert told == (len(items) if isinstance(items, list) else 1)


@given(body=BODIES, status=STATUSES, submit=st.booleans())
def test_any_answer_of_mesaj_ussu_stays_in_the_family(body, status, submit):
    reply = Reply(status, {}, body, "c")
    try:
        answer = common.Answer(mesajussu_codes.read(reply, submit=submit), reply)
    except GatewayError:
        return
    assert status == 200
    for convert in MESAJUSSU:
        _in_the_family(answer, convert)


@given(body=BODIES, status=STATUSES, submit=st.booleans())
def test_any_answer_of_verimor_stays_in_the_family(body, status, submit):
    reply = Reply(status, {}, body, "c")
    try:
        answer = verimor_answers.read(reply, submit=submit)
    except GatewayError:
        return
    assert status == 200
    for convert in VERIMOR:
        _in_the_family(answer, convert)


@given(body=BODIES, status=STATUSES, submit=st.booleans(), table=st.sampled_from(NETGSM_TABLES))
def test_any_answer_of_netgsm_stays_in_the_family(body, status, submit, table):
    reply = Reply(status, {}, body, "c")
    try:
        answer = netgsm_codes.read(reply, table, submit=submit)
    except GatewayError:
        return
    assert status == 200
    for convert in NETGSM:
        _in_the_family(answer, convert)


@given(body=BODIES, status=st.sampled_from([500, 502, 504, 503, 200, 204, 302, 404]))
def test_an_unclear_answer_is_never_taken_for_a_refusal(body, status):
    reply = Reply(status, {}, body, "c")
    listed = {*map(str, mesajussu_codes.CODES), *verimor_answers.SEND_ERRORS}
    for read in (mesajussu_codes.read, verimor_answers.read):
        raised: GatewayError | None = None
        try:
            read(reply, submit=True)
        except GatewayError as error:
            raised = error
        if isinstance(raised, Refused):
            assert raised.answer.code in listed or (status == 404 and body)


def _in_the_family(answer, convert):
    with suppress(Broken):
        common.converted(answer, convert)

"""The operator's SMSC on the wire (SMPP 3.4)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import requests
import smpp34

from tests.fake_operator import smpp_client as smpp
from tests.fake_operator.smpp_client import SmppClient, connected
from tests.support.fake_operator import ControlClient, FakeOperatorProcess

_numbers = itertools.count(1)
Make = Callable[..., SmppClient]


@pytest.fixture
def make(operator: FakeOperatorProcess, control: ControlClient) -> Iterator[Make]:
    """Connects to a new account, or once more to one that is there."""
    with ExitStack() as stack:

        def _make(username: str = "", *, bind: bool = True, **settings: object) -> SmppClient:
            if not username:
                username = f"smpp{next(_numbers)}"
                wanted = {"report_delay": [0, 0], **settings}
                control.create_account(username, "smpp", smpp.PASSWORD, **wanted)
            client = stack.enter_context(connected(operator.url, username))
            if bind:
                assert client.bind() == 0
            return client

        yield _make


def truth(control: ControlClient, client: SmppClient) -> list[dict]:
    return control.truth(client.username)["messages"]


def test_one_address_serves_both_protocols(make: Make, operator: FakeOperatorProcess):
    make()
    assert requests.get(operator.url + "/__control__/health", timeout=5).json()["ready"]


def test_who_is_not_known_learns_only_that(make: Make, control: ControlClient):
    client = make(bind=False, system_type="HUB")
    username, client.username = client.username, "nobody"
    assert client.bind() == 0x0F
    client.username = username
    assert client.bind(password="yanlis") == 0x0E
    assert client.bind(system_type="ERP") == 0x53
    assert client.bind(system_type="HUB") == 0
    assert client.bind(system_type="HUB") == 0x05
    kinds = [row["status"] for row in control.requests(username, "login")]
    assert kinds == [0x0E, 0x53, 0, 0x05]


def test_the_third_wrong_password_locks(make: Make, control: ControlClient):
    client = make(bind=False)
    assert [client.bind(password="yanlis") for _ in range(3)] == [0x0E] * 3
    assert client.bind() == 0x0F
    control.change_account(client.username, unlock=True)
    assert client.bind() == 0


def test_an_account_has_as_many_binds_as_it_bought(make: Make, control: ControlClient):
    first = make(max_binds=2)
    second = make(first.username)
    third = make(first.username, bind=False)
    assert third.bind() == 0x05
    second.ask(smpp.UNBIND)
    assert third.bind() == 0
    url = f"{control.url}/__control__/accounts/{first.username}/binds"
    assert requests.get(url, timeout=5).json() == {"binds": 2}
    assert requests.delete(url, timeout=5).json() == {"cut": 2}
    assert (first.read(), third.read()) == (None, None)


def test_a_command_in_the_wrong_state_is_refused(make: Make):
    client = make(bind=False)
    assert client.submit().status == 0x04
    assert client.ask(smpp.ENQUIRE).status == 0
    assert client.bind(smpp.RECEIVER) == 0
    assert client.submit().status == 0x04
    assert client.ask(0x2A).status == 0x03  # generic_nack
    assert client.ask(smpp.UNBIND).status == 0
    assert client.read() is None


def test_a_message_is_taken_counted_and_shown_on_the_phone(make: Make, control: ControlClient):
    client = make()
    turkish = b"\x03\x24\x01\x01" + b"\x1b\x73\x1bimdi"  # şİmdi with the single shift
    ids = [
        client.submit("905321112201").body,
        client.submit("905321112201", turkish, esm_class=0x40).body,
        client.submit("905321112201", "şimdi".encode("utf-16-be"), data_coding=8).body,
    ]
    rows = truth(control, client)
    assert [row["text"] for row in rows] == ["Merhaba", "şımdi", "şimdi"]
    assert [row["message_id"].encode() + b"\0" for row in rows] == ids
    assert [row["parts"] for row in rows] == [1, 1, 1]
    control.advance(5)
    shown = requests.get(f"{control.url}/phone/905321112201/messages", timeout=5).json()
    assert {"şımdi", "şimdi"} <= {row["text"] for row in shown["messages"]}


def test_parts_become_one_message_when_the_last_has_come(make: Make, control: ControlClient):
    client = make()
    for number in (1, 2):
        head = bytes((5, 0, 3, 9, 3, number))
        assert client.submit(text=head + b"x" * 153, esm_class=0x40).status == 0
        assert truth(control, client) == []
    last = client.submit(text=bytes((5, 0, 3, 9, 3, 3)) + b"son", esm_class=0x40)
    (row,) = truth(control, client)
    assert (row["parts"], row["text"]) == (3, "x" * 306 + "son")
    assert last.body == row["message_id"].encode() + b"\0"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"sender": "BASKASI"}, 0x0A),
        ({"to": "12"}, 0x0B),
        ({"to": "905321112207"}, 0x0B),
        ({"text": b"x" * 161}, 0x01),
        ({"text": b"\x80"}, 0x01),
        ({"text": b"\x05\x00\x03", "esm_class": 0x40}, 0x43),
        ({"data_coding": 4}, 0x01),
    ],
)
def test_what_cannot_be_sent_is_refused_at_once(make: Make, control, fields, status):
    client = make()
    assert client.submit(**fields).status == status
    assert truth(control, client) == []


def test_more_than_the_rate_is_throttled(make: Make, control: ControlClient):
    client = make(messages_per_second=2)
    assert [client.submit().status for _ in range(3)] == [0, 0, 0x58]
    assert len(truth(control, client)) == 2


def test_no_credit_is_a_failed_submit(make: Make):
    assert make(balance=0).submit().status == 0x45


def test_a_receipt_tells_the_end_in_text_and_parameters(make: Make, control: ControlClient):
    client = make()
    message_id = client.submit("905321112202").body.rstrip(b"\0").decode()
    got = client.delivered()
    assert (got.esm_class & 0x3C, got.source_addr) == (0x04, "905321112202")
    text = got.short_message.decode()
    assert text.startswith(f"id:{message_id} sub:001 dlvrd:000 submit date:")
    assert " stat:UNDELIV err:027 text:Merhaba" in text
    told = {tlv.tag: tlv.value for tlv in got.tlvs}
    assert told[smpp34.TLV_RECEIPTED_MESSAGE_ID] == message_id.encode() + b"\0"
    assert told[smpp34.TLV_MESSAGE_STATE] == b"\x05"
    assert told[smpp34.TLV_NETWORK_ERROR_CODE] == b"\x03\x00\x1b"


def test_ids_may_be_hexadecimal_in_the_answer_and_decimal_in_the_receipt(make: Make):
    client = make(message_ids="hex", receipts="text")
    answered = client.submit().body.rstrip(b"\0").decode()
    got = client.delivered()
    assert got.tlvs == []
    assert int(got.short_message.decode().split()[0].removeprefix("id:")) == int(answered, 16)


def test_an_unanswered_receipt_comes_again_on_the_next_bind(make: Make, control: ControlClient):
    client = make()
    client.submit()
    first = client.delivered(answer=False)
    client.socket.close()
    again = make(client.username)
    assert again.delivered().short_message == first.short_message
    assert [row["result"] for row in control.requests(client.username, "push")][-1] in (-1, 200)


def test_receipts_wait_until_somebody_is_bound_to_hear_them(make: Make, operator, control):
    client = make(bind=False)
    assert client.bind(smpp.TRANSMITTER) == 0
    client.submit()
    client.ask(smpp.UNBIND)
    with connected(operator.url, client.username) as receiver:
        assert receiver.bind(smpp.RECEIVER) == 0
        assert b"DELIVRD" in receiver.delivered().short_message


def test_without_registered_delivery_there_is_no_receipt(make: Make):
    client = make()
    client.submit("905321112201", registered_delivery=0)
    client.submit("905321112203")
    assert b"EXPIRED" in client.delivered().short_message


def test_a_handset_writes_back(make: Make, control: ControlClient):
    client = make()
    control.inbound(client.username, "905321112201", "RET €5")
    got = client.delivered()
    assert (got.esm_class, got.data_coding, got.short_message) == (0, 0, b"RET \x1be5")
    control.inbound(client.username, "905321112201", "Yarın gelirim, şu an yoldayım")
    assert client.delivered().data_coding == 8


def test_the_state_of_a_message_is_told_by_its_id(make: Make):
    client = make()
    message_id = client.submit("905321112203").body
    client.delivered()
    answer = client.ask(smpp.QUERY, message_id + b"\0\0\0")
    assert (answer.status, answer.body[-2:]) == (0, b"\x03\0")
    assert client.ask(smpp.QUERY, b"777\0\0\0\0").status == 0x67


@pytest.mark.parametrize(
    ("step", "status", "taken"),
    [
        ({"do": "refuse", "code": "0x0B"}, 0x0B, 0),
        ({"do": "busy", "status": 429}, 0x58, 0),
        ({"do": "busy", "status": 503}, 0x14, 0),
        ({"do": "error_before"}, 0x08, 0),
        ({"do": "error_after"}, 0x08, 1),
    ],
)
def test_a_script_decides_the_answer(make: Make, control: ControlClient, step, status, taken):
    client = make()
    control.script(client.username, step)
    assert client.submit().status == status
    assert len(truth(control, client)) == taken


@pytest.mark.parametrize(("do", "taken"), [("drop_before", 0), ("drop_after", 1), ("half", 1)])
def test_a_script_cuts_the_line(make: Make, control: ControlClient, do: str, taken: int):
    client = make()
    control.script(client.username, {"do": do})
    client.send(smpp.SUBMIT, smpp34.SubmitSm(smpp.SENDER, "905321112201", b"x").encode()[16:])
    assert client.read() is None or do == "half"
    assert len(truth(control, client)) == taken


def test_a_scripted_login_is_refused_once(make: Make, control: ControlClient):
    client = make(bind=False)
    control.script(client.username, {"do": "login_error", "code": "0x0D"})
    assert [client.bind(), client.bind()] == [0x0D, 0]


def test_what_is_no_smpp_ends_the_connection(make: Make):
    client = make()
    client.socket.sendall(b"\0\0\0\x05" + b"x" * 20)
    pdu = client.read()
    assert pdu is None or pdu.status == 0x02


def test_a_kill_loses_no_part_and_no_receipt(folder, control):
    with FakeOperatorProcess(folder) as running:
        own = ControlClient(running.url)
        own.create_account("firma", "smpp", smpp.PASSWORD, report_delay=[0, 0])
        with connected(running.url, "firma") as client:
            client.bind(smpp.TRANSMITTER)
            client.submit()
            client.submit(text=bytes((5, 0, 3, 9, 2, 1)) + b"x" * 153, esm_class=0x40)
        running.kill()
        running.start()
        with connected(running.url, "firma") as client:
            client.bind()
            assert b"DELIVRD" in client.delivered().short_message
            client.submit(text=bytes((5, 0, 3, 9, 2, 2)) + b"y", esm_class=0x40)
        assert own.truth("firma")["messages"][-1]["text"] == "x" * 153 + "y"

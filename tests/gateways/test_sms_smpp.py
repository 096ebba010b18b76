"""SMPP 3.4: the SMS contract on a line of raw octets."""

from __future__ import annotations

import itertools
import logging
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
import smpp34
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.gateways import smsc as line
from tests.gateways.line import closed_port
from tests.gateways.sms_batches import NOON, batch
from tests.gateways.smsc import Smsc
from turkcell_hub.gateways import departure
from turkcell_hub.gateways.errors import (
    BadCredentials,
    Busy,
    GatewayError,
    Refused,
    Unknown,
    Unreachable,
)
from turkcell_hub.gateways.http import Exchange
from turkcell_hub.gateways.registry import open_sms, sms_adapters
from turkcell_hub.gateways.sms.contract import (
    AccountConfig,
    Collected,
    GatewayClass,
    Outcome,
    OutgoingMessage,
    SmsGateway,
    SubmitRequest,
)
from turkcell_hub.gateways.sms.outcomes import DEFAULT_REFUNDS, SMPP_STATUSES, reason_text
from turkcell_hub.gateways.sms.refusals import REFUSALS
from turkcell_hub.gateways.sms.smpp import codes
from turkcell_hub.gateways.sms.smpp.dialling import place_of
from turkcell_hub.gateways.sms.smpp.session import Habits, Login, Session
from turkcell_hub.gateways.sms.smpp.wire import Command
from turkcell_hub.lib.sms_parts import count

PASSWORD = "gizli-99"
Make = Callable[..., SmsGateway]
_users = itertools.count(1)


@pytest.fixture
def server() -> Iterator[Smsc]:
    with Smsc() as server:
        yield server


@pytest.fixture
def config(server: Smsc) -> AccountConfig:
    return AccountConfig("smpp", server.url, f"firma{next(_users)}", PASSWORD, timeout=3)


@pytest.fixture
def make(config: AccountConfig) -> Iterator[Make]:
    made: list[SmsGateway] = []

    def _make(timeout: float = 3, **extra: object) -> SmsGateway:
        made.append(open_sms(replace(config, extra=extra, timeout=timeout)))
        return made[-1]

    yield _make
    for gateway in made:
        gateway.close()


@pytest.fixture
def gateway(make: Make) -> SmsGateway:
    return make()


def one(text: str = "canary-text", to: str = "+905320000001", **more: object) -> SubmitRequest:
    return replace(batch(1, **more), messages=[OutgoingMessage("41", to, text)])


def submitted(server: Smsc) -> list[smpp34.SubmitSm]:
    return [smpp34.decode(seen.raw) for seen in server.of(line.SUBMIT)]


def receipt(text: str = "", state: int | None = None, **more: object) -> bytes:
    """The body of a receipt."""
    tlvs = [smpp34.Tlv(smpp34.TLV_MESSAGE_STATE, bytes((state,)))] if state else []
    tlvs += more.pop("tlvs", [])
    wanted = {"source_addr": "905320000001", "destination_addr": "FIRMA", "esm_class": 4, **more}
    return smpp34.DeliverSm(short_message=text.encode(), tlvs=tlvs, **wanted).encode()[16:]


def collected(gateway: SmsGateway, server: Smsc, *bodies: bytes) -> Collected:
    gateway.collect(0)
    for sequence, body in enumerate(bodies, 1):
        server.deliver(body, sequence)
    server.lines[-1].send(line.pack(line.ENQUIRE, 99))
    server.wait_for(line.ENQUIRE | line.ANSWER)  # in its turn: so all of it has arrived
    found = gateway.collect(0)
    assert found is not None
    return found


# --- handing over -----------------------------------------------------------------------------


def test_a_hand_over_is_one_message_and_its_id_is_the_packet(gateway, server):
    result = gateway.submit(one())
    assert (result.packet_id, list(result.operator_ids)) == ("77001", ["77001"])
    (pdu,) = submitted(server)
    assert (pdu.source_addr, pdu.source_addr_ton, pdu.source_addr_npi) == ("FIRMA", 5, 0)
    assert (pdu.destination_addr, pdu.dest_addr_ton, pdu.dest_addr_npi) == ("905320000001", 1, 1)
    assert (pdu.registered_delivery, pdu.data_coding, pdu.esm_class) == (1, 0, 0)
    assert pdu.validity_period == "000001000000000R"  # a day
    with pytest.raises(Refused, match="BATCH_LIMIT"):
        gateway.submit(batch(2))
    with pytest.raises(Refused, match="NOT_SUPPORTED"):
        gateway.submit(one(start_at=NOON))


def test_a_message_waits_for_its_turn_with_everything_ready_to_leave(gateway, server):
    def wait() -> None:
        assert (len(server.binds()), server.of(line.SUBMIT)) == (1, [])

    with departure.after(wait):
        gateway.submit(one())
    assert len(server.of(line.SUBMIT)) == 1


def test_without_a_reference_at_the_operator_it_is_class_c(gateway):
    assert gateway.capabilities().gateway_class is GatewayClass.C


def test_what_keeps_a_line_is_known_without_an_account():
    for info in sms_adapters():
        opened = open_sms(AccountConfig(info.code, info.default_base_url, "u", "p"))
        assert opened.capabilities().line is info.line


@pytest.mark.requirement("L-074")
@pytest.mark.parametrize("turkish", ["single", "locking", "ucs2"])
@pytest.mark.parametrize("text", ["düz", "ığşçİĞ €", "kâr payı", "ş" * 156, "a" * 161, "€" * 81])
def test_as_many_parts_leave_as_are_counted(make, server, turkish, text):
    gateway = make(turkish=turkish)
    gateway.submit(one(text))
    pdus = submitted(server)
    assert len(pdus) == count(text, gateway.capabilities().counting).parts
    assert [pdu.registered_delivery for pdu in pdus] == [0] * (len(pdus) - 1) + [1]
    headers = {"single": b"\x24\x01\x01", "locking": b"\x25\x01\x01", "ucs2": b""}
    shifted = text[0] in "ığş"
    assert all((headers[turkish] in pdu.short_message) is shifted for pdu in pdus if shifted)
    if len(pdus) > 1:
        marks = [pdu.short_message[1:6] for pdu in pdus]
        assert {mark[2] for mark in marks} == {marks[0][2]}  # one reference
        assert [mark[3:] for mark in marks] == [bytes((len(pdus), n + 1)) for n in range(len(pdus))]
        assert all(pdu.esm_class == 0x40 for pdu in pdus)


def test_a_long_text_goes_in_one_piece_where_the_operator_wants_it(make, server):
    make(long_text="payload").submit(one("a" * 400))
    (pdu,) = submitted(server)
    assert pdu.short_message == b""
    assert [(tlv.tag, len(tlv.value)) for tlv in pdu.tlvs] == [(smpp34.TLV_MESSAGE_PAYLOAD, 400)]


def test_addresses_are_written_as_the_account_says(make, server):
    gateway = make(dest_ton=2, dest_npi=8, source_ton=5, system_type="HUB", service_type="CMT")
    gateway.submit(replace(one(), sender="4605"))
    (pdu,) = submitted(server)
    assert (pdu.destination_addr, pdu.dest_addr_ton, pdu.dest_addr_npi) == ("5320000001", 2, 8)
    assert (pdu.source_addr, pdu.source_addr_ton, pdu.service_type) == ("4605", 0, "CMT")
    assert server.binds()[0].body.split(b"\0")[2] == b"HUB"
    for wrong, reason in (
        (one(to="+994501234567"), "NUMBER_NOT_SUPPORTED"),
        (replace(one(), sender="ŞİRKET"), "SENDER_INVALID"),
    ):
        with pytest.raises(Refused, match=reason):
            gateway.submit(wrong)
    assert len(server.of(line.SUBMIT)) == 1


@pytest.mark.parametrize(
    ("status", "error", "reason"),
    [
        (0x01, Refused, "MESSAGE_TOO_LONG"),
        (0x0A, Refused, "SENDER_INVALID"),
        (0x0B, Refused, "NUMBER_INVALID"),
        (0x45, Refused, "OPERATOR_REFUSED"),
        (0x62, Refused, "VALIDITY_INVALID"),
        (0x400, Refused, "OPERATOR_REFUSED"),
        (0x14, Busy, "OPERATOR_BUSY"),
        (0x58, Busy, "RATE_LIMIT"),
        (0x04, Unreachable, "NOT_BOUND"),
        (0x08, Unknown, "TEMPORARY"),
        (0xFF, Unknown, "TEMPORARY"),
    ],
)
def test_every_answer_says_whether_the_message_may_go_again(gateway, server, status, error, reason):
    server.on_submit.append(line.status(status))
    with pytest.raises(error) as told:
        gateway.submit(one())
    assert (type(told.value), told.value.reason) == (error, reason)
    assert told.value.answer.code == codes.name_of(status)
    if error is Busy:
        assert told.value.retry_after
    assert len(server.of(line.SUBMIT)) == 1


@pytest.mark.parametrize(
    "behaviour",
    [line.vanish, line.half, line.octets(b"\0\0\0\4 this is no PDU"), line.taken(""), line.nack],
)
def test_a_lost_or_unreadable_answer_is_unknown_and_never_repeated(gateway, server, behaviour):
    server.on_submit.append(behaviour)
    with pytest.raises((Unknown, Refused)) as told:
        gateway.submit(one())
    # A nack is a no to the command itself; everything else leaves the message in doubt.
    assert isinstance(told.value, Refused if behaviour is line.nack else Unknown)
    assert len(server.of(line.SUBMIT)) == 1


def test_silence_is_unknown_and_the_line_lives_on(make, server):
    gateway = make(timeout=0.3)
    server.on_submit.append(line.silence)
    with pytest.raises(Unknown, match="NO_ANSWER_IN_TIME"):
        gateway.submit(one())
    assert gateway.submit(one()).packet_id
    assert len(server.binds()) == 1


def test_a_later_part_that_is_throttled_is_brought_to_an_end(gateway, server):
    server.on_submit += [line.taken("1"), line.status(0x58), line.taken("2"), line.taken("3")]
    assert gateway.submit(one("a" * 400)).packet_id == "3"
    assert len(server.of(line.SUBMIT)) == 4


def test_half_a_message_that_cannot_be_ended_is_in_doubt(gateway, server):
    server.on_submit += [line.taken("1"), line.vanish]
    with pytest.raises(Unknown):
        gateway.submit(one("a" * 400))
    server.on_submit += [line.taken("1"), *[line.status(0x58)] * 9]
    with pytest.raises(Unknown, match="PARTLY_TAKEN"):
        gateway.submit(one("a" * 400))


def test_many_threads_share_one_bind_and_the_window(make, server):
    gateway = make(connections=4)
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: gateway.submit(one()), range(60)))
    assert len({result.packet_id for result in results}) == 60
    assert len(server.binds()) == 1


def test_every_status_of_the_table_has_a_reason_that_people_can_read():
    assert all(row.reason in REFUSALS for row in codes.SUBMIT.values())
    assert all(row.name.startswith("ESME_") for row in codes.SUBMIT.values())


@pytest.mark.requirement("S-066", "S-068")
def test_every_receipt_state_has_a_turkish_text_and_a_rule_for_its_credit():
    for outcome in SMPP_STATUSES.words.values():
        assert reason_text(outcome).endswith(".")
        assert (DEFAULT_REFUNDS[outcome] is None) is not outcome.is_final


# --- the line -----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [0x0D, 0x0E, 0x0F, 0x53, 0x421])
def test_a_refused_login_binds_exactly_once(make, config, server, status):
    server.on_bind.append(line.status(status))
    gateway = make()
    for call in (gateway.check, lambda: gateway.submit(one()), lambda: gateway.collect(0)):
        with pytest.raises(BadCredentials, match="AUTH_FAILED"):
            call()
    assert len(server.binds()) == 1
    make().check()  # "Bağlantıyı dene" after the account was put right
    assert len(server.binds()) == 2


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [(line.status(0x05), "ALREADY_BOUND"), (line.status(0x08), "OPERATOR_BUSY"),
     (line.vanish, "CONNECTION_LOST"), (line.silence, "NO_ANSWER_IN_TIME")],
)  # fmt: skip
def test_a_bind_that_fails_for_another_reason_has_sent_nothing(make, server, behaviour, reason):
    gateway = make(timeout=0.5)
    server.on_bind.append(behaviour)
    with pytest.raises(Unreachable, match=reason):
        gateway.submit(one())
    assert gateway.submit(one()).packet_id
    assert len(server.of(line.SUBMIT)) == 1


def test_a_closed_door_is_unreachable(config):
    closed = closed_port().replace("http", "smpp")
    for url in (closed, "http://127.0.0.1:2775", "smpp://"):
        with pytest.raises(Unreachable):
            open_sms(replace(config, base_url=url)).submit(one())


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and its certificate for 127.0.0.1, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "smsc")])
    address = x509.IPAddress(IPv4Address("127.0.0.1"))
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "smsc.pem"
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    pem = serialization.Encoding.PEM
    path.write_bytes(key.private_bytes(pem, form, plain) + made.public_bytes(pem))
    return path


def test_tls_is_spoken_and_an_unknown_certificate_refused(config, certificate, monkeypatch):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Smsc(context) as secure:
        secured = replace(config, base_url=secure.url)
        with pytest.raises(Unreachable, match="CERTIFICATE_REFUSED"):
            open_sms(secured).check()
        assert secure.seen == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        gateway = open_sms(secured)
        found = collected(gateway, secure, receipt("id:1 stat:DELIVRD"))
        assert gateway.submit(one()).packet_id
        gateway.acknowledge(found)
        assert secure.wait_for(line.DELIVER | line.ANSWER)
        gateway.close()


def test_a_line_that_the_operator_calls_unbound_is_bound_anew(gateway, server):
    server.on_submit.append(line.status(0x04))
    with pytest.raises(Unreachable, match="NOT_BOUND"):
        gateway.submit(one())
    ends = time.monotonic() + 3
    while len(server.binds()) < 2 and time.monotonic() < ends:
        with suppress(Unreachable):
            gateway.collect(0.05)
    assert gateway.submit(one()).packet_id


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "MESSAGE_EMPTY"), ("x" * 1100, "MESSAGE_TOO_LONG"), ("a\ud800", "MESSAGE_UNREADABLE")],
)
def test_a_text_that_cannot_be_written_is_refused_before_anything_is_sent(
    gateway, server, text, reason
):
    with pytest.raises(Refused, match=reason):
        gateway.submit(one(text))
    assert server.seen == []


def test_an_address_that_a_firm_typed_must_not_lead_inside(config, server):
    with pytest.raises(Unreachable, match="BAD_ADDRESS"):
        open_sms(replace(config, only_outside=True)).check()
    assert server.lines == []


def test_the_try_of_a_person_binds_once_and_leaves(gateway, server):
    assert gateway.check() is None
    assert [len(server.binds()), len(server.of(line.UNBIND))] == [1, 1]
    server.on_bind.append(line.status(0x05))
    assert gateway.check() is None  # another process of ours holds the line


def test_a_lost_line_is_bound_again_when_it_is_needed(gateway, server):
    gateway.submit(one())
    server.lines[-1].close()
    ends = time.monotonic() + 3
    while len(server.binds()) < 2 and time.monotonic() < ends:
        with suppress(Unreachable):
            gateway.collect(0.05)
    assert gateway.submit(one()).packet_id
    assert len(server.binds()) == 2


def test_separate_binds_send_on_one_line_and_hear_on_the_other(make, server):
    gateway = make(binds="two")
    gateway.submit(one())
    found = collected(gateway, server, receipt("id:1 stat:DELIVRD"))
    assert [line.BINDS[bind.command] for bind in server.binds()] == ["transmitter", "receiver"]
    assert gateway.parse_push(found.body, found.headers).reports


def test_a_silent_line_is_asked_whether_it_lives_and_answers_when_asked(make, server):
    gateway = make(enquire_seconds=1)
    gateway.collect(0)
    assert server.wait_for(line.ENQUIRE)
    server.lines[-1].send(line.pack(line.ENQUIRE, 9))
    assert server.wait_for(line.ENQUIRE | line.ANSWER)[0].sequence == 9
    server.lines[-1].send(line.pack(0x2A, 10))
    assert server.wait_for(line.ANSWER)[0].status == 0x03  # generic_nack


# --- what comes over it -------------------------------------------------------------------------


def test_what_is_delivered_is_answered_only_when_it_is_stored(gateway, server):
    found = collected(gateway, server, receipt("id:1 stat:DELIVRD"))
    assert server.of(line.DELIVER | line.ANSWER) == []
    gateway.acknowledge(found)
    (answer,) = server.wait_for(line.DELIVER | line.ANSWER)
    assert (answer.sequence, answer.status) == (1, 0)
    assert gateway.collect(0) is None


def test_what_was_not_collected_is_left_to_be_delivered_again(server):
    login = Login("firma", PASSWORD, "", Command.BIND_TRANSCEIVER)
    session = Session.bind(place_of(server.url), login, Habits(3), only_outside=False)
    server.deliver(receipt("id:1 stat:DELIVRD"))
    server.lines[-1].send(line.pack(line.ENQUIRE, 2))
    server.wait_for(line.ENQUIRE | line.ANSWER)  # so it has arrived
    server.lines[-1].close()
    ends = time.monotonic() + 3
    while session.alive and time.monotonic() < ends:
        time.sleep(0.01)
    with pytest.raises(Unreachable):
        session.collect(0)
    assert server.of(line.DELIVER | line.ANSWER) == []


@pytest.mark.parametrize("word", SMPP_STATUSES.words)
def test_every_state_of_a_receipt_has_its_outcome(gateway, server, word):
    number = {"ENROUTE": 1, "DELIVRD": 2, "EXPIRED": 3, "DELETED": 4, "UNDELIV": 5, "ACCEPTD": 6,
              "UNKNOWN": 7, "REJECTD": 8}[word]  # fmt: skip
    text = (
        f"id:0077001 sub:001 dlvrd:001 submit date:2611221200 done date:2611221201 stat:{word}"
        " err:027 text:stat:DELIVRD id:9"
    )
    named = smpp34.Tlv(smpp34.TLV_RECEIPTED_MESSAGE_ID, b"77001\0")
    network = smpp34.Tlv(smpp34.TLV_NETWORK_ERROR_CODE, b"\x03\x00\x1b")
    bodies = receipt(text), receipt(state=number, tlvs=[named, network])
    found = collected(gateway, server, *bodies)
    by_text, by_tlv = gateway.parse_push(found.body, found.headers).reports
    for report in (by_text, by_tlv):
        assert (report.packet_id, report.operator_id) == ("77001", "77001")
        assert (report.outcome, report.to) == (SMPP_STATUSES.words[word], "+905320000001")
    assert by_text.vendor_status == f"{word}/027"
    assert by_text.done_at == datetime(2026, 11, 22, 9, 1, tzinfo=UTC)
    assert by_tlv.network_error == (None if by_tlv.outcome is Outcome.DELIVERED else 27)


@pytest.mark.parametrize(
    ("style", "answered", "told"),
    [("hex-decimal", "C65D40", "0013000000"), ("decimal-hex", "13000000", "c65d40"),
     ("same", "00AbC9", "abc9")],
)  # fmt: skip
def test_ids_of_two_spellings_meet(make, server, style, answered, told):
    gateway = make(message_ids=style)
    server.on_submit.append(line.taken(answered))
    packet = gateway.submit(one()).packet_id
    named = smpp34.Tlv(smpp34.TLV_RECEIPTED_MESSAGE_ID, answered.encode() + b"\0")
    found = collected(
        gateway, server, receipt(f"id:{told} stat:DELIVRD"), receipt(state=2, tlvs=[named])
    )
    reports = gateway.parse_push(found.body, found.headers).reports
    assert {report.packet_id for report in reports} == {packet}


def test_messages_of_people_are_read_and_their_parts_joined(gateway, server):
    def part(number: int, text: str) -> bytes:
        header = bytes((5, 0, 3, 7, 2, number))
        return smpp34.DeliverSm(
            "905320000001", "4605", header + text.encode("utf-16-be"),
            esm_class=0x40, data_coding=8,
        ).encode()[16:]  # fmt: skip

    short = smpp34.DeliverSm("905320000002", "4605", b"RET \x1be10").encode()[16:]
    broken = b"\0\0\0not a message"
    found = collected(gateway, server, part(2, "şıyorum"), short, broken, part(1, "Yarın ula"))
    parsed = gateway.parse_push(found.body, found.headers)
    read = {(message.sender, message.text) for message in parsed.inbound}
    assert read == {("+905320000002", "RET €10"), ("+905320000001", "Yarın ulaşıyorum")}
    assert {message.recipient for message in parsed.inbound} == {"4605"}
    assert len({message.operator_id for message in parsed.inbound}) == 2
    assert parsed.unreadable == 1
    assert gateway.parse_push(found.body, {}) == parsed  # the same rows, however often read


# --- for all ------------------------------------------------------------------------------------


def test_no_secret_text_or_number_leaves_by_a_side_door(config, server, caplog):
    caplog.set_level(logging.DEBUG)
    told: list[Exchange] = []
    gateway = open_sms(config, told.append)
    shown = [repr(gateway), repr(config)]
    gateway.submit(one())
    for behaviour in (line.status(0x0B), line.vanish):
        server.on_submit.append(behaviour)
        with pytest.raises(GatewayError) as error:
            gateway.submit(one())
        shown += [repr(error.value), repr(error.value.answer)]
    gateway.close()
    everything = "\n".join([*shown, repr(told), caplog.text])
    for secret in (PASSWORD, "canary-text", "5320000001", config.username):
        assert secret not in everything
    assert [exchange.operation for exchange in told].count("submit_sm") == 3


def test_a_login_that_its_field_does_not_hold_is_told_before_anything_is_sent(config, server):
    for wrong in ({"username": "s" * 16}, {"password": "dokuz-kar"}):
        with pytest.raises(Unreachable, match="LOGIN_TOO_LONG"):
            open_sms(replace(config, **wrong)).check()
    assert server.seen == []


def test_the_validity_is_a_span(gateway, server):
    gateway.submit(one(validity=timedelta(hours=47, minutes=59)))
    assert submitted(server)[0].validity_period == "000001235900000R"

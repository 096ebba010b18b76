"""The HTTP client of all adapters: every way a line can fail, and what it is called."""

import gzip
import logging
import ssl
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.gateways.line import (
    RawServer,
    answer,
    closed_port,
    drip,
    half,
    hang,
    reset,
    send,
    vanish,
)
from turkcell_hub.gateways import departure
from turkcell_hub.gateways.errors import Broken, Busy, Unknown, Unreachable
from turkcell_hub.gateways.failures import lost, retry_after
from turkcell_hub.gateways.http import Exchange, HttpClient, fail_by_status


def ask(url: str, *, submit: bool = False, **options):
    client = HttpClient(url, read_timeout=options.pop("read_timeout", 5), **options)
    return client.request("probe", "POST", "/x", json={"a": 1}, submit=submit)


LOST = [reset, vanish, half(), send(b""), send(b"HTTP/1.")]


@pytest.mark.parametrize("behaviour", [*LOST, send(b"no http at all\r\n\r\n")])
def test_a_lost_answer_to_a_hand_over_is_unknown(behaviour):
    with RawServer(behaviour) as server, pytest.raises(Unknown) as error:
        ask(server.url, submit=True)
    assert error.value.reason == "CONNECTION_LOST"
    assert len(server.seen) == 1  # and nobody tried a second time


def test_a_hand_over_waits_for_its_moment_and_a_question_does_not():
    with RawServer(answer()) as server:
        with departure.after(lambda: waited.append(len(server.seen))):
            waited = []
            ask(server.url)
            ask(server.url, submit=True)
        ask(server.url, submit=True)
    assert waited == [1]


def test_what_stops_a_hand_over_at_its_moment_is_told_as_it_is():
    def too_late():
        raise TimeoutError("lease")

    with (
        RawServer(answer()) as server,
        departure.after(too_late),
        pytest.raises(TimeoutError),
    ):
        ask(server.url, submit=True)
    assert not server.seen


@pytest.mark.parametrize("behaviour", LOST)
def test_a_lost_answer_to_a_question_may_be_asked_again(behaviour):
    with RawServer(behaviour) as server, pytest.raises(Unreachable):
        ask(server.url)


@pytest.mark.parametrize("behaviour", [hang, drip])
def test_silence_and_a_drip_of_bytes_end_in_time(behaviour):
    with RawServer(behaviour) as server, pytest.raises(Unknown) as error:
        ask(server.url, submit=True, read_timeout=0.1)
    assert error.value.reason == "NO_ANSWER_IN_TIME"


def test_a_cut_chunked_answer_is_unknown():
    cut = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n9\r\nwor"
    with RawServer(send(cut)) as server, pytest.raises(Unknown):
        ask(server.url, submit=True)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (closed_port(), "NO_CONNECTION"),
        ("http://no-such-host.invalid", "NO_CONNECTION"),
        ("http://", "BAD_ADDRESS"),
        ("ftp://127.0.0.1", "BAD_ADDRESS"),
        ("http://127.0.0.1:999999", "BAD_ADDRESS"),
    ],
    ids=["closed port", "no such host", "no host", "other scheme", "no such port"],
)
def test_a_connection_never_made_is_unreachable_even_for_a_hand_over(url, reason):
    with pytest.raises(Unreachable) as error:
        ask(url, submit=True)
    assert error.value.reason == reason


def test_a_refused_certificate_sent_nothing_but_other_tls_trouble_may_have():
    refused = lost(ssl.SSLCertVerificationError("self-signed"), True, "c")
    other = lost(ssl.SSLError("record layer failure"), True, "c")
    assert (type(refused), refused.reason) == (Unreachable, "CERTIFICATE_REFUSED")
    assert type(other) is Unknown


def test_a_redirect_is_not_followed():
    with RawServer(answer(302, "", Location="http://127.0.0.1:1/elsewhere")) as server:
        reply = ask(server.url)
        assert (reply.status, len(server.seen)) == (302, 1)
    with pytest.raises(Broken):
        fail_by_status(reply, submit=True)


def test_an_answer_above_the_limit_is_broken_also_when_it_is_compressed():
    bomb = gzip.compress(b" " * 2_000_000)
    with RawServer(answer(200, bomb, Content_Encoding="gzip")) as server:
        with pytest.raises(Broken) as error:
            ask(server.url, submit=True, max_bytes=100_000)
        assert error.value.reason == "ANSWER_TOO_LARGE"


@pytest.mark.parametrize("body", [b"<html>", b"", b"\xff\xfe{", b"{", b"NaN"])
def test_an_unreadable_body_is_broken(body):
    with RawServer(answer(200, body)) as server:
        reply = ask(server.url, submit=True)
    with pytest.raises(Broken) as error:
        reply.json()
    assert error.value.answer.http_status == 200


def test_a_status_above_599_arrives_as_it_is():
    with RawServer(answer(902)) as server:
        reply = ask(server.url)
    assert reply.status == 902
    fail_by_status(reply, submit=True)  # the adapter's own table reads it


@pytest.mark.parametrize("status", [500, 501, 502, 504, 503, 408])
def test_a_server_error_is_unknown_on_a_hand_over_and_busy_on_a_question(status):
    with RawServer(answer(status)) as server:
        reply = ask(server.url)
    with pytest.raises(Unknown):
        fail_by_status(reply, submit=True)
    with pytest.raises(Busy):
        fail_by_status(reply, submit=False)


@pytest.mark.parametrize(("status", "wait"), [(429, "7"), (503, "7")])
def test_only_429_and_503_with_retry_after_are_safe_to_repeat(status, wait):
    with RawServer(answer(status, "", Retry_After=wait)) as server:
        reply = ask(server.url)
    with pytest.raises(Busy) as error:
        fail_by_status(reply, submit=True)
    assert error.value.retry_after == 7


def test_retry_after_is_read_as_seconds_or_as_a_date():
    soon = datetime.now(UTC) + timedelta(seconds=90)
    assert 85 < (retry_after(format_datetime(soon, usegmt=True)) or 0) <= 90
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert retry_after("120") == 120
    assert retry_after("9" * 400) == 86_400
    assert [retry_after(bad) for bad in ("", "soon", "-5", "1e9", "٣")] == [None] * 5


def test_each_exchange_is_told_without_its_secrets():
    told: list[Exchange] = []
    with RawServer(answer(200, "{}"), hang) as server:
        client = HttpClient(server.url, read_timeout=0.2, on_exchange=told.append)
        query = {"password": "geheim-1"}
        reply = client.request("balance", "GET", "/v2/balance", params=query, summary="x")
        with pytest.raises(Unreachable):
            client.request("send", "POST", "/v2/send", json={"password": "geheim-2"})
    first, second = told
    assert (first.operation, first.path, first.status) == ("balance", "/v2/balance", 200)
    assert first.correlation_id == reply.correlation_id
    assert first.correlation_id == server.seen[0].headers["x-correlation-id"]
    assert (second.status, second.failure) == (None, "NO_ANSWER_IN_TIME")
    assert second.request_size == len(server.seen[1].body)
    assert "geheim" not in repr(told)


def test_a_failing_record_does_not_lose_an_answer():
    def broken_record(exchange: Exchange) -> None:
        raise RuntimeError("disk full")

    with RawServer(answer(200, "1")) as server:
        assert ask(server.url, submit=True, on_exchange=broken_record).json() == 1


def test_the_query_with_the_password_reaches_no_log_and_no_traceback(caplog):
    caplog.set_level(logging.DEBUG)
    query = {"password": "geheim"}
    with RawServer(answer()) as server:
        HttpClient(server.url).request("b", "GET", "/b", params=query)
    with pytest.raises(Unreachable) as error:
        HttpClient(closed_port()).request("b", "GET", "/b", params=query)
    assert caplog.records  # urllib3 did write its line
    assert "geheim" not in caplog.text
    assert "geheim" not in "".join(traceback.format_exception_only(error.value))
    assert error.value.__context__ is None


def test_no_cookie_is_kept():
    with RawServer(answer(200, "", Set_Cookie="a=b; Path=/")) as server:
        client = HttpClient(server.url)
        for _ in range(2):
            client.request("b", "GET", "/b")
        assert "cookie" not in server.seen[1].headers


def test_one_client_serves_several_threads():
    with RawServer(answer(200, "1")) as server:
        client = HttpClient(server.url)
        with ThreadPoolExecutor(8) as pool:
            replies = list(pool.map(lambda _: client.request("b", "GET", "/b"), range(40)))
    assert [reply.status for reply in replies] == [200] * 40
    assert len({reply.correlation_id for reply in replies}) == 40

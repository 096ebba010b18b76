"""Forced outcomes of exchanges: what a network and a tired operator do to a caller."""

import time

import pytest
import requests

SPOILED = [
    {"do": "drop_after"},
    {"do": "error_after", "status": 502},
    {"do": "garbage"},
    {"do": "half"},
    {"do": "empty"},
    {"do": "late", "seconds": 0.3},
]
UNTAKEN = [
    {"do": "drop_before"},
    {"do": "error_before", "status": 500},
    {"do": "busy", "status": 429, "retry_after": 7},
    {"do": "busy", "status": 503, "retry_after": 7},
    {"do": "garbage", "accepted": False},
    {"do": "half", "accepted": False},
    {"do": "empty", "accepted": False},
]


def taken(control, username):
    return len(control.truth(username)["messages"])


def outcome(call):
    """Status and body, or the name of the error that the caller meets."""
    try:
        answer = call()
    except requests.RequestException as error:
        return type(error).__name__, ""
    return answer.status_code, answer.text


@pytest.mark.parametrize("step", SPOILED, ids=lambda step: step["do"])
@pytest.mark.parametrize("protocol", ["mesajussu", "verimor"])
def test_a_spoiled_answer_hides_that_the_message_was_taken(request, control, protocol, step):
    client = request.getfixturevalue(protocol)()
    username = client.username if protocol == "mesajussu" else client.who["username"]
    control.script(username, step)
    send = client.oton if protocol == "mesajussu" else client.send
    status, body = outcome(lambda: send(http={"check": False}))
    expected = {
        "drop_after": "ConnectionError",
        "half": "ChunkedEncodingError",
        "error_after": 502,
    }.get(step["do"], 200)
    assert status == expected
    assert taken(control, username) == 1
    assert (body == "") == (step["do"] in ("drop_after", "half", "empty"))


@pytest.mark.parametrize("step", UNTAKEN, ids=lambda step: f"{step['do']}-{step.get('status')}")
def test_a_failure_before_acceptance_takes_nothing(mesajussu, control, step):
    client = mesajussu()
    control.script(client.username, step)
    outcome(lambda: client.oton(http={"check": False}))
    assert taken(control, client.username) == 0
    assert client.oton().status_code == 200


def test_busy_says_when_to_come_back(mesajussu, control):
    client = mesajussu()
    control.script(client.username, {"do": "busy", "status": 503, "retry_after": 7})
    answer = client.oton(http={"check": False})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")


def test_an_answer_after_the_callers_patience_was_taken_all_the_same(mesajussu, control):
    client = mesajussu()
    control.script(client.username, {"do": "late", "seconds": 1})
    status, _ = outcome(lambda: client.oton(http={"timeout": 0.2}))
    assert status == "ReadTimeout"
    assert taken(control, client.username) == 1


def test_a_code_can_be_forced(mesajussu, verimor, control):
    one, two = mesajussu(), verimor()
    control.script(one.username, {"do": "refuse", "code": 920})
    control.script(two.who["username"], {"do": "refuse", "code": "INSUFFICIENT_CREDITS"})
    assert one.oton().json()["resultCode"] == 920
    assert two.send().text == "INSUFFICIENT_CREDITS"
    assert taken(control, one.username) == taken(control, two.who["username"]) == 0


def test_a_login_error_can_be_forced(mesajussu, verimor, control):
    one, two = mesajussu(), verimor()
    control.script(one.username, {"do": "login_error", "code": 900})
    assert one.login().json()["resultCode"] == 900
    assert one.login().status_code == 200
    control.script(two.who["username"], {"do": "refuse", "code": "AUTH"})
    assert two.send().status_code == 401


def test_steps_are_played_in_order_and_only_on_what_they_name(mesajussu, control):
    client = mesajussu()
    control.script(
        client.username,
        {"do": "error_before", "status": 500, "count": 2},
        {"do": "accept"},
        {"do": "refuse", "code": 920},
        {"do": "refuse", "code": 404, "on": "query"},
    )
    assert client.call("GET", "/v2/balance").status_code == 404
    codes = [client.oton(http={"check": False}).status_code for _ in range(5)]
    assert codes == [500, 500, 200, 500, 200]


def test_scripts_can_be_forgotten(mesajussu, control):
    client = mesajussu()
    control.script(client.username, {"do": "refuse", "code": 920, "count": 9})
    control.chaos(client.username, {"do": "refuse", "code": 920, "chance": 1.0})
    control.forget_scripts(client.username)
    assert client.oton().status_code == 200


def test_chance_strikes_the_same_requests_for_the_same_seed(mesajussu, control):
    def play(seed: int) -> list[int]:
        client = mesajussu()
        rules = [{"do": "refuse", "code": 920, "chance": 0.3}, {"do": "busy", "chance": 0.2}]
        control.chaos(client.username, *rules, seed=seed)
        return [client.oton(http={"check": False}).status_code for _ in range(60)]

    first = play(5)
    assert play(5) == first
    assert play(6) != first
    assert set(first) == {200, 500, 429}


def test_latency_holds_every_answer_back(mesajussu):
    client = mesajussu(latency_ms=150)
    begun = time.monotonic()
    client.oton()
    assert time.monotonic() - begun >= 0.15


def test_an_exchange_without_an_answer_is_in_the_journal_with_status_0(mesajussu, control):
    client = mesajussu()
    control.script(client.username, {"do": "drop_after"})
    outcome(client.oton)
    client.oton()
    sends = control.requests(client.username, "send")
    assert [(row["status"], row["messages"]) for row in sends] == [(0, 1), (200, 1)]
    assert all(row["size"] > 0 and row["at"] > 0 for row in sends)

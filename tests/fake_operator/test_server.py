"""The process, the control API and everything that is no protocol."""

import json
import subprocess
import sys

import pytest
import requests

from tests.support.fake_operator import ControlClient, ControlError, FakeOperatorProcess


def test_an_unknown_path_is_404_and_a_wrong_method_405_in_json(operator):
    answer = requests.get(f"{operator.url}/v9/yok", timeout=5)
    assert (answer.status_code, answer.json()["status"]) == (404, 404)
    answer = requests.get(f"{operator.url}/v2/send.json", timeout=5)
    assert (answer.status_code, answer.json()["status"]) == (405, 405)
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("name", ["X-Correlation-Id", "x-correlator"])
@pytest.mark.parametrize("path", ["/v2/balance", "/yok", "/__control__/health"])
def test_the_callers_correlation_id_comes_back(operator, name, path):
    answer = requests.get(operator.url + path, headers={name: "izle-1"}, timeout=5)
    assert answer.headers[name] == "izle-1"


def test_it_ends_cleanly_when_asked(folder):
    process = FakeOperatorProcess(folder)
    process.start()
    ControlClient(process.url).create_account("5320000000", "mesajussu")
    assert process.stop() == 0


def test_it_says_why_it_cannot_start(folder, tmp_path):
    accounts = tmp_path / "accounts.json"
    accounts.write_text('[{"username": "1"}]')
    command = [sys.executable, "-m", "turkcell_hub.fake_operator", "--port", "0"]
    options = ["--data", str(folder), "--accounts", str(accounts)]
    ended = subprocess.run(command + options, capture_output=True, text=True, timeout=20)
    assert ended.returncode == 1
    assert "password is required" in ended.stderr


def test_accounts_come_from_a_file_and_keep_what_was_changed_later(folder, tmp_path):
    accounts = tmp_path / "accounts.json"
    wanted = [{"username": "5320000000", "password": "x", "protocol": "mesajussu", "balance": 7}]
    accounts.write_text(json.dumps(wanted))
    for expected in (7, 9):
        with FakeOperatorProcess(folder, accounts=accounts) as process:
            control = ControlClient(process.url)
            assert control.account("5320000000")["balance"] == expected
            control.change_account("5320000000", balance=9)


def test_passwords_are_not_shown(control, mesajussu):
    client = mesajussu()
    assert "dogru-sifre" not in json.dumps(control.account(client.username))


def test_the_balance_can_be_set_and_added_to(control, mesajussu):
    client = mesajussu()
    client.oton("5321112209")
    control.change_account(client.username, balance=10)
    assert client.balance() == 10
    control.change_account(client.username, deposit=5)
    assert client.balance() == 15


@pytest.mark.parametrize(
    "settings",
    [
        {"renk": "mavi"},
        {"gateway_class": "D"},
        {"locked": "evet"},
        {"senders": "A"},
        {"latency_ms": "çok"},
        {"report_delay": [3, 1]},
        {"username": "5320000001"},
        {"protocol": "verimor"},
        {"push_url": None},
        {"push_batch": 0},
        {"senders": [5]},
        {"report_delay": ["a", "b"]},
        {"report_delay": [1]},
        {"commercial_hours": ["09:00"]},
        {"balance": "çok"},
        {"deposit": 1.5},
    ],
)
def test_a_setting_that_cannot_be_is_refused_and_nothing_changes(control, mesajussu, settings):
    client = mesajussu()
    before = control.account(client.username)
    wanted = {"name": "Yeni", **settings}
    with pytest.raises(ControlError, match="400"):
        control._call("PATCH", f"/accounts/{client.username}", json=wanted)
    assert control.account(client.username) == before


def test_an_account_is_made_once(control, mesajussu):
    client = mesajussu()
    with pytest.raises(ControlError, match="there already"):
        control.create_account(client.username, "mesajussu")


@pytest.mark.parametrize("missing", ["protocol", "password", "username"])
def test_an_account_needs_name_password_and_protocol(control, missing):
    body = {"username": "1", "password": "2", "protocol": "mesajussu", missing: ""}
    with pytest.raises(ControlError, match=missing):
        control._call("POST", "/accounts", json=body)


@pytest.mark.parametrize(
    "step",
    [
        "x", {}, {"do": "dance"}, {"do": "refuse"}, {"do": "late"}, {"do": "accept", "on": "moon"},
        {"do": "accept", "count": 0}, {"do": "reports", "mode": "maybe"},
        {"do": "drop_after", "x": 1},
    ],
)  # fmt: skip
def test_a_step_that_cannot_be_played_is_refused(control, mesajussu, step):
    client = mesajussu()
    with pytest.raises(ControlError, match="400"):
        control.script(client.username, step)
    assert client.oton().status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/accounts/yok", None, 404),
        ("POST", "/clock", {}, 400),
        ("POST", "/clock", {"set": "yarın"}, 400),
        ("POST", "/clock", [], 400),
        ("POST", "/accounts", "{", 400),
        ("GET", "/truth?after=x", None, 400),
        ("GET", "/requests?limit=x", None, 400),
    ],
)
def test_a_wrong_control_request_says_so(operator, method, path, body, status):
    data = body if isinstance(body, str) else json.dumps(body)
    url = f"{operator.url}/__control__{path}"
    answer = requests.request(method, url, data=data, timeout=5)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_the_clock_can_be_read_set_and_moved(control):
    before = control.now()
    control.advance(3600)
    assert 3600 <= control.now() - before < 3700
    control.set_clock("2026-12-31T23:59:00+03:00")
    assert control._call("GET", "/clock")["now"].startswith("2026-12-31T23:59")

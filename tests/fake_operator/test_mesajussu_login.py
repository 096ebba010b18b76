"""Mesaj Üssü: login, tokens, locks."""

import base64
import json

import pytest
import requests


def code(answer):
    return answer.status_code, answer.json()["resultCode"]


def test_a_login_gives_a_token_with_the_documented_claims(mesajussu):
    client = mesajussu()
    prefix, claims, _ = client.token.split(".")
    assert prefix.startswith("MU_")
    read = json.loads(base64.urlsafe_b64decode(claims + "=="))
    assert read["msisdn"] == client.username
    assert read["ip"] == "127.0.0.1"
    assert read["validity"] == 86_400_000


def test_an_unknown_user_is_told_so(mesajussu):
    client = mesajussu(login=False)
    client.username = "5550000000"
    assert code(client.login()) == (401, 913)


def test_three_wrong_passwords_lock_the_account(mesajussu, control):
    client = mesajussu(login=False)
    assert code(client.login("yanlis")) == (401, 902)
    assert code(client.login("yanlis")) == (401, 902)
    assert code(client.login("yanlis")) == (401, 907)
    assert code(client.login()) == (401, 907)
    control.change_account(client.username, unlock=True)
    assert client.login().status_code == 200


def test_a_right_password_forgets_the_wrong_ones(mesajussu):
    client = mesajussu(login=False)
    for password in ("yanlis", "yanlis", "dogru-sifre", "yanlis", "yanlis"):
        answer = client.login(password)
    assert code(answer) == (401, 902)


def test_a_password_lives_120_days(mesajussu, control):
    client = mesajussu(login=False)
    control.change_account(client.username, password_age_days=119.9)
    assert client.login().status_code == 200
    control.change_account(client.username, password_age_days=120.1)
    assert code(client.login()) == (401, 900)
    control.change_account(client.username, password="yeni-sifre")
    assert client.login("yeni-sifre").status_code == 200


@pytest.mark.parametrize("state", [903, 931, 982, 983, 984, 985, 987, 996])
def test_the_state_of_an_account_meets_every_login(mesajussu, state):
    client = mesajussu(login=False, state_code=state)
    assert client.login().json()["resultCode"] == state


def test_a_foreign_address_is_refused(mesajussu):
    client = mesajussu(login=False, allowed_ips=["10.1.2.3"])
    assert code(client.login()) == (403, 823)


def test_a_request_without_a_token_or_with_a_wrong_one_is_refused(mesajussu):
    client = mesajussu()
    assert code(client.call("GET", "/v2/balance", headers={"token": "MU_x.y.z"})) == (401, 908)
    plain = requests.get(client.url + "/v2/balance", timeout=5)
    assert code(plain) == (401, 908)


def test_the_token_travels_in_its_own_header_and_not_in_authorization(mesajussu):
    client = mesajussu()
    headers = {"Authorization": f"Bearer {client.token}"}
    answer = requests.get(client.url + "/v2/balance", headers=headers, timeout=5)
    assert code(answer) == (401, 908)


def test_a_token_dies_after_ten_minutes_without_use(mesajussu, control):
    client = mesajussu()
    for _ in range(3):
        control.advance(590)
        assert client.balance() == 100_000
    control.advance(610)
    assert code(client.call("GET", "/v2/balance")) == (401, 918)
    assert code(client.call("GET", "/v2/balance")) == (401, 908)


def test_a_token_dies_after_24_hours_however_busy_it_is(mesajussu, control):
    client = mesajussu()
    for _ in range(24 * 60 // 9 - 1):
        control.advance(9 * 60)
        client.balance()
    control.advance(9 * 60 + 1)
    assert code(client.call("GET", "/v2/balance")) == (401, 918)


@pytest.mark.parametrize("body", ["{", "[]", '{"username": 5}', '{"username": "5320000000"}'])
def test_a_broken_login_body_is_a_bad_request(mesajussu, body):
    client = mesajussu(login=False)
    assert code(client.call("POST", "/v2/login", data=body)) == (400, 400)


def test_codes_can_travel_as_the_http_status_alone(mesajussu):
    client = mesajussu(login=False, code_in="status")
    answer = client.login("yanlis", check=False)
    assert answer.status_code == 902
    assert "resultCode" not in answer.text
    assert client.login().status_code == 200


def test_codes_can_travel_in_both_places(mesajussu):
    client = mesajussu(login=False, code_in="both")
    assert code(client.login("yanlis")) == (902, 902)


def test_every_login_try_is_in_the_journal(mesajussu, control):
    client = mesajussu()
    client.login("yanlis")
    seen = control.requests(client.username, "login")
    assert [(row["status"], row.get("code")) for row in seen] == [(200, None), (401, 902)]

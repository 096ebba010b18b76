"""Tokens: two hours, rotation, and the hour that begins anew."""

import base64
import json

import pytest
import requests

from tests.fake_operator.iys.client import codes


def test_a_password_buys_a_pair_of_tokens_that_name_the_brands(iys):
    tokens = iys.token().json()
    assert (tokens["expires_in"], tokens["refresh_expires_in"]) == (7200, 14400)
    middle = tokens["access_token"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    assert claims["serviceProvider"] == {"title": "Demir A.Ş.", "iysCode": 600001}
    assert [one["name"] for one in claims["brands"]] == ["Demir", "Demir Spor"]


def test_a_form_is_as_good_as_json(iys):
    form = {"grant_type": "password", "username": iys.username, "password": "dogru-sifre"}
    assert requests.post(f"{iys.url}/oauth2/token", data=form, timeout=5).status_code == 200


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"grant_type": None}, "invalid_request"),
        ({"grant_type": ""}, "invalid_grant"),
        ({"grant_type": "client_credentials"}, "invalid_request"),
        ({"username": None}, "invalid_request"),
        ({"username": 5}, "invalid_request"),
        ({"username": " "}, "invalid_grant"),
        ({"password": None}, "invalid_request"),
        ({"password": ""}, "invalid_grant"),
        ({"password": "yanlis"}, "invalid_request"),
        ({"username": "kimse"}, "invalid_request"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": ""}, "invalid_grant"),
        ({"grant_type": "refresh_token", "refresh_token": "x.y.z"}, "invalid_grant"),
    ],
)
def test_a_wrong_token_call_is_400_in_the_oauth_shape(iys, fields, error):
    answer = iys.token(**fields)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_only_the_newest_refresh_token_refreshes(iys):
    first = iys.tokens["refresh_token"]
    second = iys.token(grant_type="refresh_token", refresh_token=first)
    assert second.json()["refresh_token"] != first
    assert iys.token(grant_type="refresh_token", refresh_token=first).status_code == 400
    newest = second.json()["refresh_token"]
    assert iys.token(grant_type="refresh_token", refresh_token=newest).status_code == 200


def test_an_access_token_lives_two_hours_and_a_refresh_token_four(iys, registry):
    refresh = iys.tokens["refresh_token"]
    registry.advance(7190)
    assert iys.status().status_code == 200
    registry.advance(20)
    assert codes(iys.status()) == ["H351"]
    registry.advance(7200)
    assert iys.token(grant_type="refresh_token", refresh_token=refresh).status_code == 400


@pytest.mark.parametrize("header", ["", "Bearer x", "Basic eDp5"])
def test_without_a_good_token_nothing_is_told(iys, header):
    iys.http.headers["Authorization"] = header
    answer = iys.status()
    assert (answer.status_code, codes(answer)) == (401, ["H351"])


def test_revoked_tokens_are_401_until_the_next_login(iys, registry):
    registry.revoke_registry_tokens()
    assert iys.status().status_code == 401
    iys.login()
    assert iys.status().status_code == 200


@pytest.mark.parametrize("shape", ["errors", "top_level"])
def test_asking_again_within_the_hour_begins_the_hour_anew(iys, registry, shape):
    registry.change_registry(token_limit=2, shape_of_h084=shape)
    assert [iys.token().status_code for _ in range(3)] == [200, 200, 429]
    registry.advance(3000)
    answer = iys.token().json()
    assert (answer["errors"][0] if shape == "errors" else answer)["code"] == "H084"
    registry.advance(3000)
    assert iys.token().status_code == 429
    registry.advance(3601)
    assert iys.token().status_code == 200


def test_token_calls_are_counted_for_a_sliding_hour(iys, registry):
    registry.change_registry(token_limit=2)
    iys.token()
    registry.advance(2000)
    iys.token()
    registry.advance(1700)
    assert iys.token().status_code == 200

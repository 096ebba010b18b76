"""What the sandbox's location services answer and push is what their contract files say."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
import requests

from tests.fake_operator.contracts import Contract
from tests.support.fake_operator import ControlClient, FakeOperatorProcess

PHONE, NOWHERE, POLYGON, UNKNOWN = (f"+905327700{end}" for end in ("101", "162", "163", "164"))
FENCES = "/geofencing-subscriptions/v0.5/subscriptions"


@cache
def judge(name: str, base: str) -> Contract:
    return Contract(name, base)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        control = ControlClient(running.url)
        control.create_account("ege", "camara")
        control.create_account("takip", "traccar", senders=["5327700101"])
        wanted = {"account": "ege", "phones": [PHONE, NOWHERE, POLYGON], "status": "GRANTED"}
        requests.post(f"{running.url}/__control__/location/consents", json=wanted, timeout=10)
        yield running.url


@pytest.fixture(scope="module")
def login(url: str) -> dict[str, str]:
    told = {"grant_type": "client_credentials", "client_id": "ege", "client_secret": "dogru-sifre"}
    answer = requests.post(f"{url}/camara/oauth2/token", data=told, timeout=10)
    judge("camara_location", "/camara").check_answer(answer)
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


@pytest.mark.parametrize("phone", [PHONE, NOWHERE, POLYGON, UNKNOWN, "+905327700199", "x"])
def test_places_and_consents_are_answered_as_the_contract_says(phone, url, login):
    contract = judge("camara_location", "/camara")
    asked = {"device": {"phoneNumber": phone}, "maxAge": 300}
    wish = {"phoneNumber": phone, "scopes": ["location-retrieval:read"],
            "purpose": "dpv:EmploymentManagement", "requestCaptureUrl": True}  # fmt: skip
    for path, body in (("/location-retrieval/v0.5/retrieve", asked),
                       ("/consent-info/v0.2/retrieve", wish)):  # fmt: skip
        if phone != "x":
            contract.check_request("POST", f"/camara{path}", body)
        contract.check_answer(
            requests.post(f"{url}/camara{path}", json=body, headers=login, timeout=10)
        )


def test_a_watch_is_made_shown_and_ended_as_the_contract_says(url, login):
    contract = judge("camara_location", "/camara")
    area = {"areaType": "CIRCLE", "center": {"latitude": 38.4, "longitude": 27.1}, "radius": 1000}
    wish = {
        "protocol": "HTTP", "sink": "https://hub.example/x",
        "sinkCredential": {"credentialType": "ACCESSTOKEN", "accessToken": "t",
                           "accessTokenType": "bearer"},
        "types": ["org.camaraproject.geofencing-subscriptions.v0.area-entered"],
        "config": {"subscriptionDetail": {"device": {"phoneNumber": PHONE}, "area": area}},
    }  # fmt: skip
    contract.check_request("POST", f"/camara{FENCES}", wish)
    made = requests.post(f"{url}/camara{FENCES}", json=wish, headers=login, timeout=10)
    contract.check_answer(made)
    one = f"{url}/camara{FENCES}/{made.json()['id']}"
    for answer in (
        requests.get(f"{url}/camara{FENCES}", headers=login, timeout=10),
        requests.get(one, headers=login, timeout=10),
        requests.delete(one, headers=login, timeout=10),
        requests.get(one, headers=login, timeout=10),
        requests.get(one, timeout=10),
    ):
        contract.check_answer(answer)
    contract.check_push({
        "id": "e", "source": "/x", "specversion": "1.0", "type": wish["types"][0],
        "time": "2026-11-23T09:00:00Z", "datacontenttype": "application/json",
        "data": {"subscriptionId": "s", "device": {"phoneNumber": PHONE}},
    })  # fmt: skip


def test_a_tracking_server_answers_as_its_contract_says(url):
    contract, who = judge("traccar", "/traccar"), ("takip", "dogru-sifre")
    contract.check_answer(requests.get(f"{url}/traccar/api/devices", auth=who, timeout=10))
    contract.check_answer(requests.get(f"{url}/traccar/api/positions", auth=who, timeout=10))
    span = {"deviceId": 1, "from": "2026-11-01T09:00:00Z", "to": "2026-11-01T09:10:00Z"}
    contract.check_answer(
        requests.get(f"{url}/traccar/api/positions", params=span, auth=who, timeout=10)
    )

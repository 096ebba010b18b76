"""TM Forum 622 at the sandbox's service centre, by plain HTTP."""

from __future__ import annotations

import itertools
from typing import Any

import orjson
import pytest
import requests

from tests.gateways.line import RawServer, answer
from tests.support.fake_operator import ControlClient, FakeOperatorProcess

PATH = "/tmf-api/productOrderingManagement/v4"
_keys = itertools.count(1)


class Centre:
    def __init__(self, operator: FakeOperatorProcess, control: ControlClient, step: float) -> None:
        self.key = f"anahtar-{next(_keys)}"
        self.url, self.control = operator.url, control
        control.open_order_key(self.key, step)

    def call(self, method: str, path: str, key: str = "", **options: Any) -> requests.Response:
        headers = {"x-api-key": key or self.key}
        return requests.request(
            method, self.url + PATH + path, headers=headers, timeout=10, **options
        )

    def place(self, **more: Any) -> requests.Response:
        items = [
            {"id": "1", "action": "add", "productOffering": {"id": "TOPLU_SMS"}},
            {"id": "2", "action": "add", "productOffering": {"id": "OTP"}},
        ]
        body = {"externalId": f"BSV-{self.key}", "productOrderItem": items, **more}
        return self.call("POST", "/productOrder", json=body)


@pytest.fixture
def centre(operator: FakeOperatorProcess, control: ControlClient) -> Centre:
    return Centre(operator, control, 0)


def test_an_order_is_answered_with_201_its_number_and_its_state(centre: Centre) -> None:
    told = centre.place()
    assert told.status_code == 201
    order = told.json()
    assert order["id"]
    assert order["state"] == "acknowledged"
    assert [item["state"] for item in order["productOrderItem"]] == ["acknowledged"] * 2
    assert centre.call("GET", f"/productOrder/{order['id']}").json() == order


@pytest.mark.parametrize(
    "items",
    [
        [],
        [{"action": "add", "productOffering": {"id": "OTP"}}],
        [{"id": "1", "productOffering": {"id": "OTP"}}],
        [{"id": "1", "action": "buy", "productOffering": {"id": "OTP"}}],
        [{"id": "1", "action": "add"}],
    ],
)
def test_item_id_action_and_offering_are_compulsory(centre: Centre, items: list[Any]) -> None:
    assert centre.place(productOrderItem=items).status_code == 400


def test_an_order_is_found_by_the_reference_of_who_placed_it_and_by_nobody_else(
    centre: Centre, operator: FakeOperatorProcess, control: ControlClient
) -> None:
    order = centre.place().json()
    found = centre.call("GET", "/productOrder", params={"externalId": order["externalId"]})
    assert [row["id"] for row in found.json()] == [order["id"]]
    stranger = Centre(operator, control, 0)
    assert stranger.call("GET", "/productOrder").json() == []
    assert stranger.call("GET", f"/productOrder/{order['id']}").status_code == 404
    assert centre.call("GET", "/productOrder", key="bilinmeyen").status_code == 401


def test_items_move_by_the_clock_by_hand_and_not_after_their_end(
    operator: FakeOperatorProcess, control: ControlClient
) -> None:
    centre = Centre(operator, control, 60)
    order = centre.place().json()
    control.advance(61)
    assert centre.call("GET", f"/productOrder/{order['id']}").json()["state"] == "inProgress"
    told = control.say_of_order(order["id"], {"1": "held"}, "Vergi levhası eksik")
    assert told["state"] == "held"
    assert told["note"] == [{"text": "Vergi levhası eksik"}]
    control.advance(61)
    states = centre.call("GET", f"/productOrder/{order['id']}").json()["productOrderItem"]
    assert [item["state"] for item in states] == ["held", "completed"]
    with pytest.raises(Exception, match="has ended"):
        control.say_of_order(order["id"], {"2": "rejected"})


def test_a_cancellation_ends_what_is_open_once(centre: Centre) -> None:
    order = centre.place().json()
    body = {"cancellationReason": "vazgeçtik", "productOrder": {"id": order["id"]}}
    assert centre.call("POST", "/cancelProductOrder", json=body).status_code == 201
    assert centre.call("GET", f"/productOrder/{order['id']}").json()["state"] == "cancelled"
    assert centre.call("POST", "/cancelProductOrder", json=body).status_code == 409


def test_whoever_listens_hears_of_changes_and_cancellations_until_he_is_forgotten(
    centre: Centre, control: ControlClient
) -> None:
    with RawServer(answer(201, {})) as server:
        heard = centre.call("POST", "/hub", json={"callback": server.url})
        assert heard.status_code == 201
        assert centre.call("POST", "/hub", json={"callback": server.url}).status_code == 409
        assert centre.call("POST", "/hub", key="yok", json={}).status_code == 401
        order = centre.place().json()
        control.say_of_order(order["id"], {"1": "held"}, "Vergi levhası eksik")
        control.settle()
        body = {"cancellationReason": "vazgeçtik", "productOrder": {"id": order["id"]}}
        centre.call("POST", "/cancelProductOrder", json=body)
        control.settle()
        first, *both = [one.path for one in server.seen]
        assert first == "/listener/productOrderInformationRequiredEvent"
        assert sorted(both) == [  # side by side: neither waits for the other's answer
            "/listener/cancelProductOrderStateChangeEvent",
            "/listener/productOrderStateChangeEvent",
        ]
        told = orjson.loads(server.seen[0].body)["event"]["productOrder"]
        assert (told["id"], told["externalId"]) == (order["id"], order["externalId"])
        assert centre.call("DELETE", f"/hub/{heard.json()['id']}").status_code == 204
    assert centre.call("DELETE", f"/hub/{heard.json()['id']}").status_code == 404

"""Push addresses: registered with a test record, told of what citizens do."""

import pytest

from tests.fake_operator.iys.client import PHONE, codes
from tests.fake_operator.iys.listener import Listener


@pytest.fixture
def listener():
    made = Listener()
    yield made
    made.close()


def register(iys, *connections):
    body = {"connection": list(connections)}
    return iys.call("POST", "push/registration", json=body)


def test_a_registered_address_hears_what_citizens_do_and_nothing_else(iys, registry, listener):
    registry.change_registry(push_https_only=False)
    assert register(iys, listener.connection()).status_code == 200
    assert len(listener.rows) == 1
    stored = iys.call("GET", "push/registration").json()
    assert [row["url"] for row in stored] == [listener.url]
    iys.add()
    registry.citizen(PHONE, source="IYS_KISAMESAJ")
    test_record, told = listener.rows
    assert test_record["transactionId"] == "0" * 64
    assert (told["recipient"], told["status"], told["source"]) == (PHONE, "RET", "IYS_KISAMESAJ")
    assert (told["iysCode"], told["brandCode"]) == (600001, 600001)


def test_a_push_that_fails_comes_again(iys, registry, listener):
    registry.change_registry(push_https_only=False)
    register(iys, listener.connection())
    iys.add()
    listener.answers = [500]
    registry.citizen(PHONE)
    assert len(listener.rows) == 2
    registry.advance(61)
    assert len(listener.rows) == 3
    registry.advance(3600)
    assert len(listener.rows) == 3


def test_an_address_that_was_taken_away_hears_nothing(iys, registry, listener):
    registry.change_registry(push_https_only=False)
    register(iys, listener.connection())
    wrong = iys.call("POST", "push/unregistration", json=listener.connection(password="x"))
    assert wrong.status_code == 422
    iys.call("POST", "push/unregistration", json=listener.connection())
    iys.add()
    registry.citizen(PHONE)
    assert len(listener.rows) == 1
    assert iys.call("GET", "push/registration").json() == []


def test_only_https_is_taken(iys, listener):
    assert codes(register(iys, listener.connection())) == ["H531"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"password": ""}, ["H093"]),
        ({"username": None}, ["H093"]),
        ({"password": "yanlis"}, ["H530"]),
        ({"url": "http://127.0.0.1:9/"}, ["H530"]),
    ],
)
def test_an_address_must_answer_its_test_record(iys, registry, listener, facts, expected):
    registry.change_registry(push_https_only=False)
    answer = register(iys, listener.connection(**facts))
    assert (answer.status_code, codes(answer)) == (422, expected)


def test_a_type_has_two_addresses_at_most(iys, registry, listener):
    registry.change_registry(push_https_only=False)
    wanted = [listener.connection(url=f"{listener.url}/{n}") for n in range(3)]
    assert codes(register(iys, *wanted)) == ["H532"]
    assert len(iys.call("GET", "push/registration").json()) == 2
    assert register(iys, listener.connection(type="OTHER")).status_code == 200


def test_pushes_must_be_opened_by_support(iys, registry, listener):
    registry.put_provider(600001, brands=[{"code": 600001, "push_enabled": False}])
    assert codes(register(iys, listener.connection())) == ["H355"]

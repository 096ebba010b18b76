"""SMS operators ask the registry before they send a commercial message."""

import pytest

from tests.fake_operator.iys.client import PHONE

YES, NO, MERCHANT = "905321112201", "905331112201", "905341112201"
BRAND = {"brand_codes": ["600001"], "iys_check": True}


@pytest.fixture
def known(registry, iys):
    """One person approved, one refused, one merchant approved."""
    registry.fill_consents(
        600001,
        {"recipient": f"+{YES}", "type": "MESAJ", "status": "ONAY"},
        {"recipient": f"+{NO}", "type": "MESAJ", "status": "RET"},
        {"recipient": f"+{MERCHANT}", "type": "MESAJ", "status": "ONAY", "recipientType": "TACIR"},
    )
    return registry


def ends(rows):
    return {row["dest"].removeprefix("+"): row["status"] for row in rows}


def test_verimor_sends_only_to_whom_the_registry_lists(known, verimor):
    client = verimor(**BRAND)
    messages = [
        {"msg": "İndirim", "dest": f"{YES},{NO}"},
        {"msg": "İndirim", "dest": MERCHANT, "iys_recipient_type": "TACIR"},
    ]
    client.send(is_commercial=True, messages=messages)
    found = ends(known.truth(client.who["username"])["messages"])
    assert found == {YES: "DELIVERED", NO: "NOT_ALLOWED_BY_IYS", MERCHANT: "DELIVERED"}
    client.send(NO, "Siparişiniz yolda")
    assert known.truth(client.who["username"])["messages"][-1]["status"] == "DELIVERED"


def test_netgsm_tells_persons_from_merchants_by_its_filter(known, netgsm):
    client = netgsm(**BRAND)
    for filter_, number in (("11", YES), ("11", MERCHANT), ("12", MERCHANT)):
        client.send(number[2:], msg=f"Kampanya {filter_}", iysfilter=filter_)
    found = [row["status"] for row in known.truth(client.username)["messages"]]
    assert found == ["DELIVERED", "NOT_ALLOWED_BY_IYS", "DELIVERED"]


def test_mesajussu_asks_by_the_brand_of_the_request(known, mesajussu):
    client = mesajussu(**BRAND)
    client.oton(YES[2:], NO[2:], message="İndirim", etkFlag=True, brandCode="600001")
    found = ends(known.truth(client.username)["messages"])
    assert found == {YES: "DELIVERED", NO: "NOT_ALLOWED_BY_IYS"}


def test_a_citizens_refusal_is_heard_at_once(known, verimor):
    client = verimor(**BRAND)
    known.citizen(f"+{YES}")
    client.send(YES, "İndirim", is_commercial=True)
    assert known.truth(client.who["username"])["messages"][-1]["status"] == "NOT_ALLOWED_BY_IYS"


def test_a_brand_must_be_known_and_let_intermediaries_ask(known, verimor, netgsm):
    stranger = verimor(iys_check=True, brand_codes=["999"])
    assert stranger.send(is_commercial=True).text == "NO_AHS_BRAND_ERROR"
    known.put_provider(600001, brands=[{"code": 600001, "ahs": ["ARAMA"]}])
    assert verimor(**BRAND).send(is_commercial=True).text == "AHS_AUTHORIZATION_ERROR"
    assert netgsm(**BRAND).send(PHONE[3:], iysfilter="11").json()["code"] == "50"

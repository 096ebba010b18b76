"""The contract of ordering services: TMF622 over HTTP, and the desk that works by mail."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.gateways.line import closed_port
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from turkcell_hub.gateways.errors import BadCredentials, Busy, Refused, Unknown, Unreachable
from turkcell_hub.gateways.orders.contract import Company, Item, Order, OrdersGateway, Progress
from turkcell_hub.gateways.orders.email_desk import Mail
from turkcell_hub.gateways.orders.registry import CODES, OrdersAccount, open_orders

_numbers = itertools.count(1)
COMPANY = Company("Ege Tekstil A.Ş.", "1234567890", "Ayşe Yılmaz", "+905321234567", "ayse@ege.test")
ITEMS = (
    Item("11", "TOPLU_SMS", characteristics={"payment": "POSTPAID"}),
    Item("12", "OTP"),
)


def order() -> Order:
    return Order(
        f"BSV-{next(_numbers)}", "SERVICE_APPLICATION", COMPANY, ITEMS, "Öğleden sonra arayın"
    )


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        ControlClient(running.url).open_order_key("anahtar", 0)
        yield running


@pytest.fixture
def control(operator: FakeOperatorProcess) -> ControlClient:
    return ControlClient(operator.url)


@pytest.fixture
def account(operator: FakeOperatorProcess) -> OrdersAccount:
    return OrdersAccount("tmf622", operator.url, "anahtar", lambda _mail: None)


@pytest.fixture
def centre(account: OrdersAccount) -> Iterator[OrdersGateway]:
    opened = open_orders(account)
    yield opened
    opened.close()


def test_every_adapter_takes_an_order_and_names_the_state_of_each_item(
    operator: FakeOperatorProcess,
) -> None:
    for adapter in CODES:
        address = operator.url if adapter == "tmf622" else "masa@ortak.test"
        opened = open_orders(OrdersAccount(adapter, address, "anahtar", lambda _mail: None))
        standing = opened.place(order())
        assert standing.id
        assert standing.items == {"11": Progress.RECEIVED, "12": Progress.RECEIVED}
        opened.close()


def test_the_order_carries_company_services_and_wishes(
    centre: OrdersGateway, control: ControlClient
) -> None:
    placed = centre.place(order())
    kept = next(row for row in control.orders() if row["id"] == placed.id)
    assert kept["relatedParty"][0]["id"] == "1234567890"
    assert kept["notificationContact"] == "+905321234567; ayse@ege.test"
    assert [item["productOffering"]["id"] for item in kept["productOrderItem"]] == [
        "TOPLU_SMS", "OTP"
    ]  # fmt: skip
    assert kept["productOrderItem"][0]["product"]["productCharacteristic"] == [
        {"name": "payment", "value": "POSTPAID"}
    ]
    assert kept["note"] == [{"text": "Öğleden sonra arayın"}]


def test_a_change_of_a_product_is_a_modify(centre: OrdersGateway, control: ControlClient) -> None:
    item = Item("1", "TOPLU_SMS", is_new=False, characteristics={"monthlyLimit": "50000"})
    placed = centre.place(replace(order(), items=(item,)))
    kept = next(row for row in control.orders() if row["id"] == placed.id)
    assert kept["productOrderItem"][0]["action"] == "modify"


def test_an_order_whose_answer_was_lost_is_found_by_its_reference(
    centre: OrdersGateway, control: ControlClient
) -> None:
    control.order_stumbles("lose")
    lost = order()
    with pytest.raises(Unknown):
        centre.place(lost)
    found = centre.find(lost.reference)
    assert found is not None
    assert centre.standing(found.id) == found
    assert centre.find("BSV-hic-yok") is None


def test_what_the_centre_says_of_items_is_told_in_our_words(
    centre: OrdersGateway, control: ControlClient
) -> None:
    placed = centre.place(order())
    control.say_of_order(placed.id, {"11": "held", "12": "failed"}, "İmza sirküleri eksik")
    told = centre.standing(placed.id)
    assert told.items == {"11": Progress.NEEDS_INFORMATION, "12": Progress.REJECTED}
    assert told.words == "İmza sirküleri eksik"
    centre.cancel(placed.id, "vazgeçtik")
    assert centre.standing(placed.id).items["11"] is Progress.CANCELLED
    with pytest.raises(Refused):
        centre.cancel(placed.id, "bir daha")


def test_failures_get_their_name_in_the_family(
    account: OrdersAccount, centre: OrdersGateway, control: ControlClient
) -> None:
    control.order_stumbles("busy", "down")
    with pytest.raises(Busy):
        centre.place(order())
    with pytest.raises(Unknown):
        centre.place(order())
    with pytest.raises(Refused):
        centre.place(replace(order(), items=()))
    with pytest.raises(BadCredentials):
        open_orders(replace(account, key="yanlis")).place(order())
    with pytest.raises(BadCredentials):
        open_orders(replace(account, key="yanlis")).listen("https://portal.test/x")
    with pytest.raises(Unreachable):
        open_orders(replace(account, address=closed_port())).place(order())
    with pytest.raises(Refused, match="UNKNOWN_ADAPTER"):
        open_orders(replace(account, adapter="fax"))


def test_the_desk_gets_the_form_under_the_same_message_id_each_time() -> None:
    sent: list[Mail] = []
    desk = open_orders(OrdersAccount("email_desk", "masa@ortak.test", "", sent.append))
    again = order()
    desk.place(again)
    desk.place(again)
    assert len({mail.message_id for mail in sent}) == 1
    assert sent[0].to == "masa@ortak.test"
    for word in (again.reference, "Ege Tekstil A.Ş.", "- TOPLU_SMS (payment: POSTPAID)", "- OTP"):
        assert word in sent[0].text
    assert not desk.capabilities().tells_state
    with pytest.raises(Refused, match="NOT_SUPPORTED"):
        desk.listen("https://portal.test/hooks/orders/x")
    with pytest.raises(Refused, match="NOT_SUPPORTED"):
        desk.standing("1")


@pytest.mark.parametrize(
    ("error", "named"), [(ConnectionRefusedError, Unreachable), (TimeoutError, Unknown)]
)
def test_a_mail_that_may_have_gone_is_unknown(error: type[OSError], named: type[Exception]) -> None:
    def post(_mail: Mail) -> None:
        raise error

    with pytest.raises(named):
        open_orders(OrdersAccount("email_desk", "masa@ortak.test", "", post)).place(order())

"""The contract of ERPs, once against Logo Objects and once against ERPNext, over HTTP."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest

from tests.gateways.line import closed_port
from tests.support import erp
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from turkcell_hub.gateways.erp.contract import CardKind, ErpGateway, SlipKind, SlipLine, SlipRefused
from turkcell_hub.gateways.erp.registry import erp_adapters, open_erp
from turkcell_hub.gateways.errors import BadCredentials, Busy, Refused, Unknown, Unreachable
from turkcell_hub.gateways.sms.contract import AccountConfig

_numbers = itertools.count(1)


@dataclass
class House:
    """One ERP with its firm; ``writes``: the slips that it holds."""

    config: AccountConfig
    code: str
    control: ControlClient

    def change(self, **facts: Any) -> None:
        self.control.put_erp(self.code, **facts)

    def stumbles(self, *steps: str) -> None:
        self.change(stumbles=list(steps))

    def booked(self, number: str) -> list[dict[str, Any]]:
        rows = itertools.chain.from_iterable(self.control.erp(self.code)["slips"].values())
        return [row for row in rows
                if number in (row.get("NUMBER"), row.get("bill_no"), row.get("po_no"))
                and row.get("docstatus", 1) == 1]  # fmt: skip

    def opened(self, **changes: Any) -> ErpGateway:
        return open_erp(replace(self.config, **changes))


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        yield running


@pytest.fixture(scope="module")
def houses(operator: FakeOperatorProcess) -> dict[str, House]:
    control = ControlClient(operator.url)
    control.put_erp("7", **erp.LOGIN, client_id="hub", client_secret="gizli",
                    cards=erp.logo_cards(60))  # fmt: skip
    control.put_erp("Ege Tekstil", username="anahtar", password="sir", cards=erp.erpnext_cards())
    logo = AccountConfig(
        "logo_objects", f"{operator.url}/erp/logo", "HUB", "dogru-sifre", timeout=0.6,
        extra={"firm_no": "7", "client_id": "hub", "client_secret": "gizli", "workplaces": True},
    )  # fmt: skip
    following = AccountConfig(
        "erpnext", f"{operator.url}/erp/next", "anahtar", "sir", timeout=0.6,
        extra={"company": "Ege Tekstil", "vat_rate": "20", "purchase_vat_account": "191 - ET",
               "sales_vat_account": "391 - ET"},
    )  # fmt: skip
    return {
        "logo_objects": House(logo, "7", control),
        "erpnext": House(following, "Ege Tekstil", control),
    }


@pytest.fixture(params=["logo_objects", "erpnext"])
def house(houses: dict[str, House], request: pytest.FixtureRequest) -> House:
    return houses[request.param]


@pytest.fixture
def logo(houses: dict[str, House]) -> House:
    return houses["logo_objects"]


@pytest.fixture
def gateway(house: House) -> Iterator[ErpGateway]:
    opened = house.opened()
    yield opened
    opened.close()


@pytest.fixture
def number() -> str:
    return f"ABC2026{next(_numbers):09d}"


def every(gateway: ErpGateway, kind: CardKind) -> list[dict[str, Any]]:
    rows, cursor = [], None
    while True:
        page = gateway.cards(kind, cursor)
        rows += page.rows
        cursor = page.cursor
        if cursor is None:
            return rows


def test_a_slip_is_booked_once_and_found_by_its_number(
    house: House, gateway: ErpGateway, number: str
) -> None:
    gateway.check()
    slip = erp.slip(number)
    assert gateway.find(slip).known == "NO"
    first = gateway.post(slip)
    assert gateway.find(slip).packet_id == first.ref
    assert gateway.post(slip) == first
    assert len(house.booked(number)) == 1


@pytest.mark.parametrize("stumble", ["lose", "late", "error_after"])
def test_an_answer_lost_after_saving_is_unknown_and_the_repeat_finds_the_slip(
    house: House, gateway: ErpGateway, number: str, stumble: str
) -> None:
    house.stumbles(stumble)
    with pytest.raises(Unknown):
        gateway.post(erp.slip(number))
    booked = gateway.post(erp.slip(number))
    assert gateway.find(erp.slip(number)).packet_id == booked.ref
    assert len(house.booked(number)) == 1


def test_what_was_not_taken_is_said_so(house: House, gateway: ErpGateway, number: str) -> None:
    house.stumbles("busy")
    with pytest.raises(Busy):
        gateway.post(erp.slip(number))
    house.stumbles("drop_before")
    with pytest.raises(Unknown):
        gateway.post(erp.slip(number))
    assert house.booked(number) == []
    nowhere = house.opened(base_url=closed_port())
    with pytest.raises(Unreachable):
        nowhere.post(erp.slip(number))


def test_every_text_of_a_refusal_comes_back(house: House, gateway: ErpGateway, number: str) -> None:
    odd = SlipLine("YOK-1", Decimal("130.00"), Decimal(0), Decimal(0), project="YOK-2")
    with pytest.raises(SlipRefused) as refused:
        gateway.post(erp.slip(number, account="YOK-3", lines=(odd,)))
    assert len(refused.value.texts) == 3
    assert house.booked(number) == []


def test_a_closed_period_refuses_and_leaves_nothing_behind(
    house: House, gateway: ErpGateway, number: str
) -> None:
    house.change(closed_until="2026-09-30")
    with pytest.raises(SlipRefused, match="ERP_REFUSED") as refused:
        gateway.post(erp.slip(number, date=dt.date(2026, 9, 30)))
    assert "kapalı" in " ".join(refused.value.texts)
    gateway.post(erp.slip(number))
    assert len(house.booked(number)) == 1


def test_a_number_of_another_amount_is_never_taken_for_ours(
    house: House, gateway: ErpGateway, number: str
) -> None:
    gateway.post(erp.slip(number))
    line = SlipLine(erp.CARD, Decimal("50.00"), Decimal(20), Decimal("10.00"))
    other = erp.slip(number, lines=(line,), total=Decimal("60.00"))
    assert gateway.find(other).known == "NO"
    with pytest.raises(SlipRefused, match="NUMBER_TAKEN"):
        gateway.post(other)
    assert len(house.booked(number)) == 1


def test_an_issued_service_goes_to_the_customers_side(
    house: House, gateway: ErpGateway, number: str
) -> None:
    line = SlipLine(erp.ISSUED_CARD, Decimal("40.01"), Decimal(20), Decimal("8.00"))
    slip = erp.slip(number, kind=SlipKind.ISSUED_SERVICE, account=erp.CUSTOMER, lines=(line,),
                    total=Decimal("48.01"))  # fmt: skip
    ref = gateway.post(slip).ref
    assert gateway.find(slip).packet_id == ref


def test_foreign_money_is_refused_before_anything_is_sent(
    house: House, gateway: ErpGateway, number: str
) -> None:
    with pytest.raises(SlipRefused, match="CANNOT_SAY"):
        gateway.post(erp.slip(number, currency="EUR"))


def test_a_wrong_login_is_tried_once(house: House, number: str) -> None:
    opened = house.opened(password="yanlis")
    for _ in range(2):
        with pytest.raises(BadCredentials):
            opened.check()
    opened.close()


def test_cards_come_in_the_mirrors_words(gateway: ErpGateway) -> None:
    found = {kind: every(gateway, kind) for kind in gateway.kinds()}
    accounts = {row["code"]: row for row in found[CardKind.ACCOUNT]}
    assert accounts[erp.SUPPLIER]["tax_number"] == "8790017566"
    assert accounts[erp.CUSTOMER]["title"] == "Ayşe Yılmaz"
    assert "532" in accounts[erp.CUSTOMER]["phones"][0]["number"]
    home = {"address": "372. Sokak No 5", "district": "Bornova", "city": "İzmir",
            "postcode": "35100"}  # fmt: skip
    assert accounts[erp.CUSTOMER].items() >= home.items()
    assert [row["account"] for row in found[CardKind.CONTACT]] == [erp.CUSTOMER]
    assert found[CardKind.PERSON][0]["code"] == "S-1"
    cards = {(row["side"], row["code"]): row for row in found[CardKind.SERVICE_CARD]}
    assert set(cards) == {("RECEIVED", erp.CARD), ("RECEIVED", erp.TAX_CARD),
                          ("RECEIVED", "770.03.09"), ("ISSUED", erp.ISSUED_CARD)}  # fmt: skip
    assert Decimal(cards["RECEIVED", erp.CARD]["vat_rate"]) == 20
    assert Decimal(cards["RECEIVED", erp.TAX_CARD]["vat_rate"]) == 0
    assert not cards["RECEIVED", "770.03.09"]["is_active"]
    assert found[CardKind.PROJECT][0]["is_active"]
    assert [row["code"] for row in found[CardKind.WORKPLACE]] == ["0", "1"]


def test_erpnext_addresses_are_the_primary_one_else_a_linked_one_that_is_in_use(
    houses: dict[str, House],
) -> None:
    def kept(name: str, city: str, *parties: str, **more: Any) -> dict[str, Any]:
        links = [{"link_doctype": "Customer", "link_name": party} for party in parties]
        return {"name": name, "address_line1": f"{name} Sokak", "address_line2": None,
                "city": city, "country": "Türkiye", "links": links, **more}  # fmt: skip

    customers = [{"name": name, "customer_name": name, "customer_primary_address": main}
                 for name, main in (("A", "a1"), ("B", ""), ("C", "c1"), ("D", None))]  # fmt: skip
    addresses = [
        kept("a1", "Konak", "A", state="İzmir"), kept("a2", "Ankara", "A", is_primary_address=1),
        kept("b1", "Bursa", "B"), kept("b2", "Manisa", "B", county="Akhisar", is_primary_address=1),
        kept("c1", "Muğla", "C", disabled=1), kept("c2", "Ulm", "X", "C", country="Germany"),
        {**kept("d1", "Adana"), "links": [{"link_doctype": "Supplier", "link_name": "D"}]},
    ]  # fmt: skip
    house = houses["erpnext"]
    house.control.put_erp("Adresler", username="adres", password="sir",
                          cards={"Customer": customers, "Address": addresses})  # fmt: skip
    found = {row["code"]: row for row in every(house.opened(username="adres"), CardKind.ACCOUNT)}
    told = {code: (found[code].get("district"), found[code].get("city"),
                   found[code].get("address")) for code in "ABCD"}  # fmt: skip
    assert told == {
        "A": ("Konak", "İzmir", "a1 Sokak"), "B": ("Akhisar", "Manisa", "b2 Sokak"),
        "C": ("", "Ulm, Germany", "c2 Sokak"), "D": (None, None, None),
    }  # fmt: skip


def test_erpnext_tells_what_changed_and_what_was_deleted(houses: dict[str, House]) -> None:
    day, cards = dt.date(2026, 11, 22), erp.erpnext_cards()
    items = [{**row, "modified": f"2026-11-2{n} 09:00:00.5"} for n, row in enumerate(cards["Item"])]
    trace = {"deleted_doctype": "Item", "restored": 0, "creation": "2026-11-22 00:00:00.1"}
    names = ("SILINDI", erp.CARD, "GERI-GELDI", "ESKIDEN")  # the second one was made anew
    deleted = [{**trace, "name": f"d{n}", "deleted_name": name} for n, name in enumerate(names)]
    deleted[2]["restored"], deleted[3]["creation"] = 1, "2026-11-21 23:59:59.9"
    house = houses["erpnext"]
    house.change(cards={"Item": items, "Deleted Document": deleted}, hidden=[])
    opened = house.opened()
    read = opened.cards(CardKind.SERVICE_CARD, None, day)
    assert [row["code"] for row in read.rows] == [erp.ISSUED_CARD, "770.03.09"]
    assert opened.cards(CardKind.PROJECT, None, day).rows == ()
    assert opened.gone(CardKind.SERVICE_CARD, day) == ["SILINDI"]
    assert opened.gone(CardKind.ACCOUNT, day) == []
    house.change(hidden=["Deleted Document"], cards=cards)
    assert opened.gone(CardKind.SERVICE_CARD, day) == ()
    opened.close()


def test_logo_gives_25_rows_a_page_and_a_reader_goes_on_where_it_stopped(logo: House) -> None:
    first = logo.opened()
    page = first.cards(CardKind.ACCOUNT)
    assert len(page.rows) == 25
    first.close()
    second = logo.opened()
    rest = [*second.cards(CardKind.ACCOUNT, page.cursor).rows]
    assert rest[0]["code"] not in {row["code"] for row in page.rows}
    assert len(every(second, CardKind.ACCOUNT)) == 62
    second.close()


def test_an_ended_token_costs_one_new_login_and_nothing_twice(logo: House, number: str) -> None:
    opened = logo.opened()
    opened.check()
    logo.control.advance(7200)
    opened.post(erp.slip(number))
    opened.close()
    assert len(logo.booked(number)) == 1


def test_a_quote_in_a_code_stays_inside_the_filter(logo: House) -> None:
    opened = logo.opened()
    assert opened.find(erp.slip("A' or TYPE eq 4")).known == "NO"
    opened.close()


def test_two_workplaces_do_not_fit_into_one_logo_slip(logo: House, number: str) -> None:
    lines = tuple(replace(line, workplace=str(place))
                  for place, line in enumerate(erp.slip(number).lines))  # fmt: skip
    opened = logo.opened()
    with pytest.raises(SlipRefused, match="CANNOT_SAY"):
        opened.post(erp.slip(number, lines=lines))
    opened.close()


def test_the_adapters_are_named() -> None:
    assert [info.code for info in erp_adapters()] == ["logo_objects", "erpnext"]
    assert all(info.services == ("erp",) for info in erp_adapters())
    with pytest.raises(Refused):
        open_erp(AccountConfig("x", "", "", ""))

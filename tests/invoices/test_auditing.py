"""Hat denetçisi: planted anomalies in a year are found, none in a clean one."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.test import Client

from fieldteams.models import FieldPhone
from invoices.auditing import Charge, Kind, findings
from invoices.models import Bill, BillNumber
from invoices.selectors import audit
from invoices.services import intake
from tests.erp.world import put
from tests.support import bills
from tests.support.firms import actor_for, client_for, make_code, make_member
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.portal import cells
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership

RULES = {"jump_percent": 50, "jump_least": Decimal(50)}


def charge(number: str, amount: int = 120, **more: object) -> Charge:
    kdv = Decimal(amount) / 6
    given = {"kdv": kdv, "oiv": kdv / 2, "tariff": "Kurumsal 10 GB", "kdv_rate": Decimal(20),
             "oiv_rate": Decimal(10), **more}  # fmt: skip
    return Charge(number, Decimal(amount), **given)  # type: ignore[arg-type]


def month(*charges: Charge) -> dict[str, Charge]:
    return {one.number: one for one in charges}


def clean() -> list[Charge]:
    return [charge(f"53210000{place:02}", 100 + place) for place in range(20)]


STAFF = {one.number: (f"Kişi {one.number}", True) for one in clean()}


@pytest.mark.parametrize("staff", [None, {}, STAFF])
def test_a_clean_year_has_no_finding(staff: dict | None) -> None:
    year = [month(*clean()) for _ in range(12)]
    for place in range(12):
        assert findings(year[place], year[place + 1 : place + 4], staff=staff, **RULES) == []


def test_a_line_of_nobody_and_one_of_somebody_who_has_left_are_found() -> None:
    now = [*clean(), charge("2324440011", 90)]  # a land line is no person's
    left, nobody = now[0].number, now[1].number
    staff = {**STAFF, left: ("Can Kaya", False)}
    del staff[nobody]
    past = [month(*now) for _ in range(3)]
    found = findings(month(*now), past, staff=staff, **RULES)
    assert [(one.kind, one.number, one.detail) for one in found] == [
        (Kind.LEFT, left, "Can Kaya"), (Kind.NOBODY, nobody, "Kurumsal 10 GB"),
    ]  # fmt: skip


def test_each_planted_anomaly_is_found_with_its_number_and_amount() -> None:
    past = [month(*clean()) for _ in range(3)]
    now = clean()
    del now[0]
    now[0] = now[0]._replace(amount=Decimal(400), kdv=Decimal(60), oiv=Decimal(30))
    now[1] = now[1]._replace(amount=Decimal(0), kdv=Decimal(0), oiv=Decimal(0))
    now[2] = now[2]._replace(tariff="Yurt Dışı Paketi")
    now[3] = now[3]._replace(oiv=now[3].kdv)
    now.append(charge("5339999999", 75))
    found = findings(month(*now), past, **RULES)
    assert {(one.kind, one.number) for one in found} == {
        (Kind.VANISHED, "5321000000"),
        (Kind.JUMP, "5321000001"),
        (Kind.ZERO, "5321000002"),
        (Kind.ROAMING, "5321000003"),
        (Kind.TAX_RATE, "5321000004"),
        (Kind.NEW, "5339999999"),
    }
    jump = next(one for one in found if one.kind == Kind.JUMP)
    assert (jump.amount, jump.before) == (Decimal(400), Decimal(101))


ONE, TWO, THREE, FOUR = "5321000001", "5321000002", "5321000003", "5321000004"
ISSUED = tuple(dt.date(2026, month, 1) for month in (9, 10, 11))
MONTHS = tuple(dt.date(2026, month, 1) for month in (8, 9, 10))  # that those bills are for


def take(actor: Actor, shape: str, number: str, **more: object) -> Bill:
    intake.from_file(actor, bills.printed(shape, number, **more), "x.xml")
    return Bill.objects.get(number=number)


@pytest.fixture
def year(actor: Actor, firm: Firm) -> list[Bill]:
    """Three months of four lines; in the last one the second is ten times as dear. The first is
    Ayşe's, the second is of the field team, the third was Can's, who has left."""
    usual = {number: {"net": "100.00"} for number in (ONE, TWO, THREE, FOUR)}
    made = []
    for issued in ISSUED:
        usage = {**usual, TWO: {"net": "1000.00"}} if issued == ISSUED[-1] else usual
        made.append(take(actor, "plain_bulk", f"TCL{issued:%Y%m}0000042", numbers=tuple(usual),
                         usage=usage, issue_date=issued))  # fmt: skip
    put(
        firm, MirrorKind.PERSON,
        {"code": "1", "first_name": "Ayşe", "last_name": "Işık",
         "phones": ["0232 444 00 11", "0532 100 00 01"]},
        {"code": "2", "first_name": "Can", "last_name": "Kaya", "phones": ["0532 100 00 03"],
         "is_active": False},
    )  # fmt: skip
    FieldPhone.objects.create(firm=firm, phone=f"+90{TWO}", description="Servis aracı")
    return made


def page(actor: Actor, path: str) -> str:
    browser = client_for(Membership.objects.select_related("user").get(pk=actor.membership_id))
    return str(browser.get(path).content.decode())


def test_a_months_bills_are_held_against_the_months_before_and_the_staff_list(
    actor: Actor, year: list[Bill]
) -> None:
    found = audit.of_month(actor, MONTHS[-1])
    assert [(one.kind, one.number) for one in found] == [
        (Kind.JUMP, TWO), (Kind.LEFT, THREE), (Kind.NOBODY, FOUR),
    ]  # fmt: skip
    said = page(actor, "/line-audit/?month=2026-10")
    for told in ("Kullanıcısı ayrılmış", "Can Kaya", "Kullanıcısı bilinmiyor", "Servis aracı"):
        assert told in said


def test_months_of_every_honest_shape_of_bill_raise_no_alarm(actor: Actor) -> None:
    """A fixed line's ÖİV has a smaller base than its KDV; that is no other rate."""
    for issued in ISSUED:
        for place, shape in enumerate(("fixed", "bulk", "itemised", "old_balance", "single")):
            take(actor, shape, f"T{place}L{issued:%Y%m}0000042", issue_date=issued, count=9)
    bills_of_fixed = [bill for bill in Bill.objects.all() if bill.number.startswith("T0L")]
    assert {len(bill.taxes) for bill in bills_of_fixed} != {1}
    for month in MONTHS:
        odd = [one for one in audit.of_month(actor, month) if one.kind == Kind.TAX_RATE]
        assert odd == []


def test_the_first_month_has_no_past_but_a_staff_list(actor: Actor, year: list[Bill]) -> None:
    found = audit.of_month(actor, MONTHS[0])
    assert {one.kind for one in found} == {Kind.LEFT, Kind.NOBODY}


def test_a_card_behind_a_code_tells_nobody_whose_a_line_is(
    actor: Actor, firm: Firm, year: list[Bill]
) -> None:
    put(firm, MirrorKind.PERSON, {"code": "1", "authority_code": "YON"})
    staff = make_member(firm, codes=[make_code(firm, "BASKA").code])
    seen = {one.number for one in audit.of_month(actor_for(staff), MONTHS[-1])}
    assert ONE in seen
    assert "Ayşe Işık" not in page(actor_for(staff), "/line-audit/?month=2026-10")
    assert ONE not in {one.number for one in audit.of_month(actor, MONTHS[-1])}


def test_the_letter_names_each_disputed_number_with_month_reason_and_amounts(
    actor: Actor, year: list[Bill]
) -> None:
    bill = year[-1]
    dear = BillNumber.objects.get(bill=bill, number=TWO).amount
    before = BillNumber.objects.get(bill=year[0], number=TWO).amount
    letter = page(actor, f"/bills/{bill.pk}/letter/")
    rows = re.findall(r"<tr><th scope=\"row\">(\d+)</th>(.*?)</tr>", letter, re.DOTALL)
    assert [number for number, _row in rows] == [TWO]  # who uses a line is no operator's matter
    for told in ("10.2026", "Artış", cells.money(dear), cells.money(before)):
        assert told in rows[0][1]
    assert bill.number in letter
    assert "itiraz edilecek bir şey yok" in page(actor, f"/bills/{year[0].pk}/letter/")


def test_what_a_return_gives_back_comes_off_the_costs_and_is_nobodys_use(
    actor: Actor, year: list[Bill]
) -> None:
    before = dict(audit.cost_by_number(MONTHS[-1]))
    total = sum(bill.amount for bill in year if bill.period == MONTHS[-1])
    back = take(actor, "return", "TCL2026000000077", numbers=(ONE,), issue_date=ISSUED[-1])
    month, cost, count = audit.cost_by_month()[-1]
    assert (month, cost, count) == (MONTHS[-1], total - back.amount, 2)
    assert dict(audit.cost_by_number(MONTHS[-1]))[ONE] == before[ONE] - back.amount
    assert ONE not in {one.number for one in audit.of_month(actor, MONTHS[-1])}


def test_costs_are_drawn_by_month_number_and_project(actor: Actor, year: list[Bill]) -> None:
    said = page(actor, "/bill-costs/?month=2026-10")
    assert "is-by-time" in said  # a phone shows the newest months first
    assert said.count('class="hub-chart"') == 2  # nothing is booked, so no project yet
    assert f'href="/bills/?number={TWO}"' in said
    dear = dict(audit.cost_by_number(MONTHS[-1]))[TWO]
    assert f"<title>{TWO}: {cells.money(dear)}</title>" in said


def test_a_customer_sees_no_audit(customer_client: Client) -> None:
    for path in ("/line-audit/", "/bill-costs/"):
        assert customer_client.get(path).status_code == 403

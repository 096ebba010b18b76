"""Durum Bilgisi and the days of a wallet, held against the ledger (L-123, C-07)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db.models import Sum
from django.test import Client

from messaging.models import Campaign
from tests.billing.test_refunds import sent, tell
from tests.support.firms import actor_for, make_key
from tests.support.messaging import load_credit, make_account
from turkcell_hub.billing import calendar
from turkcell_hub.billing.selectors import days, limit, status
from turkcell_hub.billing.services import limits, orders
from turkcell_hub.errors import Conflict
from turkcell_hub.gateways.sms.contract import Outcome
from turkcell_hub.ledger.models import Account, Transfer
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(firm: Firm, admin: Membership) -> Firm:
    """Loads, two campaigns with two ends, OTP credit, and a correction."""
    actor = actor_for(admin)
    make_account(firm)
    load_credit(firm, 100)
    with firm_scope(firm.pk):
        tell(sent(actor, firm, 3), Outcome.DELIVERED)
        tell(again(actor, firm), Outcome.UNDELIVERED)
        credits.load(firm.pk, "OTP", 40, "otp", Reason.PURCHASE, actor)
        credits.spend(firm.pk, "OTP", 7, "otp-7", Reason.OTP, actor)
        credits.adjust(firm.pk, "SMS", -5, "fix", Reason.MANUAL, actor)
    return firm


def again(actor, firm: Firm):  # type: ignore[no-untyped-def]
    from tests.billing.test_refunds import sent_again

    return sent_again(actor, firm)


@pytest.mark.requirement("L-123")
def test_every_figure_is_the_ledgers(busy: Firm, admin_client: Client) -> None:
    with firm_scope(busy.pk):
        rows = {row.kind: row for row in status.of_firm(busy.pk)}
        assert {kind: len(rows[kind].last) for kind in ("SMS", "OTP")} == {"SMS": 2, "OTP": 1}
        for row in rows.values():
            accounts = dict(Account.objects.filter(kind=row.kind).values_list("role", "balance"))
            assert (row.total, row.used, row.remaining) == (
                -accounts["SOURCE"], accounts["SPENT"], accounts["AVAILABLE"],
            )  # fmt: skip
            assert row.total - row.used == row.remaining
            assert [spend.type for spend in row.last] == ["SPEND"] * len(row.last)
    page = admin_client.get("/status/?service=SMS").content.decode()
    last = page.split("Son gönderimler")[1].split("</ul>")[0]
    assert (last.count("<li>"), last.count("3 iade")) == (2, 1)
    with firm_scope(busy.pk):
        newest = Campaign.objects.select_related("account").latest("pk")
    assert f'<a href="/campaigns/{newest.pk}/">{newest.name}</a>' in last
    assert newest.account is not None
    assert last.count(f">{newest.account.name}<") == 2
    _key, secret = make_key(busy, ["billing.status.view"])
    api = Client(headers={"Authorization": f"Bearer {secret}"})
    told = {
        row["kind"]: row["last"] for row in api.get("/api/v1/account_status/").json()["results"]
    }
    assert told["SMS"][0]["operator"] == newest.account.name
    assert told["OTP"][0]["operator"] is None  # booked by hand: no operator took it


@pytest.mark.requirement("L-123")
def test_the_figures_of_a_monthly_limit_add_up_on_the_page(
    firm: Firm, admin: Membership, admin_client: Client
) -> None:
    actor = actor_for(admin)
    make_account(firm)
    with firm_scope(firm.pk):
        limits.change_plan(actor, "FATURALI", 100)
        credits.spend(firm.pk, "LIMIT", 7, "limit-7", Reason.MANUAL, actor)
    page = admin_client.get("/status/?service=SMS").content.decode()
    shop = admin_client.get("/credits/").content.decode()
    for where in (page.split('id="status-LIMIT"')[1], shop.split('id="month-limit"')[1]):
        read = dict(re.findall(r"<dt>([^<]+)</dt><dd>(?:<strong>)?([\d.]+)", where))
        names = ("Aylık limit", "Bu ay kullanılan", "Kalan")
        assert [read[name] for name in names] == ["100", "7", "93"]


@pytest.mark.requirement("C-02", "T9")
def test_a_postpaid_firm_is_shown_and_sold_nothing_of_credit(
    firm: Firm, admin: Membership, admin_client: Client
) -> None:
    actor = actor_for(admin)
    assert "Kredi Satın Al" in admin_client.get("/").content.decode()
    with firm_scope(firm.pk):
        limits.change_plan(actor, "FATURALI", 100)
    status_page = admin_client.get("/status/").content.decode().split("<main")[1]
    shop = admin_client.get("/credits/").content.decode().split("<main")[1]
    for page in (status_page, shop):
        assert "kredi satın al" not in page.lower()
        assert 'id="status-SMS"' not in page
        assert 'name="credits"' not in page
        assert 'href="/limit-requests/add/"' in page
        assert "Henüz kapanmış ay yok" in page
    home = admin_client.get("/").content.decode()
    assert "Aylık limit 100, bu ay kullanılan 0" in home
    assert "Kredi Satın Al" not in home
    assert "Kredi Satın Al" not in admin_client.get("/search/?q=kredi").content.decode()
    form = admin_client.get("/credit-reminders/add/").content.decode().split('name="kind"')[1]
    offered = re.findall(r'<option value="(\w+)"', form.split("</select>")[0])
    assert offered == ["LIMIT", "OTP", "IYS"]
    with firm_scope(firm.pk), pytest.raises(Conflict) as refused:
        orders.place(actor, 1000, "HAVALE")
    assert refused.value.code == "not_prepaid"
    load_credit(firm, 70)
    assert 'id="status-SMS"' in admin_client.get("/status/").content.decode()


@pytest.mark.requirement("C-02", "L-123")
def test_a_month_tells_what_came_back_of_earlier_ones_and_the_day_on_which_the_limit_ends() -> None:
    tenth = dt.date(2027, 3, 10)
    assert limit.Standing(limit=100, used=3, left=102, today=tenth).came_back == 5
    assert limit.Standing(limit=100, used=60, left=40, today=tenth).ends_on == dt.date(2027, 3, 16)
    slow = limit.Standing(limit=100, used=3, left=97, today=tenth)
    assert (slow.came_back, slow.ends_on) == (0, None)
    assert slow.renews_on == dt.date(2027, 4, 1)


@pytest.mark.requirement("L-005")
def test_switching_the_service_changes_every_figure(busy: Firm, admin_client: Client) -> None:
    def figures(query: str) -> list[str]:
        page = admin_client.get(f"/status/{query}").content.decode()
        cells = re.findall(r"<dd>(?:<strong>)?([\d.]+)|class=\"text-end\">(-?[\d.]+)<", page)
        return [one or other for one, other in cells]

    sms, otp = figures("?service=SMS"), figures("?service=OTP")
    assert sms[:3] == ["92", "3", "95"]  # left, used, loaded (less the correction)
    assert otp[:3] == ["33", "7", "40"]
    today = {"opening": 0, "loaded": 40, "sent": 7, "delivered": 0, "refunded": 0,
             "adjusted": 0, "closing": 33}  # fmt: skip
    assert otp[3 : 3 + len(today)] == [str(figure) for figure in today.values()]
    assert sms[3:10] != otp[3:10]
    assert figures("") == figures("?service=YOK") == sms


@pytest.mark.requirement("C-07")
def test_the_days_add_up_to_the_ledger(busy: Firm) -> None:
    today = calendar.today()
    with firm_scope(busy.pk):
        shown = days.daily(busy.pk, "SMS", today - dt.timedelta(days=3), today)
        moves = Transfer.objects.filter(kind="SMS").order_by()
        sums = dict(moves.values_list("type").annotate(Sum("amount")))
    assert [day.day for day in shown] == [today - dt.timedelta(days=n) for n in (3, 2, 1, 0)]
    assert (sum(day.sent for day in shown), sum(day.refunded for day in shown)) == (
        sums["SPEND"], sums["REFUND"],
    )  # fmt: skip
    assert sum(day.delivered for day in shown) == 3
    last = shown[-1]
    assert (last.loaded, last.sent, last.refunded, last.adjusted) == (100, 6, 3, -5)
    assert last.closing == credits.balance(busy.pk, "SMS") == 92
    for before, after in zip(shown, shown[1:], strict=False):
        assert before.closing == after.opening


def test_the_rest_door_tells_the_same(busy: Firm, admin: Membership, settings) -> None:  # type: ignore[no-untyped-def]
    settings.API_RATE_LIMITS = {}
    _key, secret = make_key(busy, ["billing.status.view"], by=admin)
    client = Client(headers={"authorization": f"Bearer {secret}"})
    told = {row["kind"]: row for row in client.get("/api/v1/account_status/").json()["results"]}
    assert (told["SMS"]["remaining"], told["OTP"]["remaining"]) == (92, 33)
    rows = client.get("/api/v1/credit_days/?kind=SMS").json()["results"]
    assert (len(rows), rows[-1]["closing"]) == (30, 92)
    for wrong in ("kind=X", "since=2026-13-01", "since=2030-01-01", "since=2001-01-01", "x=1"):
        assert client.get(f"/api/v1/credit_days/?{wrong}").status_code == 400

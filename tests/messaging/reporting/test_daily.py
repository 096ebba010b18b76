"""Raporlama: every day of the range, to the credit what the ledger says."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Count, Q, Sum
from django.test import Client

from messaging.models import Campaign, Message, MessageState
from messaging.selectors.reporting import figures
from messaging.selectors.reporting import period as periods
from messaging.selectors.reporting.question import ask, form_of
from messaging.states import FAILED
from tests.api.conftest import Caller
from tests.messaging.reporting.conftest import ISTANBUL, Send
from tests.support.firms import make_brand, make_code, make_key, make_member
from turkcell_hub.billing.services import limits, tariffs
from turkcell_hub.errors import Invalid
from turkcell_hub.gateways.sms.contract import Outcome
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Role

pytestmark = pytest.mark.django_db
D, F = Outcome.DELIVERED, Outcome.UNDELIVERED


def ist(day: int, hour: int, minute: int = 0, second: int = 0) -> dt.datetime:
    return dt.datetime(2026, 10, day, hour, minute, second, tzinfo=ISTANBUL)


def daily(actor: Actor, **params: Any) -> figures.Daily:
    given = {"from": "2026-10-01", "to": "2026-10-31", **params}
    return figures.daily(ask(actor, form_of(actor, given)))


def ledger(firm: Firm, kind: str, day: dt.date) -> int:
    start = dt.datetime.combine(day, dt.time.min, ISTANBUL)
    rows = Transfer.objects.filter(type=kind, at__gte=start, at__lt=start + dt.timedelta(days=1))
    return rows.aggregate(all=Sum("amount"))["all"] or 0


@pytest.mark.requirement("L-124", "L-125", "C-07")
def test_each_day_equals_the_ledger_and_the_rows_up_to_the_last_second(
    send: Send, clerk: Actor, firm: Firm
) -> None:
    send([D, F, None], ist(1, 0, 0, 0))
    send([D, D], ist(10, 23, 59, 59))
    send([D, F], ist(11, 0, 0, 0), back_at=ist(12, 9))
    send([F], ist(31, 23, 59, 59))
    send([D], dt.datetime(2026, 11, 1, tzinfo=ISTANBUL))
    found = daily(clerk)
    assert len(found.days) == 31
    for day, sums in found.days.items():
        assert sums.credits == ledger(firm, "SPEND", day), day
        assert sums.refunded == ledger(firm, "REFUND", day), day
    tenth, eleventh, twelfth = (found.days[dt.date(2026, 10, n)] for n in (10, 11, 12))
    assert (tenth.sent, tenth.delivered) == (2, 2)
    assert (eleventh.sent, eleventh.delivered, eleventh.failed, eleventh.refunded) == (2, 1, 1, 0)
    assert (twelfth.sent, twelfth.refunded) == (0, 1)
    assert found.total == figures.total_of(found.days)
    rows = Message.objects.filter(
        campaign__prepared_at__lt=dt.datetime(2026, 11, 1, tzinfo=ISTANBUL)
    )
    counted = rows.aggregate(
        all=Count("pk"),
        delivered=Count("pk", filter=Q(state=MessageState.DELIVERED)),
        failed=Count("pk", filter=Q(state__in=FAILED)),
        waiting=Count("pk", filter=Q(state=MessageState.PENDING)),
    )
    total = found.total
    assert counted == {
        "all": total.total, "delivered": total.delivered, "failed": total.failed,
        "waiting": total.waiting,
    }  # fmt: skip


@pytest.mark.requirement("L-124")
def test_a_day_on_which_the_clock_is_set_back_has_twenty_five_hours(
    send: Send, clerk: Actor, firm: Firm
) -> None:
    firm.time_zone = "Europe/Berlin"
    firm.save()
    edges = (
        dt.datetime(2026, 10, 24, 22, tzinfo=dt.UTC),
        dt.datetime(2026, 10, 25, 23, tzinfo=dt.UTC),
    )
    second = dt.timedelta(seconds=1)
    for at in (edges[0] - second, edges[0], edges[1] - second, edges[1]):
        send([D], at)
    found = daily(clerk, **{"from": "2026-10-25", "to": "2026-10-25"})
    assert (found.total.sent, found.total.credits) == (2, 2)


def test_a_campaign_and_its_spend_are_of_one_moment(send: Send) -> None:
    made = send([D])
    assert made.prepared_at == Transfer.objects.get(pk=made.spend_id).at


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("today", "2026-03-02", "2026-03-02"),
        ("yesterday", "2026-03-01", "2026-03-01"),
        ("this_week", "2026-03-02", "2026-03-02"),
        ("last_week", "2026-02-23", "2026-03-01"),
        ("this_month", "2026-03-01", "2026-03-02"),
        ("last_month", "2026-02-01", "2026-02-28"),
        ("last_30", "2026-02-01", "2026-03-02"),
        ("this_year", "2026-01-01", "2026-03-02"),
    ],
)
def test_a_ready_range_ends_where_its_name_says(
    firm: Firm, code: str, first: str, last: str
) -> None:
    found = periods.preset(firm.pk, code, dt.date(2026, 3, 2))
    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize(
    ("params", "field", "says"),
    [
        ({"from": "2026-10-02", "to": "2026-10-01"}, "from", "bitiş tarihinden sonra olamaz"),
        ({"from": "2024-01-01", "to": "2026-10-01"}, "to", "en çok 366 günü"),
        ({"from": "0001-01-01", "to": "0001-01-02"}, "from", "01.01.2000"),
        ({"period": "today", "from": "2026-10-01"}, "period", "Ya hazır bir dönem"),
        ({"from": "32.10.2026"}, "from", "tarih"),
    ],
)
def test_a_range_that_is_none_is_refused_with_a_sentence(
    clerk: Actor, params: dict[str, str], field: str, says: str
) -> None:
    with pytest.raises(Invalid, match=says) as refused:
        ask(clerk, form_of(clerk, params))
    assert refused.value.field == field


def test_a_hidden_campaign_is_in_no_sum(send: Send, clerk: Actor, firm: Firm) -> None:
    open_one = send([D], ist(5, 12))
    secret = send([D, F], ist(5, 12))
    branded = send([D, F, D], ist(5, 12))
    Campaign.objects.filter(pk=secret.pk).update(authority_code=make_code(firm, "GIZLI"))
    Campaign.objects.filter(pk=branded.pk).update(brand=make_brand(firm, "B2"))
    limited = of_membership(make_member(firm, Role.STAFF, brands=["B1"]))
    assert (daily(clerk).total.total, daily(clerk).total.refunded) == (6, 2)
    seen = daily(limited).total
    assert (seen.total, seen.credits, seen.refunded) == (open_one.total, 1, 0)


def test_what_comes_back_to_a_postpaid_firms_limit_counts_as_well(
    send: Send, clerk: Actor, firm: Firm
) -> None:
    desk = actors.system(clerk.firm_id, "İşletmeci")
    tariffs.add(desk, {"valid_from": dt.date(2026, 1, 1), "unit_price": Decimal("0.05")})
    limits.change_plan(desk, "FATURALI", 1000)
    send([D, F], ist(11, 9))
    found = daily(clerk).total
    assert (found.sent, found.credits, found.refunded) == (2, 2, 1)


def test_filters_narrow_credits_and_refunds_alike(send: Send, clerk: Actor) -> None:
    one = send([D, F], ist(5, 12))
    send([F, F, F], ist(5, 12))
    found = daily(clerk, campaign=one.pk).total
    assert (found.sent, found.credits, found.refunded) == (2, 2, 1)
    assert daily(clerk, source="API").total.total == 0
    assert daily(clerk, person=clerk.membership_id, sender=one.sender_id).total.total == 5


@pytest.mark.requirement("L-124", "L-125")
def test_the_page_shows_empty_days_and_refuses_a_reversed_range(
    send: Send, admin_client: Client
) -> None:
    send([D, F], ist(5, 12))
    page = admin_client.get("/reports/sending/?from=04.10.2026&to=06.10.2026").content.decode()
    for shown in ("Günlük Gönderim Adetleri", "04.10.2026", "06.10.2026", "hub-chart", "%50"):
        assert shown in page
    linked = admin_client.get("/reports/sending/?from=2026-10-04&to=2026-10-06").content.decode()
    assert 'value="04.10.2026"' in linked, "a mail's link writes the days otherwise"
    assert 'value="2026-10' not in linked
    refused = admin_client.get("/reports/sending/?from=06.10.2026&to=04.10.2026")
    assert refused.status_code == 422
    assert "bitiş tarihinden sonra olamaz" in refused.content.decode()


@pytest.mark.requirement("L-125")
def test_rest_gives_the_same_figures(send: Send, clerk: Actor, firm: Firm, settings: Any) -> None:
    settings.API_RATE_LIMITS = {}
    send([D, F, None], ist(5, 12))
    call = Caller(make_key(firm, ["messaging.campaign.view"])[1])
    answer = call.get("reports/daily/?from=2026-10-04&to=2026-10-06").json()
    assert answer["range"] == {
        "from": "2026-10-04",
        "to": "2026-10-06",
        "time_zone": "Europe/Istanbul",
    }
    assert [day["sent"] for day in answer["days"]] == [0, 3, 0]
    assert answer["total"] == figures.as_json(daily(clerk).total)
    wrong = call.get("reports/daily/?from=2026-10-06&to=2026-10-04")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "range_reversed")
    assert call.get("reports/daily/?form=2026-10-06").status_code == 400


@pytest.mark.parametrize("report", ["daily", "breakdown", "past"])
@pytest.mark.parametrize(
    ("asked", "said"),
    [("from=dün", "tarih"), ("period=yarin", ""), ("account=abc", ""), ("campaign=-1", "")],
)
def test_rest_names_the_field_of_a_wrong_question(
    firm: Firm, settings: Any, report: str, asked: str, said: str
) -> None:
    settings.API_RATE_LIMITS = {}
    call = Caller(make_key(firm, ["messaging.campaign.view", "messaging.past_report.view"])[1])
    answer = call.get(f"reports/{report}/?{asked}")
    assert answer.status_code == 400
    [problem] = answer.json()["errors"]
    assert problem["field"] == asked.split("=")[0]
    assert said in problem["detail"]

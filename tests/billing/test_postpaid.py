"""Faturalı: the limit's own wallet, months closed by what arrived, and limit requests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import count

import pytest
import time_machine
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messaging.models import Campaign, CampaignState, Message, MessageState
from messaging.services import campaigns, preflight, preparing, reports
from tests.support.firms import actor_for, client_for, make_firm, make_key, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.billing import bell, calendar, desk_cards, limit_desk, tasks
from turkcell_hub.billing.models import (
    BillingProfile,
    LimitRequest,
    RequestState,
    Statement,
    StatementLine,
)
from turkcell_hub.billing.selectors import wallets
from turkcell_hub.billing.services import closing, limit_requests, limits, tariffs
from turkcell_hub.errors import Conflict, InsufficientCredit, Invalid, NotAllowed
from turkcell_hub.gateways.sms.contract import DeliveryReport, Outcome
from turkcell_hub.ledger import checks
from turkcell_hub.ledger.models import Kind, Transfer
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State
from turkcell_hub.portal import notifications
from turkcell_hub.tenancy.actor import Actor, of_key, system
from turkcell_hub.tenancy.models import Firm, Membership, Role
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import keys

MARCH, APRIL = dt.date(2026, 3, 1), dt.date(2026, 4, 1)
_phones = count(5320000000)


def istanbul(month: int, day: int, hour: int = 12, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=calendar.ISTANBUL)


@pytest.fixture
def boss(firm: Firm, admin: Membership) -> Iterator[Actor]:
    """The admin of a postpaid firm: 5 kuruş a part, 1.000 parts a month."""
    make_account(firm)
    with firm_scope(firm.pk), time_machine.travel(istanbul(3, 2), tick=False):
        actor = actor_for(admin)
        tariffs.add(actor, {"valid_from": MARCH, "unit_price": Decimal("0.05")})
        limits.change_plan(actor, "FATURALI", 1000)
        yield actor


def send(actor: Actor, people: int, at: dt.datetime) -> Campaign:
    """A campaign handed to the operator at ``at``."""
    firm = Firm.objects.get(pk=actor.firm_id)
    with time_machine.travel(at, tick=False):
        persons = [make_subscriber(firm, f"+90{next(_phones)}") for _ in range(people)]
        draft = make_draft(actor, "Siparişiniz hazır.", persons)
        preflight.run(actor, draft)
        campaigns.submit(actor, draft)
        preparing.prepare(draft.pk)
        Batch.objects.filter(subject_id=draft.pk).update(
            state=State.ACCEPTED, packet_id=f"P{draft.pk}", handed_over_at=at
        )
    return Campaign.objects.get(pk=draft.pk)


def report(campaign: Campaign, delivered: int, failed: int = 0, at: dt.datetime | None = None,
           **more: object) -> None:  # fmt: skip
    rows = Message.objects.filter(campaign=campaign, state=MessageState.PENDING).order_by("seq")
    outcomes = [Outcome.DELIVERED] * delivered + [Outcome.UNDELIVERED] * failed
    told = [
        DeliveryReport(outcome, reference=str(pk), done_at=at, **more)  # type: ignore[arg-type]
        for pk, outcome in zip(rows.values_list("pk", flat=True), outcomes, strict=False)
    ]
    assert campaign.account is not None
    reports.apply(campaign.account, told, None)


def closed(actor: Actor, month: dt.date, at: dt.datetime) -> Statement:
    with time_machine.travel(at, tick=False):
        return closing.close(actor, month)


@pytest.mark.django_db
class TestTheLimit:
    @pytest.mark.requirement("C-02", "T9")
    def test_a_postpaid_firm_spends_its_limit_and_nothing_else(
        self, boss: Actor, firm: Firm
    ) -> None:
        load_credit(firm, 70)
        send(boss, 3, istanbul(3, 2))
        balances = {kind: credits.balance(firm.pk, kind) for kind in Kind.values}
        assert balances == {"SMS": 70, "OTP": 0, "IYS": 0, "LIMIT": 997}
        limits.change_plan(boss, "ON_ODEMELI", 0)
        send(boss, 2, istanbul(3, 2))
        assert credits.balance(firm.pk, "SMS") == 68
        assert wallets.spendable(firm.pk) == wallets.Wallet("SMS", 68)
        assert checks.findings() == []

    def test_beyond_the_limit_nothing_is_sent(self, boss: Actor, firm: Firm) -> None:
        limits.change_plan(boss, "FATURALI", 2)
        with pytest.raises(InsufficientCredit, match="SMS limiti yetersiz.*1 eksik"):
            send(boss, 3, istanbul(3, 2))
        assert Transfer.objects.filter(type="SPEND").count() == 0

    def test_each_month_fills_it_once(self, boss: Actor, firm: Firm) -> None:
        report(send(boss, 10, istanbul(3, 20)), delivered=4, failed=6)
        assert credits.balance(firm.pk, "LIMIT") == 996
        # The ledger's times are the database's: only a far month is surely after them.
        with time_machine.travel(calendar.day_start(dt.date(2100, 1, 1)), tick=False):
            assert [limits.renew_now(firm.pk) for _ in range(3)] == [True, False, False]
        assert credits.balance(firm.pk, "LIMIT") == 1000

    def test_what_the_month_has_spent_before_its_renewal_stays_spent(
        self, boss: Actor, firm: Firm
    ) -> None:
        send(boss, 10, istanbul(3, 20))
        assert limits.renew(firm.pk, dt.date(2026, 4, 1))
        assert credits.balance(firm.pk, "LIMIT") == 990


@pytest.mark.django_db
class TestTheMonth:
    @pytest.mark.requirement("A-003", "A-004", "T9")
    def test_only_what_arrived_is_billed_in_the_month_of_sending(
        self, boss: Actor, firm: Firm
    ) -> None:
        last = send(boss, 100, istanbul(3, 31, 23, 59))
        first = send(boss, 5, istanbul(4, 1, 0, 0))
        report(last, delivered=93, failed=7, at=istanbul(4, 1, 8))  # delivered in April
        report(first, delivered=5)
        march = closed(boss, MARCH, istanbul(4, 4))
        assert (march.parts, march.net, march.vat, march.gross) == (
            93, Decimal("4.65"), Decimal("0.93"), Decimal("5.58"),
        )  # fmt: skip
        assert closed(boss, APRIL, istanbul(5, 4)).parts == 5

    @pytest.mark.requirement("A-003")
    def test_late_reports_are_a_correction_line_of_the_next_statement(self, boss: Actor) -> None:
        campaign = send(boss, 10, istanbul(3, 31))
        report(campaign, delivered=6)
        assert closed(boss, MARCH, istanbul(4, 4)).parts == 6
        report(campaign, delivered=3, failed=1, at=istanbul(4, 5))
        april = closed(boss, APRIL, istanbul(5, 4))
        lines = {line.for_month: line.parts for line in april.lines.all()}
        assert lines == {APRIL: 0, MARCH: 3}
        may = closed(boss, dt.date(2026, 5, 1), istanbul(6, 4))
        assert [line.parts for line in may.lines.all()] == [0]
        assert closed(boss, MARCH, istanbul(6, 4)).parts == 6

    def test_the_operators_own_count_of_parts_is_billed(self, boss: Actor) -> None:
        report(send(boss, 2, istanbul(3, 10)), delivered=2, credits=2)
        assert closed(boss, MARCH, istanbul(4, 4)).parts == 4

    @pytest.mark.requirement("A-005")
    def test_a_new_tariff_leaves_closed_months_as_they_were(self, boss: Actor) -> None:
        campaign = send(boss, 10, istanbul(3, 10))
        report(campaign, delivered=8)
        report(send(boss, 10, istanbul(4, 10)), delivered=10)
        march = closed(boss, MARCH, istanbul(4, 4))
        with pytest.raises(Invalid, match="kapanmış"):
            tariffs.add(boss, {"valid_from": dt.date(2026, 2, 9), "unit_price": Decimal("0.01")})
        with pytest.raises(Conflict, match="kapanmış ay"):
            tariffs.delete(boss, tariffs.of_month(MARCH))
        tariffs.add(boss, {"valid_from": dt.date(2026, 4, 20), "unit_price": Decimal("0.50")})
        report(campaign, delivered=2)
        april = closed(boss, APRIL, istanbul(5, 4))
        march.refresh_from_db()
        assert march.net == Decimal("0.40")
        prices = {line.for_month: (line.parts, line.net) for line in april.lines.all()}
        assert prices == {APRIL: (10, Decimal("5.00")), MARCH: (2, Decimal("0.10"))}

    @pytest.mark.requirement("A-003")
    def test_a_month_is_not_closed_early_and_waits_for_its_tariff(
        self, boss: Actor, firm: Firm
    ) -> None:
        report(send(boss, 1, istanbul(3, 10)), delivered=1)
        with pytest.raises(Conflict, match="bitmeden"):
            closed(boss, MARCH, istanbul(3, 31, 23, 59))
        for day, due in ((3, []), (4, [MARCH])):
            with time_machine.travel(istanbul(4, day, 0, 1), tick=False):
                assert closing.months_to_close(firm.pk) == due
        tariffs.delete(boss, tariffs.of_month(MARCH))
        with time_machine.travel(istanbul(4, 9), tick=False):
            assert not list(bell.of_months_without_tariff(boss))
            tasks.months()
            tasks.months()
            assert Statement.objects.count() == 0
            told = list(bell.of_months_without_tariff(boss))
            assert [(str(one.title), one.url) for one in told] == [
                ("Tarife yok, ay kapanamıyor: 03.2026", reverse("sms-tariffs-add"))
            ], "told once, with the way to the form"
            card = desk_cards.month_without_tariff(boss)
            assert card is not None
            assert (card.value, card.url) == ("03.2026", told[0].url)
            clerk = actor_for(make_member(firm, Role.STAFF))
            assert not list(bell.of_months_without_tariff(clerk))
            assert desk_cards.month_without_tariff(clerk) is None
            assert notifications.for_actor(boss)[0].title == told[0].title, "it rings"
            tariffs.add(boss, {"valid_from": APRIL, "unit_price": Decimal("0.05")})
            tasks.months()
            assert list(bell.of_months_without_tariff(boss)), "another month's tariff mends nothing"
            tariffs.add(boss, {"valid_from": MARCH, "unit_price": Decimal("0.05")})
            assert not list(bell.of_months_without_tariff(boss)), "it ends with the tariff"
            assert desk_cards.month_without_tariff(boss) is None
            tasks.months()
            tasks.months()
            assert BillingProfile.objects.get().month_waits is None
        assert [(s.month, s.parts) for s in Statement.objects.all()] == [(MARCH, 1)]

    def test_a_closing_that_dies_before_its_last_line_leaves_nothing(
        self, boss: Actor, firm: Firm
    ) -> None:
        report(send(boss, 4, istanbul(3, 10)), delivered=4)
        with transaction.atomic():
            closed(boss, MARCH, istanbul(4, 4))
            transaction.set_rollback(True)
        assert (Statement.objects.count(), StatementLine.objects.count()) == (0, 0)
        assert closed(boss, MARCH, istanbul(4, 4)).parts == 4

    @given(
        moments=st.lists(
            st.datetimes(
                dt.datetime(2026, 3, 28),  # noqa: DTZ001
                dt.datetime(2026, 5, 3),  # noqa: DTZ001
                timezones=st.just(dt.UTC),
            ),
            min_size=1,
            max_size=6,
        )
    )
    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    def test_every_delivered_message_is_in_the_one_month_it_was_sent_in(
        self, boss: Actor, moments: list[dt.datetime]
    ) -> None:
        with transaction.atomic():
            for moment in moments:
                report(send(boss, 1, moment), delivered=1)
            for month in (MARCH, APRIL, dt.date(2026, 5, 1)):
                wanted = sum(calendar.month_of(moment) == month for moment in moments)
                end = calendar.bounds(month)[1] + dt.timedelta(days=4)
                assert closed(boss, month, end).parts == wanted
            transaction.set_rollback(True)

    def test_the_statement_can_be_read_printed_saved_and_fetched(
        self, boss: Actor, firm: Firm, admin: Membership
    ) -> None:
        report(send(boss, 2, istanbul(3, 10)), delivered=2)
        statement = closed(boss, MARCH, istanbul(4, 4))
        client = client_for(admin)
        for tail in ("", "print/"):
            page = client.get(f"/statements/{statement.pk}/{tail}").content.decode()
            assert "Mart 2026" in page
            assert "₺0,12" in page
        book = client.get(f"/statements/{statement.pk}/excel/")
        assert b"".join(book.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
        _key, secret = make_key(firm, ["billing.statement.view"], by=admin)
        told = Client(headers={"authorization": f"Bearer {secret}"}).get(
            f"/api/v1/statements/{statement.pk}/"
        )
        assert told.json()["month"] == "2026-03-01"
        assert told.json()["lines"][0]["parts"] == 2


@pytest.mark.django_db
class TestMoreLimit:
    @pytest.mark.requirement("L-126")
    def test_an_approved_request_changes_the_limit_once_and_nobody_approves_his_own(
        self, boss: Actor, firm: Firm, manager: Membership, manager_client: Client
    ) -> None:
        from turkcell_hub.audit.models import AuditEntry

        clerk = actor_for(manager)
        send(boss, 10, istanbul(3, 2))
        request = limit_requests.ask(clerk, 5000, "Kampanya dönemi")
        with pytest.raises(NotAllowed, match="Kendi talebinize"):
            limit_requests.approve(clerk, request)
        with pytest.raises(Conflict, match="Sonuçlanmamış"):
            limit_requests.ask(boss, 6000, "Bir daha")
        limit_requests.approve(boss, request, "Uygun")
        with pytest.raises(Conflict, match="Onaylandı"):
            limit_requests.approve(boss, request)
        assert wallets.profile_of(firm.pk).sms_limit == 5000
        assert credits.balance(firm.pk, "LIMIT") == 4990
        actions = AuditEntry.objects.filter(firm_id=firm.pk).values_list("action", flat=True)
        assert "billing.limit.approved" in actions
        assert "Uygun" in manager_client.get("/limit-requests/").content.decode()

    def test_what_his_own_key_has_asked_for_is_his_own(
        self, boss: Actor, manager: Membership
    ) -> None:
        key, _secret = keys.create(boss, "ERP", ["billing.limit.add"])
        request = limit_requests.ask(of_key(key), 5000, "Kampanya dönemi")
        for decide in (limit_requests.approve, limit_requests.reject):
            with pytest.raises(NotAllowed, match="Kendi talebinize"):
                decide(boss, request, "Uygun")
        limit_requests.approve(actor_for(manager), request)

    def test_amount_and_reason_are_asked_for(self, boss: Actor, manager: Membership) -> None:
        clerk = actor_for(manager)
        for amount, reason, field in ((1000, "x", "amount"), (2000, " ", "reason")):
            with pytest.raises(Invalid) as refused:
                limit_requests.ask(clerk, amount, reason)
            assert refused.value.field == field
        request = limit_requests.ask(clerk, 2000, "Yetmiyor")
        with pytest.raises(Invalid, match="Ret nedenini"):
            limit_requests.reject(boss, request, "")
        limit_requests.reject(boss, request, "Bütçe yok")
        assert wallets.profile_of(boss.firm_id).sms_limit == 1000
        (told,) = bell.of_refused_limits(clerk)
        assert (str(told.title), told.text) == ("Limit artmadı: 2.000 SMS", "Bütçe yok")
        assert limit_requests.withdraw(clerk, limit_requests.ask(clerk, 2000, "Yine")).state == (
            RequestState.WITHDRAWN
        )
        assert not list(bell.of_refused_limits(clerk)), "a newer one was asked for"

    def test_with_an_order_desk_the_limit_waits_for_the_operator(
        self, boss: Actor, manager: Membership
    ) -> None:
        class Desk:
            handed: list[int] = []  # noqa: RUF012

            def takes(self, request: LimitRequest) -> bool:
                return True

            def hand_on(self, request: LimitRequest) -> None:
                self.handed.append(request.pk)

        desk = Desk()
        limit_desk.register(desk)
        try:
            request = limit_requests.ask(actor_for(manager), 2000, "Yetmiyor")
            assert limit_requests.approve(boss, request).state == RequestState.HANDED_ON
        finally:
            limit_desk.unregister(desk)
        assert desk.handed == [request.pk]
        assert wallets.profile_of(boss.firm_id).sms_limit == 1000
        operator = system(boss.firm_id, "Operatör")
        for _repeat in range(2):
            limit_requests.complete(operator, request.pk)
        assert wallets.profile_of(boss.firm_id).sms_limit == 2000
        assert credits.balance(boss.firm_id, "LIMIT") == 2000

    def test_a_prepaid_firm_buys_credit_instead(self, firm: Firm, actor: Actor) -> None:
        with firm_scope(firm.pk), pytest.raises(Conflict, match="Ön ödemeli"):
            limit_requests.ask(actor, 100, "x")


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("L-126")
def test_approvals_and_closings_at_once_happen_once() -> None:
    firm = make_firm()
    boss, clerk = (actor_for(make_member(firm, role)) for role in ("ADMIN", "YONETICI"))
    with firm_scope(firm.pk):
        make_account(firm)
        month = calendar.previous_month(calendar.today())
        tariffs.add(boss, {"valid_from": month, "unit_price": Decimal("0.05")})
        limits.change_plan(boss, "FATURALI", 100)
        request = limit_requests.ask(clerk, 250, "Yetmiyor")

    def run(work: Callable[[], object]) -> None:
        try:
            with firm_scope(firm.pk):
                work()
        except Conflict:
            pass  # somebody was first
        finally:
            connections.close_all()

    approve = lambda: limit_requests.approve(boss, request)  # noqa: E731
    close = lambda: closing.close(boss, month)  # noqa: E731
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(run, [approve, close] * 5))
    with firm_scope(firm.pk):
        assert credits.balance(firm.pk, "LIMIT") == 250
        assert Transfer.objects.filter(reason="LIMIT_CHANGE").count() == 2  # 100, then 150 more
        assert Statement.objects.count() == 1
        assert Campaign.objects.filter(state=CampaignState.SENDING).count() == 0

"""Transfers: the words that a buyer copies, the bank's statement, and what a person decides."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from tests.support.firms import client_for, make_member
from turkcell_hub import sheets
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.billing import statement_import
from turkcell_hub.billing.models import (
    BankAccount,
    IncomingPayment,
    IncomingState,
    Order,
    OrderState,
)
from turkcell_hub.billing.selectors import matching, transfers
from turkcell_hub.billing.selectors.matching import Line, Problem, Wanted
from turkcell_hub.billing.services import bank_accounts, incoming, orders, returns
from turkcell_hub.billing.services.incoming import StatementLine
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.jobs import imports
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.services import jobs
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

IBAN = "TR33 0006 1005 1978 6457 8413 26"
TITLES = ["Ege Tekstil Sanayi ve Ticaret A.Ş.", "Ege Tekstil"]
OPEN = Wanted(7, "1A2B3C4D", Decimal("120.00"), is_open=True)


def said(description: str, amount: str = "120.00", sender: str = "", currency: str = "TRY") -> Line:
    return Line(Decimal(amount), currency, sender, description)


@pytest.mark.requirement("Y-020")
@pytest.mark.parametrize(
    ("line", "order_id", "problem"),
    [
        (said("Sipariş Kodu 1A2B3C4D Firma Unvanı Ege Tekstil Sanayi"), 7, None),
        (said("1a2b3c4d EGE TEKSTIL SAN VE TIC AS"), 7, None),
        (said("EFT 1A2B3C4D", sender="EGE TEKSTİL SANAYİ VE TİCARET A.Ş."), 7, None),
        (said("ege tekstil paket bedeli"), None, Problem.NO_CODE),
        (said("ege tekstil 9F9F9F9F"), None, Problem.UNKNOWN_CODE),
        (said("ege tekstil 21A2B3C4D"), None, Problem.NO_CODE),
        (said("1A2B3C4D ege tekstil", "119.99"), 7, Problem.AMOUNT),
        (said("1A2B3C4D ege tekstil", currency="USD"), 7, Problem.CURRENCY),
        (said("1A2B3C4D Veli Kaya"), 7, Problem.TITLE),
    ],
)
def test_a_transfer_fits_by_code_title_and_amount_or_waits_for_a_person(
    line: Line, order_id: int | None, problem: Problem | None
) -> None:
    found = matching.match(line, [OPEN], TITLES)
    assert (found.order_id, found.problem) == (order_id, problem)


@pytest.mark.requirement("Y-020")
def test_money_for_a_closed_order_or_for_two_is_not_guessed() -> None:
    closed = Wanted(8, "AAAABBBB", Decimal("120.00"), is_open=False)
    line = said("AAAABBBB ege tekstil")
    assert matching.match(line, [OPEN, closed], TITLES).problem is Problem.CLOSED
    both = said("AAAABBBB 1A2B3C4D ege tekstil")
    assert matching.match(both, [OPEN, closed], TITLES).problem is Problem.SEVERAL


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56 TL", "1234.56"),
        (120, "120.00"),
        ("-5,00", "-5.00"),
        ("14.280", "14280.00"),
        ("1.014.280 TL", "1014280.00"),
        ("14.28", "14.28"),
        (14.285, "14.28"),
    ],
)
def test_amounts_are_read_as_banks_write_them(typed: object, value: str) -> None:
    assert statement_import.amount(typed).value == value


@pytest.mark.parametrize("typed", ["on lira", "NaN", "1e99"])
def test_an_amount_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(sheets.CellProblem):
        statement_import.amount(typed)


def line(description: str, amount: str = "120.00", **more: Any) -> StatementLine:
    values = {"currency": "TRY", "sender": "EGE TEKSTİL A.Ş.", "bank_reference": "", **more}
    return StatementLine(dt.date(2026, 11, 20), Decimal(amount), description=description, **values)


def _read(actor: Actor, lines: list[str]) -> Job:
    """A bank's statement, read to its preview."""
    job = jobs.start(
        statement_import.KIND, actor, {}, title="ekstre",
        file=ContentFile("\n".join(lines).encode()), file_name="ekstre.csv", phase=imports.READ,
    )  # fmt: skip
    jobs.run(job.pk)
    return job


@pytest.mark.django_db
class TestIncoming:
    @pytest.mark.requirement("Y-020")
    def test_a_line_that_fits_pays_its_order_once_whoever_sends_the_file_again(
        self, buyer: Actor, actor: Actor
    ) -> None:
        order = orders.place(buyer, 1000, "HAVALE")
        text = transfers.instructions(order).description
        assert incoming.take(actor, [line(text)])["MATCHED"] == 1
        assert incoming.take(actor, [line(text)])["SKIPPED"] == 1
        order.refresh_from_db()
        row = IncomingPayment.objects.get()
        assert (order.state, row.state, row.order_id) == (
            OrderState.PAID, IncomingState.MATCHED, order.pk,
        )  # fmt: skip
        assert credits.balance(order.firm_id, "SMS") == 1000

    @pytest.mark.requirement("Y-020")
    def test_a_payment_without_the_code_waits_until_a_person_assigns_it(
        self, buyer: Actor, actor: Actor
    ) -> None:
        order = orders.place(buyer, 1000, "HAVALE")
        incoming.take(actor, [line("paket bedeli"), line("kira", "90.00")])
        right, other = IncomingPayment.objects.order_by("pk")
        assert {right.problem, other.problem} == {Problem.NO_CODE}
        with pytest.raises(Conflict, match="Havale 90,00 TL, sipariş 120,00 TL. Fark"):
            incoming.assign(actor, other, order)
        incoming.assign(actor, right, order)
        order.refresh_from_db()
        assert order.state == OrderState.PAID
        with pytest.raises(Invalid):
            incoming.put_aside(actor, other, "  ")
        assert incoming.put_aside(actor, other, "kira").state == IncomingState.UNRELATED
        with pytest.raises(Conflict):
            incoming.put_aside(actor, other, "kira")

    def test_who_ordered_does_not_pay_his_own_order_by_a_file(self, buyer: Actor) -> None:
        order = orders.place(buyer, 1000, "HAVALE")
        incoming.take(buyer, [line(transfers.instructions(order).description)])
        row = IncomingPayment.objects.get()
        order.refresh_from_db()
        assert (row.state, row.problem) == (IncomingState.REVIEW, Problem.OWN_ORDER)
        assert order.state == OrderState.WAITING

    def test_a_second_transfer_for_a_paid_order_is_given_back(
        self, buyer: Actor, actor: Actor
    ) -> None:
        order = orders.place(buyer, 1000, "HAVALE")
        text = transfers.instructions(order).description
        incoming.take(actor, [line(text, bank_reference="D-1")])
        incoming.take(actor, [line(text, bank_reference="D-2")])
        first, second = IncomingPayment.objects.order_by("pk")
        assert (second.state, second.problem) == (IncomingState.REVIEW, Problem.CLOSED)
        with pytest.raises(Invalid, match="İadenin numarasını"):
            incoming.give_back(actor, second, " ")
        with pytest.raises(Conflict, match="siparişini ödedi"):
            incoming.give_back(actor, first, "I-1")
        done = incoming.give_back(actor, second, "I-2", "gönderene")
        assert (done.state, done.return_no, done.returned_by) == (
            IncomingState.RETURNED, "I-2", actor.label,
        )  # fmt: skip
        with pytest.raises(Conflict, match="zaten yazılmış: I-2"):
            incoming.give_back(actor, second, "I-3")
        written = AuditEntry.objects.get(action="billing.incoming.given_back")
        assert written.changes["return_no"] == "I-2"

    def test_a_transfer_that_was_put_aside_can_still_be_given_back(
        self, buyer: Actor, actor: Actor
    ) -> None:
        incoming.take(actor, [line("kira", "90.00")])
        row = incoming.put_aside(actor, IncomingPayment.objects.get(), "kira")
        assert incoming.give_back(actor, row, "I-9").state == IncomingState.RETURNED

    def test_the_transfer_of_an_order_that_is_closed_with_its_money_back_says_so(
        self, buyer: Actor, actor: Actor
    ) -> None:
        order = orders.place(buyer, 1000, "HAVALE")
        incoming.take(actor, [line(transfers.instructions(order).description)])
        Order.objects.update(state=OrderState.REVIEW)
        returns.close(actor, order, "I-4")
        row = IncomingPayment.objects.get()
        assert (row.state, row.return_no) == (IncomingState.RETURNED, "I-4")

    def test_two_equal_transfers_of_one_day_stay_two(self, buyer: Actor, actor: Actor) -> None:
        two = [line("paket", place=0), line("paket", place=1)]
        incoming.take(actor, two)
        incoming.take(actor, two)
        assert IncomingPayment.objects.count() == 2

    def test_where_one_company_collects_for_many_a_firm_sees_its_own_money_alone(
        self, buyer: Actor, actor: Actor, settings: Any
    ) -> None:
        settings.PRICES_SET_BY = "operator"
        incoming.take(actor, [line("paket", sender="BURSA LOJİSTİK LTD"), line("ege tekstil")])
        assert [row.description for row in IncomingPayment.objects.all()] == ["ege tekstil"]


@pytest.mark.django_db
class TestPages:
    @pytest.mark.requirement("Y-018", "Y-019")
    def test_the_order_shows_bank_iban_and_the_words_to_copy(
        self, priced: Firm, manager_client: Client, actor: Actor
    ) -> None:
        bank_accounts.save(actor, None, {"bank": "Deneme", "holder": "Hub A.Ş.", "iban": IBAN})
        wrong = IBAN.replace("33", "34", 1)
        with pytest.raises(Invalid, match="IBAN"):
            bank_accounts.save(actor, None, {"bank": "D", "holder": "H", "iban": wrong})
        ordered = manager_client.post("/credits/", {"credits": "1000", "method": "HAVALE"})
        page = manager_client.get(ordered["Location"]).content.decode()
        assert BankAccount.objects.get().iban in page
        assert page.count("data-copy=") == 3
        assert "Firma Unvanı" in page

    @pytest.mark.requirement("Y-020")
    def test_a_statement_is_previewed_and_then_matched(
        self, priced: Firm, buyer: Actor, actor: Actor, settings: Any, tmp_path: Any
    ) -> None:
        settings.MEDIA_ROOT = tmp_path
        order = orders.place(buyer, 1000, "HAVALE")
        text = transfers.instructions(order).description
        lines = [
            "Tarih;Açıklama;Tutar;Dekont No",
            f"20.11.2026;{text};120,00;D-1",
            "20.11.2026;kira;-500,00;D-2",
        ]
        job = _read(actor, lines)
        job.refresh_from_db()
        assert (job.state, job.result["counts"]) == (JobState.PREVIEW, {"NEW": 1, "ERROR": 1})
        jobs.confirm(actor, job, imports.APPLY, {})
        jobs.run(job.pk)
        order.refresh_from_db()
        assert order.state == OrderState.PAID

    @pytest.mark.requirement("Y-020")
    def test_what_fits_no_order_is_assigned_or_put_aside_from_the_list(
        self, priced: Firm, buyer: Actor, actor: Actor, admin_client: Client, staff_client: Client
    ) -> None:
        order = orders.place(buyer, 1000, "HAVALE")
        incoming.take(actor, [line("paket bedeli"), line("kira", "90.00")])
        right, other = IncomingPayment.objects.order_by("pk")
        listed = admin_client.get("/incoming-payments/").content.decode()
        assert "paket bedeli" in listed
        assert "kira" in listed
        path = "/incoming-payments/actions"
        given = {"ids": [right.pk], "order": order.pk}
        assert staff_client.post(f"{path}/assign/", given).status_code == 403
        assert admin_client.post(f"{path}/assign/", given).status_code == 302
        order.refresh_from_db()
        assert order.state == OrderState.PAID
        aside = {"ids": [other.pk], "note": "kira ödemesi"}
        assert admin_client.post(f"{path}/aside/", aside).status_code == 302
        other.refresh_from_db()
        assert other.state == IncomingState.UNRELATED
        assert admin_client.post(f"{path}/aside/", aside).status_code == 422, "decided"

    def test_the_statement_is_uploaded_by_whoever_approves_transfers(
        self, manager_client: Client, firm: Firm
    ) -> None:
        page = manager_client.get("/incoming-payments/import/")
        assert "Dekont No" in page.content.decode()
        clerk = client_for(make_member(firm, "PERSONEL"))
        assert clerk.get("/incoming-payments/import/").status_code == 403

    def test_what_a_person_has_to_look_at_is_not_called_mended(
        self, priced: Firm, actor: Actor, settings: Any, tmp_path: Any
    ) -> None:
        settings.MEDIA_ROOT = tmp_path
        browser = client_for(make_member(priced, "ADMIN"))
        lines = ["Tarih;Açıklama;Tutar;Dekont No", "20.11.2026;paket bedeli;1.120;D-1"]
        job = _read(actor, lines)
        page = browser.get(f"/jobs/{job.pk}/").content.decode()
        assert "bakmanız gerekenler" in page
        assert "Sizin için düzeltilenler" not in page
        jobs.confirm(actor, job, imports.APPLY, {})
        jobs.run(job.pk)
        row = IncomingPayment.objects.get()
        asked = browser.get(f"/incoming-payments/actions/assign/?ids={row.pk}")
        told = asked.content.decode()
        assert "20.11.2026 · 1.120,00 TL" in told
        assert "ödenmeyi bekleyen sipariş yok" in told

"""The room's doors: one question each."""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from invoices.models import Bill, InvoiceRules, LineKind, MatchingTable, Transfer, TransferState
from invoices.selectors import setup
from invoices.services import intake, tables
from tests.api.conftest import Caller
from tests.support import bills
from tests.support.firms import client_for, make_key, make_member
from turkcell_hub.erp.models import Account, Document, Person, ServiceCard
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.services import jobs
from turkcell_hub.portal import cells
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Membership, Role


@pytest.fixture
def browser(actor: Actor) -> Client:
    return client_for(Membership.objects.select_related("user").get(pk=actor.membership_id))


@pytest.mark.requirement("L-106", "L-122")
def test_every_page_opens_without_and_with_bills(
    browser: Client, actor: Actor, table: MatchingTable
) -> None:
    pages = ["/bill-transfer/", "/bill-password/", "/bills/", "/bills/upload/", "/line-audit/",
             "/bill-costs/", "/matching-tables/", f"/matching-tables/{table.pk}/",
             f"/matching-tables/{table.pk}/paste/", "/bill-transfers/", "/matching-lines/add/",
             "/matching-tables/add/"]  # fmt: skip
    for page in pages:
        assert browser.get(page).status_code == 200, page
    assert b"/bill-password/" in browser.get("/bills/").content
    intake.from_file(actor, bills.printed("bulk", count=8), "x.xml")
    bill = Bill.objects.get()
    for page in (*pages, f"/bills/{bill.pk}/", f"/bills/{bill.pk}/letter/"):
        assert browser.get(page).status_code == 200, page
    flag = '<td data-label="Toplu" class="hub-cell-boolean">'
    assert "Evet" in browser.get("/bills/").content.decode().split(flag)[1].split("</td>")[0]
    source = browser.get(f"/bills/{bill.pk}/file/")
    assert source.content == bills.printed("bulk", count=8)
    assert source["Content-Type"] == "application/octet-stream"


def test_a_bill_goes_from_upload_to_the_erp_through_the_pages(
    browser: Client, table: MatchingTable
) -> None:
    file = SimpleUploadedFile("fatura.xml", bills.printed("bulk", count=4))
    assert browser.post("/bills/upload/", {"file": file}).status_code == 302
    bad = browser.post("/bills/upload/", {"file": SimpleUploadedFile("x.exe", b"x")})
    assert bad.status_code == 422
    jobs.run(Job.objects.get(kind="invoices.files").pk)
    assert Bill.objects.count() == 1
    asked = {"table": table.pk, "merge": "1", "by_number": "0"}
    preview = browser.get("/bill-transfer/", asked)
    assert preview.status_code == 200
    assert "TC1 tablosunun 1. satırı" in preview.content.decode()
    wrong = browser.get("/bill-transfer/", {**asked, "month": "5"})
    assert wrong.status_code == 422
    assert "yılı yazın" in wrong.content.decode()
    assert browser.post("/bill-transfer/", asked).status_code == 302
    row = Transfer.objects.get()
    assert browser.get(f"/bill-transfer/{row.job_id}/").status_code == 200
    jobs.run(row.job_id)
    assert browser.get(f"/bill-transfers/{row.pk}/").status_code == 200


def test_what_stops_a_transfer_leads_to_its_remedy_and_back(
    browser: Client, actor: Actor, table: MatchingTable, erp: SimpleNamespace
) -> None:
    intake.from_file(actor, bills.printed("bulk", count=2), "x.xml")
    page = f"/bill-transfer/?table={table.pk}&merge=1&by_number=1"
    shown = browser.get(page).content.decode()
    number = min(Bill.objects.get().numbers.values_list("number", flat=True))
    remedy = f"/matching-lines/add/?table={table.pk}&side=RECEIVED&kind=NUMBER&number={number}"
    back = f"&back={quote(page, safe='')}"
    assert escape(remedy + back) in shown
    for way in ("merge=0&by_number=0", "merge=1&by_number=0", "merge=0&by_number=1"):
        assert escape(f"?table={table.pk}&{way}") in shown, way  # each other way can be chosen
    assert escape(f"{page.partition('/bill-transfer/')[2]}&unmatched=MAIN") in shown
    form = browser.get(remedy + back).content.decode()
    assert f'value="{number}"' in form
    assert f'name="back" value="{escape(page)}"' in form
    line = {"table": table.pk, "side": "RECEIVED", "kind": "NUMBER", "number": number,
            "card": erp.own.pk, "back": page}  # fmt: skip
    saved = browser.post("/matching-lines/add/", line)
    assert saved["Location"].startswith(page)
    assert escape(remedy) not in browser.get(saved["Location"]).content.decode()
    for elsewhere in ("https://example.com/", "//example.com/", "javascript:alert(1)"):
        left = browser.get("/matching-lines/add/", {"back": elsewhere}).content.decode()
        assert f'<a class="btn btn-link" href="{escape(elsewhere)}"' not in left, elsewhere
    taxes = browser.get(f"/matching-tables/{table.pk}/").content.decode()
    assert '4080 <span class="inv-why">ÖİV</span>' in taxes


def test_bills_are_told_and_transfers_started_by_program(
    firm: Firm, actor: Actor, table: MatchingTable, erp: SimpleNamespace
) -> None:
    scopes = ["invoices.bill.view", "invoices.table.view", "invoices.transfer.add",
              "invoices.transfer.view"]  # fmt: skip
    _key, secret = make_key(firm, scopes)
    client = Client(headers={"authorization": f"Bearer {secret}"})
    told = bills.sheet("bulk", count=5)
    intake.from_file(actor, bills.printed("bulk", count=5), "x.xml")
    bill = Bill.objects.get()
    (row,) = client.get("/api/v1/bills/").json()["results"]
    assert (row["number"], row["state"]) == (told.number, "OPEN")
    found = client.get(f"/api/v1/bills/{bill.pk}/numbers/").json()
    assert len(found["results"]) == 5
    assert "*" in found["results"][0]["number"]
    started = client.post(
        "/api/v1/bill_transfers/start/", {"table": table.pk, "by_number": False},
        content_type="application/json", headers={"Idempotency-Key": "a1"},
    )  # fmt: skip
    assert started.status_code == 202, started.content
    again = client.post(
        "/api/v1/bill_transfers/start/", {"table": table.pk}, content_type="application/json",
        headers={"Idempotency-Key": "a2"},
    )  # fmt: skip
    assert (again.status_code, again.json()["code"]) == (409, "transfer_running")


def test_a_program_brings_a_file_takes_it_back_and_asks_what_is_odd(
    firm: Firm, actor: Actor
) -> None:
    content = bills.printed("bulk", count=4)
    scopes = ["invoices.bill.view", "invoices.bill.add", "personal.view"]
    call = Caller(make_key(firm, scopes)[1])
    sent = {"file": SimpleUploadedFile("fatura.xml", content)}
    answer = call.client.post("/api/v1/bills/upload/", sent, headers=call.headers)
    assert answer.status_code == 202, answer.content
    jobs.run(answer.json()["job"])
    bill = Bill.objects.get()
    path = f"bills/{bill.pk}/file/"
    assert call.get(path).content == content
    assert Caller(make_key(firm, scopes[:1])[1]).get(path).status_code == 403  # numbers in clear
    wrong = {"file": SimpleUploadedFile("x.exe", b"x")}
    refused = call.client.post("/api/v1/bills/upload/", wrong, headers=call.headers)
    assert (refused.status_code, refused.json()["code"]) == (400, "bill_file")
    now = {"refreshed_at": timezone.now(), "changed_at": timezone.now(), "firm": firm}
    number = bill.numbers.order_by("number")[0].number
    phones = [{"number": number, "kind": "", "e164": f"+90{number}"}]
    Person.objects.create(code="1", first_name="Can", is_active=False, phones=phones, **now)
    found = call.get("line_audit/").json()
    assert found["month"] == f"{bill.period:%Y-%m}"
    kinds = {row["number"]: (row["kind"], row["used_by"]) for row in found["results"]}
    assert kinds[number] == ("LEFT", "Can")
    assert len(kinds) == 4
    assert call.get("line_audit/?month=2026-02").json()["results"] == []
    for wrong in ("dün", "0001-02", "1999-12"):
        answer = call.get(f"line_audit/?month={wrong}")
        assert (answer.status_code, answer.json()["field"]) == (400, "month"), wrong


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("45, 10,10 1", [45, 10, 1]), ("30", [30]), ("otuz", None), ("0", None), ("", None)],
)
def test_warning_days_are_a_dated_setting(
    browser: Client, typed: str, kept: list[int] | None
) -> None:
    today = timezone.localdate()
    told = {"valid_from": today.strftime("%d.%m.%Y"), "password_days": 120, "wrong_tries": 3,
            "requests_a_day": 3, "jump_percent": 50, "jump_least": "50",
            "warning_days": typed}  # fmt: skip
    answer = browser.post("/invoice-rules/add/", told)
    stored = InvoiceRules.objects.values_list("warning_days", flat=True).first()
    assert (answer.status_code, stored) == ((302, kept) if kept else (422, None))


def turn(actor: Actor) -> str:
    """Where the step leads whose turn it is; the steps before it are done, those behind are not."""
    found = setup.steps(actor)
    place = next(place for place, step in enumerate(found) if step.is_next)
    assert [step.done for step in found] == [True] * place + [False] * (len(found) - place)
    return found[place].url


@pytest.mark.requirement("L-020")
def test_the_set_up_moves_from_the_login_to_the_matching_table_and_the_first_bill(
    browser: Client, actor: Actor
) -> None:
    assert not setup.has_begun(actor)
    assert "Fatura aktarımını hazırlayın" not in browser.get("/").content.decode()
    assert turn(actor).startswith("/gateway-accounts/add/")
    login = GatewayAccount.objects.create(
        firm_id=actor.firm_id, service="invoice", adapter="esirket", name="Fatura",
        base_url="http://127.0.0.1:9", username="90001", password="tc-1234",
    )  # fmt: skip
    assert turn(actor) == "/bill-password/"
    GatewayAccount.objects.filter(pk=login.pk).update(health=GatewayAccount.Health.OK)
    assert turn(actor) == "/erp/import/account/"
    now = {"firm_id": actor.firm_id, "refreshed_at": timezone.now(), "changed_at": timezone.now()}
    supplier = Account.objects.create(code="320.09", title="Operatör", **now)
    assert turn(actor) == "/erp/import/service_card/"
    card = ServiceCard.objects.create(code="770.09", name="Telefon", vat_rate=20, **now)
    assert turn(actor) == "/matching-tables/add/", "the service is ready: define the table"
    home = browser.get("/").content.decode()
    assert "Sıradaki adım: Fatura eşleştirme tablosu tanımlayın." in home
    assert 'href="/matching-tables/add/"' in home
    table = tables.save(actor, None, {"code": "TC9", "account": supplier})
    assert turn(actor) == f"/matching-tables/{table.pk}/", "an empty table books nothing"
    tables.save_line(actor, None, {"table": table, "kind": LineKind.MAIN, "card": card})
    assert turn(actor) == "/bill-transfer/"
    Transfer.objects.create(firm_id=actor.firm_id, table=table, state=TransferState.DONE,
                            date=timezone.localdate())  # fmt: skip
    GatewayAccount.objects.filter(pk=login.pk).update(health=GatewayAccount.Health.FAILING)
    assert all(step.done for step in setup.steps(actor)), "a later fault is no set-up"
    assert "Sıradaki adım:" not in browser.get("/").content.decode()
    for page in ("/bill-transfer/", "/bill-password/"):
        assert "Aktarıma hazırlık" not in browser.get(page).content.decode(), page


@pytest.mark.requirement("L-020")
def test_a_step_opens_in_its_turn_and_for_who_may_do_it(
    browser: Client, actor: Actor, firm: Firm
) -> None:
    for page in ("/bill-transfer/", "/bill-password/"):
        text = browser.get(page).content.decode()
        card = text[text.index('id="steps-title"') : text.index("</ol>", text.index("steps-title"))]
        assert card.count("<li") == 5, page
        assert card.count("<a ") == 1, f"{page}: only the step whose turn it is"
        assert "/gateway-accounts/add/?adapter=esirket&amp;service=invoice" in card, page
    staff = make_member(firm, Role.STAFF, email="personel@ege.test")
    text = client_for(staff).get("/bill-transfer/").content.decode()
    card = text[text.index('id="steps-title"') : text.index("</ol>", text.index("steps-title"))]
    assert "<a " not in card
    assert "Bu adımı firma yöneticiniz yapar." in card


@pytest.mark.requirement("L-020")
def test_a_firm_that_brings_its_bills_as_files_needs_no_login(actor: Actor) -> None:
    intake.from_file(actor, bills.printed("plain_bulk"), "1.xml")
    assert turn(actor) == "/erp/import/account/"
    assert len(setup.steps(actor)) == 3


def test_amounts_in_another_currency_are_shown_exported_and_summed_for_themselves(
    browser: Client, actor: Actor, firm: Firm, table: MatchingTable
) -> None:
    lira, euro = bills.printed("plain_bulk"), bills.printed("plain_bulk", "TCL2026000000002")
    intake.from_file(actor, lira, "1.xml")
    intake.from_file(actor, euro.replace(b"TRY", b"EUR"), "2.xml")
    sums = {bill.currency: str(bill.amount) for bill in Bill.objects.all()}
    assert set(sums) == {"TRY", "EUR"}
    shown = cells.sums(sums)
    assert shown == "2.291,52 EUR + ₺1.915,28"
    asked = {"table": table.pk, "merge": "1", "by_number": "0"}
    assert browser.get("/bill-transfer/", asked).content.decode().count(shown) == 5
    browser.post("/bill-transfer/", asked)
    run = Transfer.objects.get()
    jobs.run(run.job_id)
    run.refresh_from_db()
    assert (run.totals, str(run.total)) == (sums, sums["TRY"])
    assert shown in browser.get("/bill-transfers/").content.decode()
    _id, secret = make_key(firm, ["invoices.transfer.view"])
    call = {"headers": {"authorization": f"Bearer {secret}"}}
    assert Client().get(f"/api/v1/bill_transfers/{run.pk}/", **call).json()["totals"] == sums
    foreign = Document.objects.get(currency="EUR")
    page = browser.get(f"/erp-documents/{foreign.pk}/").content.decode()
    assert cells.money(foreign.total, "EUR") in page
    assert "₺" not in page
    export = browser.get("/erp-documents/export/", {"format": "csv"})
    told = b"".join(export.streaming_content).decode("utf-8-sig")
    assert "Toplam;Para birimi" in told
    assert {line.split(";")[5] for line in told.splitlines()[1:]} == {"TRY", "EUR"}


def test_a_program_previews_the_four_cases_and_asks_what_lines_cost(
    firm: Firm, actor: Actor, table: MatchingTable
) -> None:
    intake.from_file(actor, bills.printed("bulk", count=4), "x.xml")
    bill = Bill.objects.get()
    scopes = ["invoices.bill.view", "invoices.transfer.add"]
    call = Caller(make_key(firm, scopes)[1])
    wanted = {"table": table.pk, "merge": False, "by_number": False}
    answer = call.post("bill_transfers/preview/", wanted)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert len(told["cases"]) == 4
    assert {one["totals"]["TRY"] for one in told["cases"]} == {told["amounts"]["TRY"]}
    (chosen,) = [one for one in told["cases"] if one["is_chosen"]]
    assert (chosen["merge"], chosen["by_number"]) == (False, False)
    assert not Document.objects.exists()
    assert not Transfer.objects.exists()
    assert call.post("bill_transfers/preview/", {**wanted, "month": 5}).status_code == 400
    costs = call.get("bill_costs/").json()
    assert costs["month"] == f"{bill.period:%Y-%m}"
    assert [one["amount"] for one in costs["by_month"]] == [str(bill.amount)]
    assert len(costs["by_number"]) == 4
    assert all("*" in one["number"] for one in costs["by_number"])
    opened = Caller(make_key(firm, [*scopes, "personal.view"])[1]).get("bill_costs/").json()
    numbers = set(bill.numbers.values_list("number", flat=True))
    assert {one["number"] for one in opened["by_number"]} == numbers
    without = Caller(make_key(firm, ["invoices.table.view"])[1])
    assert without.get("bill_costs/").status_code == 403
    assert without.post("bill_transfers/preview/", wanted).status_code == 403

"""What other rooms put before people: limits, packages, campaigns, ERP documents (C-05)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_otp.oath import totp

from iys_consent.services import packages
from messaging.models import CampaignState
from messaging.services import campaigns, drafts, preparing
from otp.flow_states import ProcessState
from otp.models import Process
from otp.services import challenges, decisions
from tests.erp import world as erp
from tests.otp.slips import Card, say, the_task
from tests.support.firms import actor_for, client_for, make_user
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.applications.models import Application
from turkcell_hub.applications.services import applying, delivery
from turkcell_hub.billing import order_gate
from turkcell_hub.billing import tasks as billing_tasks
from turkcell_hub.billing.models import BillingProfile, Order, PackagePrice
from turkcell_hub.billing.models.plans import PaymentType
from turkcell_hub.billing.services import limit_requests, orders
from turkcell_hub.erp.services import documents
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.ledger.services import credits
from turkcell_hub.settings.environment import Orders
from turkcell_hub.tenancy.actor import of_platform
from turkcell_hub.tenancy.models import Authenticator, Firm, Membership

pytestmark = pytest.mark.django_db
WANTED = {"services": ["OTP", "EKIP_MOBIL"], "payment_type": "FATURALI", "contact": "Nil Uz",
          "tax_number": "1234567890", "phone": "0532 123 45 67", "email": "n@ege.test"}  # fmt: skip


@pytest.mark.requirement("C-05")
@pytest.mark.parametrize(("verdict", "state"), [("ONAY", "BEKLIYOR"), ("RED", "IPTAL")])
def test_a_package_is_not_paid_before_people_have_agreed(
    card: Card, firm: Firm, bosses: list[Membership], admin: Membership, own_prices: None,
    verdict: str, state: str,
) -> None:  # fmt: skip
    card({"roles": ["ADMIN"]}, kind="order")
    order = Order.objects.create(
        firm=firm, credits=1000, net=100, vat_rate=20, vat=20, gross=120, by_label="Murat",
        by_user=bosses[0].user_id, price_from=date(2026, 1, 1), method="HAVALE",
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    order.refresh_from_db()
    order_gate.ask(actor_for(bosses[0]), order)
    with pytest.raises(Conflict) as runs:
        orders.approve(actor_for(admin), order, "D-1")
    assert runs.value.code == "approval_runs"
    for method in ("KART", "HAVALE"):  # its time stands still meanwhile
        past = timezone.now() - timedelta(minutes=1)
        asked = past if method == "KART" else None
        Order.objects.update(method=method, expires_at=past, ask_at=asked)
        billing_tasks.sweep()
        order.refresh_from_db()
        assert (order.state, order.expires_at > timezone.now()) == ("BEKLIYOR", True), method
    say(admin, the_task(Process.objects.get(kind="order")), verdict)
    order.refresh_from_db()
    assert order.state == state
    if verdict == "ONAY":
        assert orders.approve(actor_for(admin), order, "D-1").state == "ODENDI"


@pytest.mark.requirement("C-05", "K-064")
@pytest.mark.parametrize(("verdict", "state"), [("ONAY", "ONAY_BEKLIYOR"), ("RED", "IPTAL")])
def test_an_ileti_package_too_is_paid_after_people_have_agreed_and_opened_by_the_admin(
    card: Card, firm: Firm, bosses: list[Membership], admin: Membership, own_prices: None,
    verdict: str, state: str,
) -> None:  # fmt: skip
    PackagePrice.objects.create(
        firm=firm, goods="ILETI", credits=250_000, net=1000, valid_from=date(2026, 1, 1)
    )
    card({"roles": ["ADMIN"]}, kind="order")
    buyer = actor_for(bosses[0])
    package = packages.choose(buyer, 250_000, agreed=True)
    order = packages.pay_by(buyer, package, "HAVALE")
    with pytest.raises(Conflict) as runs:
        orders.approve(actor_for(admin), order, "D-1")
    assert runs.value.code == "approval_runs"
    browser = client_for(bosses[0])
    pages = [f"/iys-packages/{package.pk}/payment/", f"/credit-orders/{order.pk}/"]
    for page in pages:
        shown = browser.get(page).content.decode()
        assert "onaylanınca ödenebilir" in shown, page
        assert "bill-copy" not in shown, page
    process = Process.objects.get(kind="order")
    assert "İLETİ-250" in process.title
    say(admin, the_task(process), verdict)
    if verdict == "ONAY":
        assert all("bill-copy" in browser.get(page).content.decode() for page in pages)
        orders.approve(actor_for(admin), Order.objects.get(), "D-1")
    package.refresh_from_db()
    assert (package.state, credits.balance(firm.pk, "IYS")) == (state, 0)


def test_a_hosted_firms_request_waits_for_the_operator_after_its_own_people(
    card: Card, firm: Firm, bosses: list[Membership], admin: Membership, settings: Any
) -> None:
    settings.PRICES_SET_BY = "operator"
    card({"roles": ["ADMIN"]}, kind="limit")
    BillingProfile.objects.update_or_create(
        firm=firm, defaults={"payment_type": PaymentType.POSTPAID, "sms_limit": 500}
    )
    request = limit_requests.ask(actor_for(bosses[0]), 2000, "Sezon")
    operator = of_platform(make_user("Kerem", is_platform_staff=True), firm.pk)
    with pytest.raises(Conflict):
        limit_requests.approve(operator, request)
    say(admin, the_task(Process.objects.get()))
    assert BillingProfile.objects.get(firm=firm).sms_limit == 500
    assert limit_requests.approve(operator, request).state == "ONAYLANDI"


@pytest.mark.requirement("L-126")
def test_a_limit_request_goes_by_the_card_and_by_no_other_door(
    card: Card, firm: Firm, bosses: list[Membership], admin: Membership, own_prices: None
) -> None:
    card({"roles": ["ADMIN"]}, kind="limit", from_amount=1000)
    BillingProfile.objects.update_or_create(
        firm=firm, defaults={"payment_type": PaymentType.POSTPAID, "sms_limit": 500}
    )
    request = limit_requests.ask(actor_for(bosses[0]), 2000, "Sezon")
    with pytest.raises(Conflict) as runs:
        limit_requests.approve(actor_for(bosses[1]), request)
    assert runs.value.code == "approval_runs"
    say(admin, the_task(Process.objects.get(kind="limit")))
    request.refresh_from_db()
    assert request.state == "ONAYLANDI"
    assert BillingProfile.objects.get(firm=firm).sms_limit == 2000
    second = limit_requests.ask(actor_for(bosses[0]), 3000, "Sezon")
    say(admin, the_task(Process.objects.get(state="SURUYOR")), "RED", "Yeter")
    second.refresh_from_db()
    assert (second.state, second.decision_note) == ("REDDEDILDI", "Yeter")


def test_an_erp_document_above_the_limit_is_not_offered_before_people_have_agreed(
    card: Card, firm: Firm, clerk: Membership, bosses: list[Membership]
) -> None:
    erp.cards(firm)
    actor = actor_for(clerk)
    card({"members": bosses[:1]}, kind="erp_document", from_amount=131)
    small = documents.release(documents.draft(firm, erp.bill(), actor), actor)
    assert small.state == "READY"
    spec = erp.bill("TCL2026000000002", erp.line(net="200.00", vat="40.00"))
    large = documents.release(documents.draft(firm, spec, actor), actor)
    assert large.state == "CHECKED"
    with pytest.raises(Conflict) as runs:
        documents.release(large, actor)
    assert runs.value.code == "approval_runs"
    approval = Process.objects.get()
    assert approval.text == "TCL2026000000002, Turkcell İletişim A.Ş., 240,00 TL"
    say(bosses[0], the_task(approval))
    large.refresh_from_db()
    assert large.state == "READY"


@pytest.mark.parametrize(("verdict", "state"), [("ONAY", "HAZIRLANIYOR"), ("RED", "TASLAK")])
def test_a_campaign_above_the_limit_waits_for_people(
    card: Card, firm: Firm, bosses: list[Membership], admin: Membership, verdict: str, state: str
) -> None:
    make_account(firm)
    load_credit(firm, 10)
    card({"roles": ["ADMIN"]}, kind="campaign", from_amount=2)
    people = [make_subscriber(firm, f"+90532123450{n}") for n in (1, 2)]
    actor = actor_for(bosses[0])
    small = make_draft(actor, "Merhaba", people[:1])
    assert campaigns.submit(actor, small, fresh=True).state == CampaignState.PREPARING
    large = campaigns.submit(actor, make_draft(actor, "Merhaba", people), fresh=True)
    assert large.state == CampaignState.AWAITING
    assert not preparing.prepare(large.pk)
    with pytest.raises(Conflict):
        drafts.change(actor, large, {"text": "Başka"})
    say(admin, the_task(Process.objects.get()), verdict, "Pahalı")
    large.refresh_from_db()
    assert large.state == state
    assert ("Pahalı" in large.problem) is (verdict == "RED")


def test_a_campaign_that_is_taken_back_takes_its_approval_with_it(
    card: Card, firm: Firm, bosses: list[Membership]
) -> None:
    make_account(firm)
    load_credit(firm, 10)
    card({"roles": ["ADMIN"]}, kind="campaign")
    people = [make_subscriber(firm, f"+90532123450{n}") for n in (1, 2)]
    actor = actor_for(bosses[0])
    large = campaigns.submit(actor, make_draft(actor, "Merhaba", people), fresh=True)
    campaigns.cancel(actor, large)
    assert Process.objects.get().state == ProcessState.WITHDRAWN
    large.refresh_from_db()
    assert large.state == CampaignState.DRAFT


@pytest.fixture
def applied(card: Card, bosses: list[Membership], settings: Any) -> Application:
    """An application of a firm with a card for them: one step, by the Admin's code."""
    settings.ORDERS = Orders("tmf622", "http://127.0.0.1:9", "anahtar")
    card({"roles": ["ADMIN"], "kind": "OTP_ONAY"}, kind="application")
    return applying.apply(actor_for(bosses[0]), WANTED)


@pytest.mark.requirement("C-05")
def test_an_application_goes_out_only_with_the_code_of_whom_the_card_names(
    applied: Application, admin: Membership, bosses: list[Membership]
) -> None:
    assert (applied.states, applied.try_at) == ("Firma onayında", None)
    assert not delivery.deliver(applied.firm_id, applied.pk)
    with pytest.raises(Conflict) as runs:
        applying.resend(actor_for(bosses[0]), applied)
    assert runs.value.code == "approval_runs"
    task = the_task(Process.objects.get(kind="application"))
    assert applied.reference in task.approval.text
    with pytest.raises(Invalid) as needed:
        say(admin, task)
    assert needed.value.code == "otp_needed"
    app = Authenticator.objects.create(user=admin.user, name="uygulama", confirmed=True)
    challenge = decisions.start(actor_for(admin), task, "TOTP")
    challenges.verify(actor_for(admin), challenge.pk, f"{totp(bytes.fromhex(app.key)):06d}")
    applied = Application.objects.get(pk=applied.pk)
    assert (applied.states, applied.try_at is not None) == ("İletilecek", True)


def test_a_refused_application_says_why_and_leaves_its_services_free(
    applied: Application, admin: Membership, bosses: list[Membership]
) -> None:
    say(admin, the_task(Process.objects.get()), "RED", "Bütçe yok")
    applied = Application.objects.get(pk=applied.pk)
    assert (applied.states, applied.try_at) == ("Reddedildi", None)
    assert applied.items.first().events.last().note == "Bütçe yok"
    again = applying.apply(actor_for(bosses[0]), WANTED)
    applying.withdraw(actor_for(bosses[0]), again)
    assert not Process.objects.filter(state=ProcessState.RUNNING).exists()

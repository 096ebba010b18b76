"""A hosted portal: what firms pay is set by those who run it, not by the firms."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.support.firms import PASSWORD, actor_for, client_for, make_firm, make_member, make_user
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.billing import calendar
from turkcell_hub.billing.models import (
    BillingProfile,
    Order,
    OrderState,
    PackagePrice,
    PaymentMethod,
    PaymentType,
    Tariff,
)
from turkcell_hub.billing.selectors import platform as selectors
from turkcell_hub.billing.selectors import transfers
from turkcell_hub.billing.services import limit_requests, orders, prices
from turkcell_hub.errors import NotAllowed
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.services import jobs
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.models import Firm, Role, User
from turkcell_hub.tenancy.permissions import platform_rights, rights_of
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import people, persons

pytestmark = pytest.mark.django_db

DECIDED = {
    "billing.price.change", "billing.order.approve", "billing.plan.change",
    "billing.tariff.change", "billing.refund.change", "billing.limit.approve",
}  # fmt: skip


@pytest.fixture(autouse=True)
def hosted(firms_set_prices: None, settings: Any) -> None:
    settings.PRICES_SET_BY = "operator"


@pytest.fixture
def runs_it(db: None) -> User:
    return make_user("Kerem Aydın", is_platform_staff=True)


@pytest.fixture
def desk(runs_it: User, firm: Firm) -> Client:
    """The browser of an İşletmeci who has entered the firm."""
    browser = client_for(runs_it)
    assert browser.post(reverse("platform-enter", args=[firm.pk])).status_code == 302
    return browser


def test_in_a_hosted_portal_not_even_an_admin_decides_what_his_firm_pays(
    firm: Firm, settings: Any
) -> None:
    assert rights_of(Role.ADMIN) & DECIDED == set()
    assert platform_rights() >= DECIDED
    admin = make_member(firm, Role.ADMIN)
    with firm_scope(firm.pk), pytest.raises(NotAllowed):
        prices.add(actor_for(admin), {"credits": 1000, "net": 1, "valid_from": calendar.today()})
    assert client_for(admin).get(reverse("package-prices-list")).status_code == 200
    assert client_for(admin).get(reverse("package-prices-add")).status_code == 403
    settings.PRICES_SET_BY = "firm"
    assert rights_of(Role.ADMIN) >= DECIDED
    assert platform_rights() == set()


def cards_of(browser: Client) -> dict[str, str]:
    """The first page's cards: what is said and where each leads, by their titles."""
    page = browser.get("/").content.decode()
    found = {}
    for card in re.findall(r'<section class="card hub-card">(.*?)</section>', page, re.DOTALL):
        text = " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", card, flags=re.DOTALL).split())
        links = re.findall(r'<a [^>]*href="([^"]+)"', card)
        found[re.search(r"<h2>(.*?)</h2>", card)[1]] = f"{text} → {links[0]}"  # type: ignore[index]
    return found


def test_the_first_page_of_the_operator_in_a_firm_tells_what_waits_there(
    desk: Client, firm: Firm
) -> None:
    empty = cards_of(desk)
    assert "Fiyatı yok" in empty["Fiyatlar"]
    assert "/package-prices/" in empty["Fiyatlar"]
    assert " 0 " in empty["Onay bekleyen siparişler"]
    assert "/status/" in empty["Kalan SMS"]
    assert "/operator/" in empty["İşletmeci"]
    assert "Onay bekleyen limit talepleri" not in empty, "only of a firm that has a limit"
    other = make_firm("Bursa Lojistik")
    for place, one in enumerate((firm, firm, other)):
        with firm_scope(one.pk):
            Order.objects.create(
                firm=one, state=OrderState.REVIEW if place else OrderState.WAITING,
                method=PaymentMethod.TRANSFER, reference=f"TH{place}", credits=1000, net=200,
                vat_rate=20, vat=40, gross=240, price_from=calendar.today(), by_label="x",
                expires_at=timezone.now() + dt.timedelta(days=3),
            )  # fmt: skip
    with firm_scope(firm.pk):
        PackagePrice.objects.create(
            firm=firm, credits=1000, net=200, vat_rate=20, valid_from=calendar.today()
        )
        BillingProfile.objects.create(firm=firm, payment_type=PaymentType.POSTPAID, sms_limit=500)
    told = cards_of(desk)
    assert " 2 " in told["Onay bekleyen siparişler"], "of this firm alone"
    assert "state=" in told["Onay bekleyen siparişler"]
    assert "Fiyatı yok" in told["Fiyatlar"], "who pays later needs a tariff"
    assert "/sms-tariffs/" in told["Fiyatlar"]
    assert "Onay bekleyen limit talepleri" in told
    listed = desk.get(told["Onay bekleyen siparişler"].split("→ ")[1].replace("&amp;", "&"))
    assert listed.content.decode().count('class="hub-row"') == 2
    member = cards_of(client_for(make_member(firm, Role.ADMIN)))
    assert not {"İşletmeci", "Onay bekleyen siparişler"} & member.keys()


@pytest.mark.requirement("A-006", "A-008")
def test_the_operator_prices_the_packages_of_a_firm_and_the_firm_buys_by_them(
    desk: Client, firm: Firm
) -> None:
    day = f"{calendar.today():%d.%m.%Y}"
    data = {"credits": "1000", "net": "200,00", "vat_rate": "20", "valid_from": day}
    assert desk.post(reverse("package-prices-add"), data).status_code == 302
    with firm_scope(firm.pk):
        assert PackagePrice.objects.get().by_label == "İşletmeci: Kerem Aydın"
        buyer = actor_for(make_member(firm, Role.ADMIN))
        order = orders.place(buyer, 1000, "HAVALE")
        boss = actor_for(make_member(firm, Role.ADMIN))
        with pytest.raises(NotAllowed):
            orders.approve(boss, order, "TR-1")
    action = reverse("credit-orders-action", args=["approve"])
    done = desk.post(f"{action}?ids={order.pk}", {"receipt_no": "TR-1", "ids": order.pk})
    assert done.status_code in (200, 302), done.content
    with firm_scope(firm.pk):
        assert Order.objects.get().state == OrderState.PAID
        assert credits.balance(firm.pk, "SMS") == 1000


def test_the_operator_sets_payment_type_and_tariff_and_approves_the_limit(
    desk: Client, firm: Firm
) -> None:
    plan = {"payment_type": "FATURALI", "sms_limit": "1000"}
    assert desk.post(reverse("billing-plan"), plan).status_code == 302
    tariff = {"valid_from": "01.01.2030", "unit_price": "0,20", "vat_rate": "20",
              "closing_day": "4"}  # fmt: skip
    assert desk.post(reverse("sms-tariffs-add"), tariff).status_code == 302
    with firm_scope(firm.pk):
        asked = limit_requests.ask(actor_for(make_member(firm, Role.ADMIN)), 2000, "Sezon")
    action = reverse("limit-requests-action", args=["approve"])
    desk.post(f"{action}?ids={asked.pk}", {"ids": asked.pk, "note": ""})
    with firm_scope(firm.pk):
        assert Tariff.objects.get().valid_from == dt.date(2030, 1, 1)
        assert BillingProfile.objects.get().sms_limit == 2000


def test_the_operator_sees_nothing_of_a_firm_but_its_money(desk: Client, firm: Firm) -> None:
    for name in ("subscribers-list", "messages-list", "campaigns-list", "inbox-list", "users-list",
                 "audit-trail-list", "api-keys-list", "gateway-accounts-list", "firm-settings",
                 "compose-new", "past-reports-list"):  # fmt: skip
        assert desk.get(reverse(name)).status_code == 403, name
    for name in ("home", "credit-status", "statements-list", "credit-transfers-list",
                 "refund-table", "platform", "profile"):  # fmt: skip
        assert desk.get(reverse(name)).status_code == 200, name
    assert desk.get(reverse("credit-shop")).status_code == 403


@pytest.mark.requirement("Y-020")
def test_the_operator_takes_in_the_banks_statement_as_long_as_he_is_in_office(
    desk: Client, runs_it: User, firm: Firm, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    with firm_scope(firm.pk):
        price = {"firm": firm, "credits": 1000, "net": 100, "vat_rate": 20}
        PackagePrice.objects.create(**price, valid_from=calendar.today(), by_label="x")
        order = orders.place(actor_for(make_member(firm, Role.ADMIN)), 1000, "HAVALE")
        text = transfers.instructions(order).description
    said = f"Tarih;Açıklama;Tutar;Dekont No\n20.11.2026;{text};120,00;D-1".encode()

    def uploaded() -> Job:
        file = SimpleUploadedFile("ekstre.csv", said)
        address = desk.post("/incoming-payments/import/", {"file": file})["Location"]
        assert desk.get(address).status_code == 200
        return Job.objects.get(pk=address.rstrip("/").rpartition("/")[2])

    with firm_scope(firm.pk):
        job = uploaded()
        jobs.run(job.pk)
        assert "D-1" in desk.get(reverse("jobs-detail", args=[job.pk])).content.decode()
        assert desk.post(reverse("jobs-confirm", args=[job.pk])).status_code == 302
        jobs.run(job.pk)
        order.refresh_from_db()
        assert order.state == OrderState.PAID
        late = uploaded()
        User.objects.filter(pk=runs_it.pk).update(is_platform_staff=False)
        jobs.run(late.pk)
        late.refresh_from_db()
        assert (late.state, late.error_code) == ("FAILED", "owner_gone")


def test_each_entry_of_the_operator_is_in_the_firms_own_trail(desk: Client, firm: Firm) -> None:
    entry = AuditEntry.objects.filter(firm_id=firm.pk).latest("pk")
    assert entry.action == "tenancy.platform.entered"
    assert entry.actor_label == "İşletmeci: Kerem Aydın"


def test_the_operators_page_shows_every_firm_and_what_waits_there(
    runs_it: User, firm: Firm
) -> None:
    quiet = make_firm("Aras Gıda")
    with firm_scope(firm.pk):
        price = {"firm": firm, "credits": 1000, "net": 10, "vat_rate": 20}
        PackagePrice.objects.create(**price, valid_from=calendar.today(), by_label="x")
        orders.place(actor_for(make_member(firm, Role.ADMIN)), 1000, "HAVALE")
    lines = selectors.firms()
    assert [(line.firm, line.waits, line.is_priced) for line in lines][:2] == [
        (firm, 1, True), (quiet, 0, False)
    ]  # fmt: skip
    assert [line.firm for line in selectors.firms("ARAS")] == [quiet]
    page = client_for(runs_it).get(reverse("platform")).content.decode()
    assert "1 sipariş bekliyor" in page
    assert "Fiyatı yok" in page


def test_for_everybody_else_there_is_no_such_page(firm: Firm, settings: Any, runs_it: User) -> None:
    admin = client_for(make_member(firm, Role.ADMIN))
    assert admin.get(reverse("platform")).status_code == 404
    assert admin.post(reverse("platform-enter", args=[firm.pk])).status_code == 404
    assert Client().get(reverse("platform")).status_code == 302
    settings.PRICES_SET_BY = "firm"
    assert client_for(runs_it).get(reverse("platform")).status_code == 404


def test_the_operators_rights_end_with_his_office_and_with_his_leaving(
    desk: Client, runs_it: User, firm: Firm
) -> None:
    assert desk.get(reverse("package-prices-list")).status_code == 200
    desk.post(reverse("platform-leave"))
    assert desk.get(reverse("package-prices-list"))["Location"] == reverse("platform")
    desk.post(reverse("platform-enter", args=[firm.pk]))
    User.objects.filter(pk=runs_it.pk).update(is_platform_staff=False)
    assert desk.get(reverse("package-prices-list")).status_code == 403


def test_nobody_is_appointed_whose_password_a_firm_may_know(firm: Firm) -> None:
    with firm_scope(firm.pk):
        admin = actor_for(make_member(firm, Role.ADMIN))
        people.invite(
            admin,
            {"full_name": "Kerem Aydın", "email": "kerem@example.com", "phone": "",
             "password": PASSWORD, "role": Role.STAFF},
        )  # fmt: skip
    with pytest.raises(CommandError, match="Parolamı unuttum"):
        call_command("createoperator", "kerem@example.com")
    user = User.objects.get(email="kerem@example.com")
    assert not user.is_platform_staff
    persons.change_password(user, "Mavi-Zeytin-19", by_link=True)
    call_command("createoperator", "kerem@example.com")
    user.refresh_from_db()
    assert user.is_platform_staff


def test_the_command_appoints_and_dismisses(tmp_path: Path, capsys: Any) -> None:
    secret = tmp_path / "parola"
    secret.write_text(PASSWORD + "\n")
    call_command("createoperator", "kerem@example.com", name="Kerem Aydın", password_file=secret)
    user = User.objects.get(email="kerem@example.com")
    assert user.is_platform_staff
    assert user.check_password(PASSWORD)
    call_command("createoperator", "kerem@example.com", revoke=True)
    user.refresh_from_db()
    assert not user.is_platform_staff
    with pytest.raises(CommandError):
        call_command("createoperator", "kerem@example.com", revoke=True)
    call_command("createoperator", "kerem@example.com")  # somebody known keeps his password
    assert User.objects.get().check_password(PASSWORD)


def test_a_month_without_a_tariff_is_told_to_the_operator_and_to_the_firm(
    desk: Client, runs_it: User, firm: Firm
) -> None:
    with firm_scope(firm.pk):
        BillingProfile.objects.get_or_create(firm=firm)
        BillingProfile.objects.update(month_waits=dt.date(2026, 3, 1))
    assert selectors.waiting() == 1
    assert [(line.month, line.waits) for line in selectors.firms()] == [(dt.date(2026, 3, 1), 1)]
    assert "03.2026 kapanamıyor: tarife yok" in desk.get(reverse("platform")).content.decode()
    title = "Ay kapanamıyor: tarife yok"
    assert cards_of(desk)[title].endswith(reverse("sms-tariffs-add"))
    admin = client_for(make_member(firm, Role.ADMIN))
    assert "Tarifeyi Admin ya da portalı işleten girer" in cards_of(admin)[title]
    assert cards_of(admin)[title].endswith(reverse("sms-tariffs-list"))
    with firm_scope(firm.pk):
        Tariff.objects.create(firm=firm, valid_from=dt.date(2026, 1, 1), unit_price="0.05")
    assert selectors.waiting() == 0
    assert title not in cards_of(desk)
    assert "kapanamıyor" not in desk.get(reverse("platform")).content.decode()

"""İLETİ packages from the choice to the end of their year, and what the quota does meanwhile."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from iys_consent import catalogue
from iys_consent.models import Package, PackageNotice, PackageState
from iys_consent.selectors import packages as selectors
from iys_consent.services import package_notices, package_rules, packages
from tests.support.deaths import truths
from tests.support.firms import actor_for, client_for, make_firm, make_key, make_member
from tests.support.mails import refusing
from turkcell_hub.billing import calendar
from turkcell_hub.billing.models import Order, OrderState, PackagePrice
from turkcell_hub.billing.services import orders, prices
from turkcell_hub.errors import Conflict, Invalid, NotAllowed
from turkcell_hub.ledger import selectors as ledger
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.ledger.services import credits
from turkcell_hub.portal import cells
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Role
from turkcell_hub.tenancy.scope import firm_scope


@pytest.fixture(autouse=True)
def own_prices(settings: Any) -> None:
    settings.PRICES_SET_BY = "firm"


@pytest.fixture
def firm(db: None) -> Iterator[Firm]:
    made = make_firm(legal_name="Ege Tekstil A.Ş.")
    with firm_scope(made.pk):
        PackagePrice.objects.create(
            firm=made, goods="ILETI", credits=250_000, net=Decimal("1000.05"),
            valid_from=dt.date(2026, 1, 1),
        )  # fmt: skip
        yield made


@pytest.fixture
def admin(firm: Firm) -> Actor:
    return actor_for(make_member(firm, "ADMIN"))


@pytest.fixture
def manager(firm: Firm) -> Actor:
    return actor_for(make_member(firm, "YONETICI"))


def quota(firm: Firm) -> tuple[int, int, int]:
    found = ledger.summary(firm.pk, "IYS")
    assert found.remaining == found.total - found.spent
    return found.total, found.spent, found.remaining


def use(firm: Firm, amount: int, admin: Actor) -> None:
    credits.spend(firm.pk, "IYS", amount, f"use-{amount}", "CONSENT", admin)


@pytest.mark.requirement("Y-008", "Y-010", "Y-011", "K-064")
def test_a_free_package_waits_for_an_admin_and_changes_no_quota_until_then(
    firm: Firm, admin: Actor, manager: Actor
) -> None:
    with pytest.raises(Invalid, match="sözleşme"):
        packages.choose(manager, 75_000, agreed=False)
    package = packages.choose(manager, 75_000, agreed=True)
    assert (package.state, package.gross, quota(firm)) == (PackageState.WAITING, 0, (0, 0, 0))
    with pytest.raises(NotAllowed):
        packages.approve(manager, package)
    package = packages.approve(admin, package)
    today = calendar.today()
    assert (package.starts_on, package.ends_on) == (today, packages.year_after(today))
    assert quota(firm) == (75_000, 0, 75_000)
    with pytest.raises(Conflict):
        packages.approve(admin, package)


@pytest.mark.requirement("K-064")
def test_an_admin_refuses_with_a_reason_and_the_quota_stays(
    firm: Firm, admin: Actor, manager: Actor
) -> None:
    package = packages.choose(manager, 25_000, agreed=True)
    with pytest.raises(Invalid):
        packages.reject(admin, package, " ")
    assert packages.reject(admin, package, "Büyüğü lazım").state == PackageState.REJECTED
    assert quota(firm) == (0, 0, 0)


@pytest.mark.requirement("Y-013", "Y-019", "K-065")
def test_a_paid_package_cannot_skip_its_payment(firm: Firm, admin: Actor, manager: Actor) -> None:
    package = packages.choose(manager, 250_000, agreed=True)
    assert package.gross == Decimal("1200.06")  # 1000.05 × 1.20, to the kuruş
    assert package.state == PackageState.PAYING
    with pytest.raises(Conflict):
        packages.approve(admin, package)
    order = packages.pay_by(manager, package, "HAVALE")
    assert packages.pay_by(manager, package, "HAVALE") == order
    orders.approve(admin, order, "D-1")
    package.refresh_from_db()
    assert (package.state, quota(firm)) == (PackageState.WAITING, (0, 0, 0))
    packages.approve(admin, package)
    assert quota(firm) == (250_000, 0, 250_000)
    assert credits.balance(firm.pk, "SMS") == 0


def test_a_dropped_package_that_is_paid_after_all_waits_for_the_admin(
    firm: Firm, admin: Actor, manager: Actor
) -> None:
    package = packages.choose(manager, 250_000, agreed=True)
    order = packages.pay_by(manager, package, "HAVALE")
    Order.objects.filter(pk=order.pk).update(state=OrderState.REVIEW)
    packages.cancel(manager, package)
    orders.approve(admin, order, "D-1")
    package.refresh_from_db()
    assert package.state == PackageState.WAITING
    rejected = packages.reject(admin, package, "Vazgeçmiştik.")
    assert "1.200,06 TL iade" in rejected.note


@pytest.mark.requirement("Y-009", "K-068", "K-019")
def test_a_change_ends_the_old_package_and_its_history_stays(firm: Firm, admin: Actor) -> None:
    old = packages.choose(admin, 25_000, agreed=True)
    use(firm, 946, admin)
    with pytest.raises(Conflict, match="zaten"):
        packages.choose(admin, 25_000, agreed=True)
    new = packages.choose(admin, 75_000, agreed=True)
    old.refresh_from_db()
    assert (old.state, old.ends_on) == (PackageState.REPLACED, calendar.today())
    # A free one brings no fresh year of free quota: its use counts on.
    assert quota(firm) == (75_000, 946, 74_054)
    assert selectors.used(new) == 946
    paid = packages.choose(admin, 250_000, agreed=True)
    boss = actor_for(make_member(firm, "ADMIN"))
    orders.approve(boss, packages.pay_by(admin, paid, "HAVALE"), "D-1")
    packages.approve(admin, paid)
    assert quota(firm) == (250_946, 946, 250_000)
    assert Package.objects.count() == 3


@pytest.mark.requirement("T6", "K-066")
def test_the_guides_own_figures_add_up(firm: Firm, admin: Actor) -> None:
    credits.load(firm.pk, "IYS", 60_000, "ornek", "OPENING", admin)
    use(firm, 946, admin)
    assert quota(firm) == (60_000, 946, 59_054)


@pytest.mark.requirement("Y-009")
def test_after_its_year_a_package_ends_with_what_is_left_of_it(firm: Firm, admin: Actor) -> None:
    credits.load(firm.pk, "IYS", 100, "elle", "MANUAL", admin)
    package = packages.choose(admin, 5_000, agreed=True)
    use(firm, 1_000, admin)
    today = calendar.today()
    Package.objects.update(
        starts_on=today - dt.timedelta(days=400), ends_on=today - dt.timedelta(days=1)
    )
    package_notices.look(package.pk)
    package_notices.look(package.pk)
    package.refresh_from_db()
    assert package.state == PackageState.ENDED
    assert quota(firm) == (1_100, 1_000, 100)
    assert PackageNotice.objects.get().at == 0
    assert not selectors.has_active()


def test_the_end_of_a_package_and_its_notice_are_one(firm: Firm, admin: Actor) -> None:
    package = packages.choose(admin, 5_000, agreed=True)
    today = calendar.today()
    Package.objects.update(
        starts_on=today - dt.timedelta(days=400), ends_on=today - dt.timedelta(days=1)
    )

    def truth() -> tuple[bool, int]:
        ended = Package.objects.filter(pk=package.pk, state=PackageState.ENDED).exists()
        return ended, PackageNotice.objects.count()

    seen = truths(lambda: package_notices.look(package.pk), truth)
    assert (set(seen[:-1]), seen[-1]) == ({(False, 0)}, (True, 1))


def test_a_refused_address_stops_no_other_and_the_notice_goes_once(
    firm: Firm, admin: Actor
) -> None:
    for name in ("a", "b", "c"):
        make_member(firm, Role.ADMIN, name=name, email=f"{name}@ornek.com")
    package = packages.choose(admin, 5_000, agreed=True)
    Package.objects.update(ends_on=calendar.today() + dt.timedelta(days=1))
    package_notices.look(package.pk)
    notice = PackageNotice.objects.get()
    with refusing("b@ornek.com") as tried:
        for _turn in range(2):
            package_notices.mail(notice.pk)
    assert len(tried) == len(set(tried)), "each is tried once"
    assert {"a@ornek.com", "c@ornek.com"} <= {one.to[0] for one in mail.outbox}


@pytest.mark.parametrize(
    ("days", "spent", "told"),
    [(31, 0, []), (30, 0, [30]), (6, 0, [7]), (1, 0, [1]), (100, 3_999, []), (100, 4_750, [95])],
)
def test_people_are_told_of_each_edge_once(
    firm: Firm, admin: Actor, days: int, spent: int, told: list[int]
) -> None:
    package = packages.choose(admin, 5_000, agreed=True)
    if spent:
        use(firm, spent, admin)
    Package.objects.update(ends_on=calendar.today() + dt.timedelta(days=days))
    for _time in range(2):
        package_notices.look(package.pk)
    assert [notice.at for notice in PackageNotice.objects.all()] == told
    for notice in PackageNotice.objects.all():
        assert package_notices.mail(notice.pk) == 1
        assert package_notices.mail(notice.pk) == 0
    assert len(mail.outbox) == len(told)


@pytest.mark.requirement("Y-008")
def test_the_free_time_of_a_package_is_dated(firm: Firm, admin: Actor) -> None:
    today = calendar.today()
    begins = today + dt.timedelta(days=10)
    prices.add(admin, {"credits": 25_000, "net": Decimal(0), "vat_rate": 20, "valid_from": today,
                       "valid_until": today + dt.timedelta(days=5)}, of="ILETI")  # fmt: skip
    prices.add(admin, {"credits": 25_000, "net": Decimal(90), "vat_rate": 20,
                       "valid_from": begins}, of="ILETI")  # fmt: skip
    price = packages.shop.price_of

    def net(days: int) -> Decimal | None:
        found = price(25_000, today + dt.timedelta(days=days), of="ILETI")
        return found and found.net

    assert [net(0), net(5), net(6), net(10)] == [0, 0, None, 90]
    with pytest.raises(Invalid, match="her zaman"):
        prices.add(admin, {"credits": 5_000, "net": Decimal(1), "vat_rate": 20,
                           "valid_from": today}, of="ILETI")  # fmt: skip
    assert price(5_000, dt.date(2099, 1, 1), of="ILETI").net == 0  # type: ignore[union-attr]


def test_rules_are_dated_and_say_what_is_wrong(firm: Firm, admin: Actor) -> None:
    today = calendar.today()
    with pytest.raises(Invalid, match="30, 14, 7"):
        package_rules.add(admin, {"valid_from": today, "warn_days": "otuz"})
    made = package_rules.add(admin, {"valid_from": today, "warn_days": "45; 10", "terms": "Söz."})
    assert made.warn_days == [45, 10]
    package = packages.choose(admin, 5_000, agreed=True)
    assert package.terms_from == today
    with pytest.raises(Invalid, match="geçmişe"):
        package_rules.add(admin, {"valid_from": today - dt.timedelta(days=1)})


def number_at_iys(firm: Firm, code: str) -> None:
    with firm_scope(firm.pk):
        GatewayAccount.objects.create(
            firm=firm, name="İYS", service="iys", adapter="direct", options={"iys_code": code}
        )


@pytest.mark.requirement(
    "Y-003", "Y-004", "Y-005", "Y-010", "Y-011", "Y-013", "Y-018", "Y-021", "K-062", "K-063",
    "K-065", "K-066", "K-067", "K-068", "Y-019",
)  # fmt: skip
def test_the_whole_way_over_the_pages(firm: Firm) -> None:
    number_at_iys(firm, "512345")
    number_at_iys(make_firm("Bursa Lojistik"), "698765")
    member = make_member(firm, "ADMIN")
    client, boss = client_for(member), actor_for(member)
    basic = client.get("/iys/package/").content.decode()
    assert "Temel Hizmetler" in basic
    assert "İYS Numarası" in basic
    assert "512345" in basic
    assert "698765" not in basic  # only the own number
    shop = client.get("/iys/package/choose/?phones=75001&emails=10").content.decode()
    assert shop.count("Size uygun") == 1
    names = [f"İLETİ-{size // 1000}" for size in catalogue.SIZES]
    assert re.findall(r"<h2>(İLETİ-\d+)</h2>", shop) == names
    assert "1.200,06" in shop  # 1000,05 and its KDV
    assert "KDV dahil" in shop
    assert "75.001" in shop
    free = client.get("/iys/package/choose/75000/").content.decode()
    assert "Ödeme Adımı" not in free
    assert client.post("/iys/package/choose/75000/").status_code == 422
    done = client.post("/iys/package/choose/75000/", {"agreed": "on"})
    page = client.get(done["Location"]).content.decode()
    for said in (
        "İLETİ-75", "Abonelik Bilgilerim", "Aktif", "Başlama", "Bitiş", "KDV hariç", "KDV dahil",
        "Kullanım Bilgilerim", "Toplam", "Kalan", "Harcanan", "Geçen süre", "Paket değiştir",
    ):  # fmt: skip
        assert said in page, said
    today = calendar.today()
    for name, value in (
        ("Paket", "<strong>İLETİ-75</strong> · 75.000 ileti"),
        ("Başlama", cells.day(today)),
        ("Bitiş", cells.day(packages.year_after(today))),
    ):
        assert f"<dt>{name}</dt><dd>{value}</dd>" in page, name
    assert 'href="/iys/package/choose/"' in page.split("Paket değiştir")[0].rsplit("<a ", 1)[1]
    Package.objects.update(decided_at=timezone.now() - dt.timedelta(days=62))
    assert "2 ay önce" in " ".join(client.get("/iys/package/").content.decode().split())
    paid = client.post("/iys/package/choose/250000/", {"agreed": "on"})
    step = paid["Location"]
    assert "Ödeme Adımı" in client.get(step).content.decode()
    asked = client.post(step, {"method": "HAVALE"}).content.decode()
    assert "Onayla" in asked
    assert f'href="{step}">Vazgeç' in asked
    assert 'name="method" value="HAVALE"' in client.get(step).content.decode()  # as before
    assert Order.objects.count() == 0
    client.post(step, {"method": "HAVALE", "sure": "1"})
    order = Order.objects.get()
    told = client.get(step).content.decode()
    assert order.short_reference in told
    assert "Ege Tekstil A.Ş." in told
    assert "muhasebe@iys.org.tr" in told
    assert "Ödeme bekliyor" in client.get(f"/credit-orders/{order.pk}/").content.decode()
    assert "Ödeme bekleniyor: ₺1.200,06" in client.get("/iys/package/").content.decode()
    package_rules.add(boss, {"valid_from": today, "accounting_email": "kasa@ornek.com"})
    assert "mailto:kasa@ornek.com" in client.get(step).content.decode()
    for other in ("/iys/package/", "/iys/package/choose/", "/iys/brand-partners/"):
        assert "kasa@ornek.com" not in client.get(other).content.decode()  # while paying only
    Package.objects.filter(size=75_000).update(state="DEGISTIRILDI")
    history = client.get("/iys-packages/").content.decode()
    assert "İLETİ-75" in history
    Package.objects.filter(size=75_000).update(state="AKTIF")
    assert Package.objects.get(state="AKTIF").size == 75_000


def test_another_choice_says_which_unpaid_order_it_ends(firm: Firm, manager: Actor) -> None:
    packages.pay_by(manager, packages.choose(manager, 250_000, agreed=True), "HAVALE")
    client = client_for(make_member(firm, "ADMIN"))
    asked = client.get("/iys/package/choose/75000/").content.decode()
    assert "Ödemesi bekleyen İLETİ-250" in asked
    assert "o sipariş iptal olur" in asked
    with override("en"):  # whoever chooses reads English; what is kept is Turkish
        packages.choose(manager, 75_000, agreed=True)
    before = Package.objects.get(size=250_000)
    assert (before.state, before.note) == (PackageState.CANCELLED, "Yerine İLETİ-75 seçildi.")
    assert Order.objects.get().state == OrderState.CANCELLED


def test_the_end_of_the_quota_is_told_by_all_thirty_days_and_where_it_is_before_the_packages_end(
    firm: Firm, admin: Actor
) -> None:
    package = packages.choose(admin, 75_000, agreed=True)
    use(firm, 10, admin)
    with connection.cursor() as cursor:  # the ledger itself lets nobody move a row
        cursor.execute("SET LOCAL session_replication_role = replica")
        Transfer.objects.filter(type="SPEND").update(at=timezone.now() - dt.timedelta(days=50))
        cursor.execute("SET LOCAL session_replication_role = origin")
    use(firm, 951, admin)
    found = selectors.forecast(package)
    assert (found.days, found.quota_on) == (30, None)
    use(firm, 30_000, admin)
    assert selectors.forecast(package).quota_on == calendar.today() + dt.timedelta(
        days=int((75_000 - 30_961) / (30_951 / 30))
    )


def test_the_rest_door_sells_the_same_packages(firm: Firm, settings: Any) -> None:
    settings.API_RATE_LIMITS = {}
    _key, secret = make_key(firm, ["iys.package.view", "iys.package.add"])
    client = Client(headers={"authorization": f"Bearer {secret}"})
    offers = client.get("/api/v1/iys_package_offers/?phones=150000&emails=200000").json()
    assert offers["address_count"] == 200_000
    assert [row["name"] for row in offers["results"] if row["recommended"]] == ["İLETİ-250"]

    def post(path: str, body: dict[str, Any] | None = None) -> Any:
        return client.post(f"/api/v1/{path}", body, content_type="application/json")

    assert post("iys_packages/", {"size": 250_000, "agreed": False}).status_code == 400
    made = post("iys_packages/", {"size": 250_000, "agreed": True}).json()
    assert made["state"] == "ODEME_BEKLIYOR"
    paying = post(f"iys_packages/{made['id']}/pay/", {"method": "HAVALE"}).json()
    assert (paying["order"]["state"], paying["order"]["gross"]) == ("BEKLIYOR", "1200.06")
    assert post(f"iys_packages/{made['id']}/cancel/").json()["state"] == "IPTAL"
    assert Order.objects.get().state == OrderState.CANCELLED

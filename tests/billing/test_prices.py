"""Five packages with dated prices."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from turkcell_hub.billing import calendar
from turkcell_hub.billing.models import PACKAGES, PackagePrice
from turkcell_hub.billing.selectors import shop
from turkcell_hub.billing.services import orders, prices
from turkcell_hub.errors import Conflict, Invalid, NotAllowed
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

pytestmark = pytest.mark.django_db


def price(credits: int = 1000, net: str = "150", day: dt.date | None = None) -> dict[str, object]:
    begins = day or calendar.today()
    return {"credits": credits, "net": Decimal(net), "vat_rate": Decimal(20), "valid_from": begins}


@pytest.mark.requirement("A-006")
def test_the_shop_shows_exactly_five_packages_and_sells_no_other(
    buyer: Actor, manager_client: Client
) -> None:
    assert [offer.credits for offer in shop.offers()] == [1000, 5000, 10_000, 50_000, 100_000]
    page = manager_client.get("/credits/").content.decode()
    assert page.count('name="credits"') == 5
    assert "₺1.200,00" in page  # 10.000 SMS: 1.000 TL and VAT
    for wrong in (999, 2000, 0, -1000):
        with pytest.raises(Invalid, match="Böyle bir paket yok"):
            orders.place(buyer, wrong, "HAVALE")
    refused = manager_client.post("/credits/", {"credits": "2000", "method": "HAVALE"})
    assert refused.status_code == 422


@pytest.mark.requirement("A-008")
def test_an_order_keeps_the_price_of_its_day(buyer: Actor, actor: Actor, in_firm: Firm) -> None:
    order = orders.place(buyer, 1000, "HAVALE")
    prices.add(actor, price(net="150"))
    order.refresh_from_db()
    assert (order.net, order.vat, order.gross) == (100, 20, 120)
    assert orders.place(buyer, 1000, "HAVALE").gross == 180


def test_a_price_of_a_later_day_waits_for_its_day(buyer: Actor, actor: Actor) -> None:
    tomorrow = calendar.today() + dt.timedelta(days=1)
    prices.add(actor, price(net="150", day=tomorrow))
    assert shop.price_of(1000).net == 100
    assert shop.price_of(1000, tomorrow).net == 150
    assert shop.offers()[0].next_price.net == 150


def test_what_has_begun_is_not_changed_and_nothing_reaches_back(buyer: Actor, actor: Actor) -> None:
    begun = PackagePrice.objects.get(credits=1000)
    with pytest.raises(Conflict, match="Başlamış"):
        prices.change(actor, begun, price())
    with pytest.raises(Conflict, match="Başlamış"):
        prices.delete(actor, begun)
    with pytest.raises(Invalid, match="geçmişe"):
        prices.add(actor, price(day=calendar.today() - dt.timedelta(days=1)))
    prices.add(actor, price())
    with pytest.raises(Invalid, match="zaten var"):
        prices.add(actor, price(net="160"))
    with pytest.raises(NotAllowed):
        prices.add(buyer, price())


def test_kurus_are_rounded_as_on_a_bill() -> None:
    row = PackagePrice(credits=PACKAGES[0], net=Decimal("33.33"), vat_rate=Decimal("20"))
    assert (row.vat, row.gross) == (Decimal("6.67"), Decimal("40.00"))

"""Erişim haritası: who may be written to now, why not the rest, and the two address counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone

from iys_consent.catalogue import Addresses
from iys_consent.selectors import addresses
from iys_consent.services.movements import NewMovement, record
from iys_consent.services.registry import RegistryAnswer, note
from messaging.models import BlacklistEntry
from messaging.selectors import reach
from tests.support.firms import make_brand, make_firm
from turkcell_hub.tenancy.actor import Actor, system
from turkcell_hub.tenancy.models import Brand, Firm, GatewayAccount
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
AYSE, BORA, CEM, DERYA = (f"+90532123450{n}" for n in range(1, 5))


@pytest.fixture
def brand(firm: Firm) -> Iterator[Brand]:
    with firm_scope(firm.pk):
        yield make_brand(firm, "100001", "Ege Ev")


def says(firm: Firm, brand: Brand, channel: str, kind: str, **statuses: str) -> None:
    for address, status in statuses.items():
        answer = RegistryAnswer(address, status, "istek-7")
        note(firm.pk, brand.pk, channel, kind, [answer], timezone.now())


@pytest.fixture
def actor(firm: Firm, brand: Brand) -> Actor:
    actor = system(firm.pk, "Deneme")
    says(firm, brand, "MESAJ", "BIREYSEL", **{AYSE: "ONAY", BORA: "ONAYSIZ", CEM: "ONAY"})
    says(firm, brand, "MESAJ", "TACIR", **{DERYA: "YOK"})
    says(firm, brand, "EPOSTA", "BIREYSEL", **{"a@ornek.com": "ONAY", "b@ornek.com": "RET"})
    refusal = NewMovement(brand.pk, "BIREYSEL", "MESAJ", "+905321234507", "RET", "FORM", "HS_WEB")
    record(actor, [refusal])
    BlacklistEntry.objects.create(firm=firm, phone=CEM, source="ALICI", reason="RET yazdı")
    return actor


def test_each_brand_channel_and_type_tells_who_is_reachable_and_why_not_the_rest(
    actor: Actor,
) -> None:
    (found,) = reach.by_brand(actor)
    cells = {(one.channel, one.recipient_type): one for one in found.cells}
    assert len(cells) == 6
    texts = cells["MESAJ", "BIREYSEL"]
    assert (texts.reachable, texts.total, texts.percent) == (1, 4, 25)
    assert {reason.text: reason.people for reason in texts.reasons} == {
        "İYS'de onayı yok": 1,
        "Alıcı ticari ileti istemiyor (RET)": 1,
        "Numara kara listede: alıcı istemiyor": 1,
    }
    assert cells["MESAJ", "TACIR"].reachable == 1
    assert (cells["EPOSTA", "BIREYSEL"].reachable, cells["ARAMA", "TACIR"].total) == (1, 0)


def test_a_firm_that_is_joined_to_iys_is_not_told_to_join_it(
    firm: Firm, actor: Actor, brand: Brand
) -> None:
    record(actor, [NewMovement(brand.pk, "BIREYSEL", "ARAMA", BORA, "ONAY", "FORM", "HS_WEB")])

    def advice() -> str:
        (found,) = reach.by_brand(actor)
        cell = next(
            one for one in found.cells if (one.channel, one.recipient_type) == ("ARAMA", "BIREYSEL")
        )
        return cell.reasons[0].advice

    assert "İYS bağlantısı kurulmadan" in advice()
    GatewayAccount.objects.create(firm=firm, service="iys", adapter="iys", name="İYS")
    assert "yeniden sorulur" in advice()


@pytest.mark.requirement("Y-006")
def test_packages_count_the_larger_and_the_threshold_both_together(actor: Actor) -> None:
    found = addresses.of_actor(actor)
    assert (found.phones, found.emails) == (2, 1)
    assert Addresses(150_000, 200_000).for_package == 200_000
    assert Addresses(150_000, 200_000).for_threshold == 350_000


def test_the_page_shows_the_firms_own_brands_alone(
    firm: Firm, actor: Actor, staff_client: Client
) -> None:
    stranger = make_firm("Başka")
    with firm_scope(stranger.pk):
        make_brand(stranger, "900009", "Yabancı Marka")
    page = staff_client.get("/reach/").content.decode()
    assert "Ege Ev" in page
    assert "Yabancı Marka" not in page
    assert "3 kişiye gönderilemez" in page

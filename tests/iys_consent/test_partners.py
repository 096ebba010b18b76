"""Partners and AHS of a brand: opened by a package, each brand for itself, the least rights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator

from iys_consent.models import BrandAuthorisation, LoginState, PartnerRole
from iys_consent.services import authorisations, packages, registry_logins, suppliers
from tests.support.firms import actor_for, client_for, make_brand, make_firm, make_member
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.audit.words import details_of
from turkcell_hub.errors import Conflict, Invalid, NotAllowed
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

AHS, PARTNER = PartnerRole.INTERMEDIARY, PartnerRole.PARTNER


@pytest.fixture
def firm(db: None) -> Iterator[Firm]:
    made = make_firm()
    with firm_scope(made.pk):
        yield made


@pytest.fixture
def boss(firm: Firm) -> Membership:
    return make_member(firm, "ADMIN")


@pytest.fixture
def admin(boss: Membership) -> Actor:
    return actor_for(boss)


@pytest.fixture
def brands(firm: Firm) -> tuple[Brand, Brand]:
    return make_brand(firm, "100001", "Ege Ev"), make_brand(firm, "100002", "Ege Çocuk")


@pytest.fixture
def packaged(admin: Actor) -> None:
    packages.choose(admin, 5_000, agreed=True)


@pytest.mark.requirement("Y-005", "Y-012")
def test_nobody_is_authorised_before_a_package_is_active(
    admin: Actor, brands: tuple[Brand, Brand], boss: Membership
) -> None:
    with pytest.raises(Conflict, match="paket"):
        authorisations.authorise(admin, brands[0], PARTNER, "poli", ["MESAJ"])
    page = client_for(boss).get("/iys/brand-partners/").content.decode()
    assert "/authorise/" not in page
    packages.choose(admin, 5_000, agreed=True)
    page = client_for(boss).get("/iys/brand-partners/").content.decode()
    assert page.count("/authorise/") == 4


@pytest.mark.requirement("Y-022", "Y-025", "Y-026", "Y-028")
def test_each_brand_has_its_own_and_no_channel_is_refused(
    admin: Actor, brands: tuple[Brand, Brand], packaged: None
) -> None:
    first, second = brands
    with pytest.raises(Invalid, match="kanal"):
        authorisations.authorise(admin, first, PARTNER, "poli", [])
    authorisations.authorise(admin, first, PARTNER, "poli", ["MESAJ", "ARAMA"])
    other = suppliers.save(admin, None, {"name": "Öteki A.Ş.", "roles": [PARTNER]})
    authorisations.authorise(admin, second, PARTNER, other.code, ["EPOSTA"])
    authorisations.authorise(admin, first, AHS, "mobilisim", ["MESAJ"])
    assert BrandAuthorisation.objects.filter(brand=second, role=AHS).count() == 0
    entry = AuditEntry.objects.filter(action__startswith="iys.authorisation").order_by("pk")[0]
    told = {name: (before, after) for name, before, after in details_of(entry.changes)}
    assert told["Kanallar"][0] is None, told  # two channels are no change from one to the other
    rows = BrandAuthorisation.objects.filter(role=PARTNER).order_by("pk")
    assert [(row.brand, row.supplier.code, row.channels) for row in rows] == [
        (first, "poli", ["ARAMA", "MESAJ"]),
        (second, other.code, ["EPOSTA"]),
    ]
    with pytest.raises(Conflict, match="zaten"):
        authorisations.authorise(admin, first, AHS, "mobilisim", ["MESAJ"])
    with pytest.raises(Invalid, match="görev"):
        authorisations.authorise(admin, second, PARTNER, "mobilisim", ["MESAJ"])


@pytest.mark.requirement("Y-023", "Y-024", "Y-027", "Y-029", "Y-031")
def test_the_catalogue_is_data_searched_with_turkish_letters_and_suggests_the_least(
    firm: Firm, admin: Actor, brands: tuple[Brand, Brand], boss: Membership, packaged: None
) -> None:
    assert [row.code for row in suppliers.of_role(firm.pk, AHS, "MOBILISIM")] == ["mobilisim"]
    assert suppliers.of_role(firm.pk, PARTNER)[0].code == "poli"
    page = client_for(boss).get(f"/brands/{brands[0].pk}/authorise/ahs/?q=turkcell")
    shown = page.content.decode()
    assert 'value="MESAJ" checked' in shown
    for other in ("ARAMA", "EPOSTA"):
        assert f'value="{other}"' in shown
        assert f'value="{other}" checked' not in shown
    assert "Mobilişim" not in shown
    partners = f"/brands/{brands[0].pk}/authorise/partner/"
    assert 'value="poli"' in client_for(boss).get(f"{partners}?q=POLİ").content.decode()
    assert 'value="poli"' not in client_for(boss).get(f"{partners}?q=yoktur").content.decode()


@pytest.mark.requirement("Y-022", "Y-024", "S-020", "S-021")
def test_each_brand_has_a_card_for_its_partner_and_one_for_its_ahs(
    admin: Actor, brands: tuple[Brand, Brand], boss: Membership, packaged: None
) -> None:
    authorisations.authorise(admin, brands[0], PARTNER, "poli", ["MESAJ"])
    page = client_for(boss).get("/iys/brand-partners/").content.decode()
    sections = re.split(r'<section class="iys-brand"', page)[1:]
    roles = [re.findall(r'<h3 class="card-title">([^<]+)</h3>', one) for one in sections]
    assert roles == [[str(role.label) for role in PartnerRole]] * 2
    assert ["AHS yok; gerekmiyorsa boş bırakın" in one for one in sections] == [True, True]
    assert ["Bu markada iş ortağı yok" in one for one in sections] == [False, True]
    for brand, section in zip(brands, sections, strict=True):
        for role in ("partner", "ahs"):
            assert f'href="/brands/{brand.pk}/authorise/{role}/"' in section


def channels_of(page: str) -> list[str]:
    """What is ticked in the picker."""
    return re.findall(r'name="channels" id="\w-\w+" value="(\w+)" checked', page)


@pytest.mark.requirement("Y-023", "Y-025", "Y-027", "Y-029", "Y-031")
def test_whoever_is_picked_brings_the_channels_of_its_own_and_is_authorised_by_the_page(
    firm: Firm, brands: tuple[Brand, Brand], boss: Membership, packaged: None
) -> None:
    browser, url = client_for(boss), f"/brands/{brands[0].pk}/authorise/partner/"
    mine = {"name": "Öz SMS A.Ş.", "roles": [PARTNER], "channels": ["MESAJ"], "is_active": "on"}
    assert browser.post("/iys-suppliers/add/", mine).status_code == 302
    own = suppliers.of_role(firm.pk, PARTNER, "öz sms")[0]
    page = browser.get(url).content.decode()
    assert channels_of(page) == ["ARAMA", "MESAJ", "EPOSTA"]  # of the one that is shown first
    radio = page.split(f'value="{own.code}"')[1].split(">")[0]
    assert f'hx-get="{url}"' in radio
    assert 'hx-select="#channels"' in radio
    assert 'id="channels"' in page
    assert channels_of(browser.get(url, {"supplier": own.code}).content.decode()) == ["MESAJ"]
    none = browser.post(url, {"supplier": own.code})
    assert (none.status_code, "En az bir kanal seçin" in none.content.decode()) == (422, True)
    given = {"supplier": own.code, "channels": ["MESAJ"]}
    assert browser.post(url, given)["Location"] == "/iys/brand-partners/"
    row = BrandAuthorisation.objects.get()
    assert (row.brand, row.supplier, row.channels) == (brands[0], own, ["MESAJ"])
    key = browser.post(f"/brand-authorisations/{row.pk}/key/")
    assert (key.status_code, key["Cache-Control"]) == (200, "no-store")
    browser.post("/brand-authorisations/actions/end/", {"ids": [row.pk]})
    row.refresh_from_db()
    assert row.ended_at is not None


@pytest.mark.requirement("Y-032", "S-019", "S-020", "S-021")
def test_the_suppliers_contacts_can_be_tapped(
    admin: Actor, brands: tuple[Brand, Brand], boss: Membership, packaged: None
) -> None:
    authorisations.authorise(admin, brands[0], PARTNER, "poli", ["MESAJ"])
    page = client_for(boss).get("/iys/brand-partners/").content.decode()
    for link in ("tel:+902166064091", "https://wa.me/905433844091", "mailto:destek@izinver.net"):
        assert link in page
    assert "Hizmet sağlayıcı (HS)" in page
    for role in PartnerRole.labels:
        assert page.count(f">{role}</h3>") == len(brands), role


@pytest.mark.requirement("Y-030", "S-020")
def test_an_ahs_key_asks_for_its_brand_and_channel_alone(
    admin: Actor, brands: tuple[Brand, Brand], packaged: None, settings: Any
) -> None:
    settings.API_RATE_LIMITS = {}
    row = authorisations.authorise(admin, brands[0], AHS, "mobilisim", ["MESAJ"])
    _key, secret = authorisations.make_key(admin, row)
    client = Client(headers={"authorization": f"Bearer {secret}"})

    def check(brand: str, channel: str = "MESAJ") -> int:
        body = {"brand": brand, "recipient": "+905321112233", "channel": channel}
        path = "/api/v1/consents/check/"
        return client.post(path, body, content_type="application/json").status_code

    assert [check("100001"), check("100002"), check("100001", "ARAMA")] == [200, 400, 403]
    for path in ("consents/", "subscribers/", "iys_packages/", "brand_authorisations/"):
        assert client.get(f"/api/v1/{path}").status_code == 403
    authorisations.end(admin, row)
    assert check("100001") == 401
    with pytest.raises(Conflict, match="kaldırılmış"):
        authorisations.make_key(admin, row)


@pytest.mark.requirement("Y-030")
def test_of_all_the_rest_door_one_call_answers_an_ahs_key(
    admin: Actor, brands: tuple[Brand, Brand], packaged: None, settings: Any
) -> None:
    """List, add, change, bulk, and whatever else the door has (invariant I9)."""
    settings.API_RATE_LIMITS = {}
    row = authorisations.authorise(admin, brands[0], AHS, "mobilisim", ["MESAJ"])
    _key, secret = authorisations.make_key(admin, row)
    client = Client(headers={"authorization": f"Bearer {secret}"}, raise_request_exception=False)
    schema = SchemaGenerator().get_schema(public=True)
    calls = [
        (method.upper(), re.sub(r"{\w+}", "1", path))
        for path, methods in schema["paths"].items()
        for method in methods
        if method in {"get", "post", "put", "patch", "delete"}
    ]
    for needed in (("GET", "consents"), ("POST", "consents"), ("POST", "consents/bulk")):
        assert (needed[0], f"/api/v1/{needed[1]}/") in calls, needed
    answered = {
        (method, path): answer.status_code
        for method, path in calls
        for answer in [client.generic(method, path, b"{}", content_type="application/json")]
    }
    open_ones = {call: code for call, code in answered.items() if code != 403}
    assert open_ones == {("POST", "/api/v1/consents/check/"): 400}  # an empty question


@pytest.mark.requirement("S-021")
def test_one_firm_may_be_partner_and_ahs_of_the_same_brand(
    admin: Actor, brands: tuple[Brand, Brand], packaged: None
) -> None:
    both = suppliers.save(admin, None, {"name": "İkisi Bir A.Ş.", "roles": [PARTNER, AHS]})
    for role in (PARTNER, AHS):
        authorisations.authorise(admin, brands[0], role, both.code, ["MESAJ"])
        assert both in suppliers.of_role(admin.firm_id, role, "ikisi")
    rows = BrandAuthorisation.objects.filter(brand=brands[0], supplier=both)
    assert sorted(rows.values_list("role", flat=True)) == sorted([PARTNER, AHS])


@pytest.mark.requirement("S-021")
def test_a_partners_key_writes_in_its_channels_of_its_brand_alone(
    admin: Actor, brands: tuple[Brand, Brand], packaged: None, settings: Any
) -> None:
    settings.API_RATE_LIMITS = {}
    row = authorisations.authorise(admin, brands[0], PARTNER, "poli", ["MESAJ"])
    _key, secret = authorisations.make_key(admin, row)
    client = Client(headers={"authorization": f"Bearer {secret}"})

    def add(brand: str, channel: str) -> int:
        body = {
            "brand": brand, "recipient": "+905321112233", "channel": channel, "status": "ONAY",
            "recipient_type": "BIREYSEL", "source": "HS_WEB",
            "consented_at": timezone.localtime().isoformat(timespec="seconds"),
        }  # fmt: skip
        path = "/api/v1/consents/"
        return client.post(path, body, content_type="application/json").status_code

    assert add("100001", "MESAJ") == 201
    assert (add("100001", "ARAMA"), add("100002", "MESAJ")) == (403, 400)


@pytest.mark.requirement("Y-001", "Y-002")
def test_access_for_somebody_else_is_asked_by_a_prepared_mail_and_followed(
    firm: Firm, admin: Actor, boss: Membership
) -> None:
    owner = registry_logins.save(
        admin, None, {"full_name": "Ali Kaya", "is_authorised_person": True}
    )
    assert owner.state == LoginState.HAS
    with pytest.raises(Conflict):
        registry_logins.save(admin, None, {"full_name": "Veli", "is_authorised_person": True})
    other = registry_logins.save(admin, None, {"full_name": "Zeynep Aydın", "duty": "Uzman"})
    page = client_for(boss).get(f"/iys-logins/{other.pk}/").content.decode()
    assert "mailto:bilgi@iys.org.tr?subject=" in page
    assert "Ege%20Tekstil" in page
    assert 'type="password"' not in client_for(boss).get("/iys-logins/add/").content.decode()
    states = []
    for _step in range(3):
        client_for(boss).post("/iys-logins/actions/advance/", {"ids": [other.pk]})
        other.refresh_from_db()
        states.append(other.state)
    assert states == [LoginState.ASKED, LoginState.FILED, LoginState.HAS]
    other.refresh_from_db()
    with pytest.raises(Conflict):
        registry_logins.advance(admin, other)


def test_a_manager_authorises_nobody(firm: Firm, brands: tuple[Brand, Brand]) -> None:
    clerk = actor_for(make_member(firm, "YONETICI"))
    with pytest.raises(NotAllowed):
        authorisations.authorise(clerk, brands[0], AHS, "turkcell", ["MESAJ"])

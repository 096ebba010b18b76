"""Every page of this room: who comes in, who does not, and what it shows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.support.firms import (
    actor_for,
    client_for,
    make_brand,
    make_code,
    make_firm,
    make_key,
    make_member,
)
from turkcell_hub.audit.services.trail import record
from turkcell_hub.resources import registered
from turkcell_hub.tenancy.models import (
    ApiKey,
    Firm,
    GatewayAccount,
    Membership,
    Role,
    SenderTitle,
)
from turkcell_hub.tenancy.permissions import every_right
from turkcell_hub.tenancy.scope import every_firm, firm_scope
from turkcell_hub.tenancy.services import account_choice, keys

A, M, S, C = "ADMIN", "YONETICI", "PERSONEL", "MUSTERI"

# page                          who comes in
LISTS = {
    "users-list": (A, M),
    "users-add": (A,),
    "brands-list": (A, M, S),
    "brands-add": (A,),
    "authority-codes-list": (A, M, S),
    "authority-codes-add": (A,),
    "api-keys-list": (A,),
    "api-key-new": (A,),
    "gateway-accounts-list": (A, M),
    "gateway-accounts-add": (A,),
    "sender-titles-list": (A, M, S, C),
    "sender-titles-add": (A,),
    "audit-trail-list": (A, M),
    "firm-settings": (A,),
    "service-centre": (A,),
}


@pytest.mark.requirement("K-073", "L-009")
@pytest.mark.parametrize("role", [A, M, S, C])
def test_a_page_opens_for_its_roles_alone(firm: Firm, role: str) -> None:
    client = client_for(make_member(firm, role))
    answers = {page: client.get(reverse(page)).status_code for page in LISTS}
    assert answers == {page: 200 if role in roles else 403 for page, roles in LISTS.items()}


@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_login() -> None:
    for page in LISTS:
        answer = Client().get(reverse(page))
        assert answer.status_code == 302, page
        assert answer["Location"].startswith(reverse("login")), page


def one_of_each(firm: Firm) -> dict[str, Any]:
    """A row behind every resource of this room."""
    admin = make_member(firm, Role.ADMIN)
    with firm_scope(firm.pk):
        account = GatewayAccount.objects.create(
            firm=firm, name="Toplu SMS", adapter="mesajussu", base_url="https://sms.example.com"
        )
        sender = SenderTitle.objects.create(firm=firm, account=account, title="EGETEKSTIL")
        return {
            "users": make_member(firm, name="Görünmez Kişi"),
            "brands": make_brand(firm, "GIZLI", "Gizli Marka"),
            "authority-codes": make_code(firm, "GIZLIKOD"),
            "api-keys": make_key(firm, ["tenancy.brand.view"], by=admin)[0],
            "gateway-accounts": account,
            "sender-titles": sender,
            "audit-trail": record(actor_for(admin), "tenancy.firm.change", firm),
        }


def test_another_firms_records_do_not_exist(firm: Firm, stranger_client: Client) -> None:
    for slug, row in one_of_each(firm).items():
        for page in ("detail", "edit", "delete"):
            answer = stranger_client.get(reverse(f"{slug}-{page}", args=[row.pk]))
            wanted = 403 if slug == "audit-trail" and page != "detail" else 404
            assert answer.status_code == wanted, (slug, page)
        page = stranger_client.get(reverse(f"{slug}-list")).content.decode()
        assert str(row) not in page, slug


def test_no_action_reaches_another_firms_records(firm: Firm, stranger_client: Client) -> None:
    rows = one_of_each(firm)
    with every_firm():
        before = [list(model.objects.values()) for model in (Membership, ApiKey, GatewayAccount)]
    for resource in registered():
        if resource.slug not in rows:
            continue
        for action in resource.actions:
            if action.run is None:
                continue
            url = reverse(f"{resource.slug}-action", args=[action.code])
            answer = stranger_client.post(url, {"ids": [rows[resource.slug].pk], "count": "1"})
            assert answer.status_code in (404, 422), (resource.slug, action.code)
    assert (
        stranger_client.post(
            reverse("api-key-rotate", args=[rows["api-keys"].pk]), {"overlap": "0"}
        ).status_code
        == 404
    )
    with every_firm():
        after = [list(model.objects.values()) for model in (Membership, ApiKey, GatewayAccount)]
    assert before == after


def test_a_yetki_kodu_that_one_does_not_hold_is_not_shown(firm: Firm) -> None:
    make_code(firm, "IK")
    secret = make_code(firm, "SATIS")
    client = client_for(make_member(firm, Role.MANAGER, codes=["IK"]))

    page = client.get(reverse("authority-codes-list")).content.decode()
    assert "IK" in page
    assert "SATIS" not in page
    assert client.get(reverse("authority-codes-detail", args=[secret.pk])).status_code == 404


def test_detail_pages_open(admin_client: Client, firm: Firm) -> None:
    for slug, row in one_of_each(firm).items():
        answer = admin_client.get(reverse(f"{slug}-detail", args=[row.pk]))
        assert answer.status_code == 200, slug
        assert " style=" not in answer.content.decode(), slug


@pytest.mark.requirement("L-009")
def test_each_of_the_three_tabs_leads_an_admin_to_the_others_and_is_closed_to_a_manager(
    admin_client: Client, firm: Firm
) -> None:
    tabs = [
        (reverse("service-centre"), "SMS Ayarları"),
        (reverse("otp-setup"), "OTP Ayarları"),
        (reverse("invoice-password"), "Fatura Aktarım Ayarları"),
    ]
    manager = client_for(make_member(firm, M))
    for url, _label in tabs:
        page = admin_client.get(url).content.decode()
        assert re.findall(r'class="nav-link[^"]*" href="([^"]+)"[^>]*>([^<]+)</a>', page) == tabs
        assert manager.get(url).status_code == 403, url


@pytest.mark.requirement("L-009", "L-010", "L-012")
def test_the_service_centre_asks_for_the_credentials_that_came(
    admin_client: Client, firm: Firm
) -> None:
    page = admin_client.get(reverse("service-centre")).content.decode()
    assert "SMS Ayarları" in page
    assert "Gelen bilgileri gir" in page

    one_of_each(firm)
    page = admin_client.get(reverse("service-centre")).content.decode()
    assert "kullanıcı adı ve şifresi girilmemiş" in page


@pytest.mark.requirement("L-009", "L-011")
def test_an_account_is_added_by_its_form_and_never_shows_its_password(
    admin_client: Client, in_firm: Firm, settings: Settings
) -> None:
    settings.FAKE_OPERATOR_URL = "http://127.0.0.1:9"
    url = reverse("gateway-accounts-add")
    form = admin_client.get(url).context["form"]
    assert "extra_etk_line" in form.fields
    sent = {
        "adapter": "verimor",
        "shown_adapter": "verimor",
        "name": "Verimor",
        "country": "AZ",
        "username": " 908501234567 ",
        "password": "cok-gizli-sifre",
        "base_url": "http://127.0.0.1:9/v",
        "pace_per_second": "20",
        "push_ips": "85.105.1.2\n10.0.0.0/8",
        "is_active": "on",
        "extra_custom_id": "on",
        "extra_max_requests_per_minute": "120",
    }
    assert admin_client.post(url, sent).status_code == 302

    account = GatewayAccount.objects.get()
    assert account.username == "908501234567"
    assert account.push_ips == ["85.105.1.2/32", "10.0.0.0/8"]
    assert account.options["custom_id"] is True
    assert account.options["max_requests_per_minute"] == 120
    for page in ("detail", "edit"):
        shown = admin_client.get(reverse(f"gateway-accounts-{page}", args=[account.pk]))
        assert "cok-gizli-sifre" not in shown.content.decode()
    export = admin_client.get(reverse("gateway-accounts-export"), {"format": "csv"})
    assert b"cok-gizli-sifre" not in b"".join(export.streaming_content)

    again = {**sent, "password": "", "name": "Verimor 2"}
    edit = reverse("gateway-accounts-edit", args=[account.pk])
    assert admin_client.post(edit, again).status_code == 302
    account.refresh_from_db()
    assert (account.name, account.password) == ("Verimor 2", "cok-gizli-sifre")


def test_another_kind_of_connection_brings_its_own_fields(
    admin_client: Client, in_firm: Firm
) -> None:
    sent = {"adapter": "verimor", "shown_adapter": "mesajussu", "name": "X", "country": "TR"}
    answer = admin_client.post(reverse("gateway-accounts-add"), sent)

    assert answer.status_code == 422
    assert "extra_max_requests_per_minute" in answer.context["form"].fields
    assert 'value="verimor"' in answer.content.decode()
    assert not GatewayAccount.objects.exists()


@pytest.mark.parametrize("address", ["https://10.0.0.1/", "http://8.8.8.8/", "https://u@8.8.8.8/"])
def test_an_inside_address_is_refused_beside_its_field(
    admin_client: Client, in_firm: Firm, address: str
) -> None:
    sent = {
        "adapter": "verimor",
        "shown_adapter": "verimor",
        "name": "X",
        "country": "TR",
        "base_url": address,
        "extra_max_batch": "10",
        "extra_max_requests_per_minute": "10",
    }
    answer = admin_client.post(reverse("gateway-accounts-add"), sent)
    assert answer.status_code == 422
    assert "base_url" in answer.context["form"].errors


def test_the_push_address_is_an_admins(admin_client: Client, firm: Firm) -> None:
    account = one_of_each(firm)["gateway-accounts"]
    url = reverse("gateway-accounts-detail", args=[account.pk])
    assert "Saniyede en çok mesaj" in admin_client.get(url).content.decode()
    assert account_choice.push_address(account) in admin_client.get(url).content.decode()

    manager = client_for(make_member(firm, Role.MANAGER))
    assert account.push_token not in manager.get(url).content.decode()


def test_a_key_is_shown_once(admin_client: Client, in_firm: Firm) -> None:
    sent = {"name": "Logo Tiger", "scopes": ["tenancy.brand.view"], "allowed_ips": "85.105.1.2"}
    answer = admin_client.post(reverse("api-key-new"), sent)
    secret = answer.context["secret"]

    key = ApiKey.objects.get()
    assert keys.fits(secret, key)
    listed = admin_client.get(reverse("api-keys-list")).content.decode()
    assert "1 yetki" in listed
    told = admin_client.get(reverse("api-keys-detail", args=[key.pk])).content.decode()
    name = str(every_right()["tenancy.brand.view"].label)
    assert name in told.split("Verilen yetkiler")[1]
    for page in (listed, told):
        assert "tenancy.brand.view" not in page, "a name of ours says nothing to a customer"
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    for url in (
        reverse("api-keys-list"),
        reverse("api-keys-detail", args=[key.pk]),
        reverse("audit-trail-list"),
    ):
        assert secret not in admin_client.get(url).content.decode()


def test_a_keys_rights_stand_under_the_names_of_their_rooms(admin_client: Client) -> None:
    page = admin_client.get(reverse("api-key-new"))
    rooms = {
        room: [box.data["value"] for box in boxes]
        for room, boxes in page.context["form"].scopes_by_room()
    }
    assert all(code.startswith("messaging.") for code in rooms["Mesajlaşma"])
    # Other tests of the same process declare rights of a made-up room.
    personal = [code for code in rooms["Kişisel veriler"] if not code.startswith("room.")]
    assert personal == ["personal.view"]
    for room, codes in rooms.items():
        assert f"<legend>{room}</legend>" in page.content.decode()
        assert codes == sorted(codes)


def test_a_key_is_rotated_with_overlap_and_revoked(admin_client: Client, in_firm: Firm) -> None:
    key, _secret = make_key(in_firm, ["tenancy.brand.view"])
    url = reverse("api-key-rotate", args=[key.pk])
    answer = admin_client.post(url, {"overlap": "24"})

    key.refresh_from_db()
    assert not key.has_expired()
    assert key.expires_at is not None
    new = answer.context["key"]
    admin_client.post(reverse("api-keys-action", args=["revoke"]), {"ids": [new.pk], "count": "1"})
    new.refresh_from_db()
    assert new.revoked_at is not None


def test_a_key_gets_no_right_that_keys_may_not_hold(admin_client: Client, in_firm: Firm) -> None:
    sent = {"name": "X", "scopes": ["tenancy.user.change"]}
    assert admin_client.post(reverse("api-key-new"), sent).status_code == 422
    assert not ApiKey.objects.exists()


def test_brands_and_codes_are_kept_once_and_not_deleted_while_used(
    admin_client: Client, in_firm: Firm
) -> None:
    for slug, data in (
        ("brands", {"code": "A", "name": "A Firma", "is_active": "on"}),
        ("authority-codes", {"code": "A"}),
    ):
        url = reverse(f"{slug}-add")
        assert admin_client.post(url, data).status_code == 302
        assert admin_client.post(url, data).status_code == 422
    make_member(in_firm, brands=["A"], codes=["A"])
    for slug, row in (
        ("brands", make_brand(in_firm, "A")),
        ("authority-codes", make_code(in_firm, "A")),
    ):
        answer = admin_client.post(reverse(f"{slug}-delete", args=[row.pk]))
        assert answer.status_code == 422
        assert "önce" in answer.content.decode()


def test_the_firms_own_card_is_changed(admin_client: Client, firm: Firm) -> None:
    url = reverse("firm-settings")
    data = {
        "name": "Ege Tekstil",
        "legal_name": "Ege Tekstil A.Ş.",
        "country": "KKTC",
        "time_zone": "Europe/Istanbul",
    }
    assert admin_client.post(url, data).status_code == 302
    firm.refresh_from_db()
    assert (firm.legal_name, firm.country) == ("Ege Tekstil A.Ş.", "KKTC")
    assert admin_client.post(url, {**data, "country": "US"}).status_code == 422


def test_the_trail_shows_and_filters_what_was_done(admin_client: Client, firm: Firm) -> None:
    other = make_firm("Başka")
    record(actor_for(make_member(other, name="Başka Biri")), "tenancy.firm.change", other)
    record(actor_for(make_member(firm, name="Ayşe Y.")), "tenancy.brand.add", None, {"a": [1, 2]})

    url = reverse("audit-trail-list")
    page = admin_client.get(url, {"action": "tenancy.brand.add"}).content.decode()
    assert "Marka ekleme" in page
    assert "Ayşe Y." in page
    assert "Başka Biri" not in admin_client.get(url).content.decode()
    assert "Ayşe Y." not in admin_client.get(url, {"until": "01.01.2020"}).content.decode()
    assert admin_client.get(reverse("audit-trail-add")).status_code == 403


@pytest.mark.requirement("L-010")
def test_the_checklist_leads_to_the_first_account(admin_client: Client, in_firm: Firm) -> None:
    page = admin_client.get(reverse("home")).content.decode()
    assert "SMS hesabını bağlayın" in page
    assert reverse("service-centre") in page

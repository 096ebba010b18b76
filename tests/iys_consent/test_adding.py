"""İzin Ekle and Düzenle: the form says at each field what İYS would refuse."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from iys_consent.models import ConsentAddress, ConsentMovement, ConsentRecord
from iys_consent.selectors import packages
from tests.iys_consent.panel import MAIL, PHONE, consent, hours_ago, member_of, text_of, typed
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, Firm


def given(brand: Brand, **fields: Any) -> dict[str, Any]:
    return {
        "read": "1",
        "brand": brand.pk,
        "address": "0532 123 45 67",
        "first_name": "Işık",
        "last_name": "Öz",
        "source": "HS_FIZIKSEL_ORTAM",
        "channels": ["ARAMA", "MESAJ"],
        "status": "ONAY",
        "recipient_type": "BIREYSEL",
        "consented_at": typed(hours_ago(1)),
        **fields,
    }


@pytest.fixture
def client(firm: Firm) -> Client:
    return member_of(firm)[1]


def errors(page: Any) -> dict[str, list[str]]:
    assert page.status_code == 422
    return {name: list(found) for name, found in page.context["form"].errors.items()}


@pytest.mark.requirement("K-025")
def test_the_form_is_inert_until_the_information_box_is_read(client: Client, brand: Brand) -> None:
    closed = client.get("/consents/add/").content.decode()
    assert "Önce bunları okuyun" in closed
    assert '<fieldset class="card-body iys-fieldset" disabled>' in closed
    refused = client.post("/consents/add/", given(brand, read=""))
    assert refused.status_code == 422
    assert not ConsentMovement.objects.exists()
    rules = re.findall(r"<li>([^<]+)</li>", closed.split("iys-rules")[1].split("</ol>")[0])
    assert len(rules) == 9
    opened = client.get("/consents/add/?read=1").content.decode()
    assert '<fieldset class="card-body iys-fieldset">' in opened


@pytest.mark.requirement("K-011", "K-034", "K-035", "K-036", "K-037", "K-039", "S-036", "Y-004")
def test_one_consent_in_two_channels_is_recorded_without_any_file_or_package(
    client: Client, brand: Brand
) -> None:
    assert not packages.has_active()
    answer = client.post("/consents/add/", given(brand))
    assert answer.status_code == 302
    address = ConsentAddress.objects.get()
    assert (address.address, address.full_name) == (PHONE, "Işık Öz")
    movements = ConsentMovement.objects.values_list("channel", "status", "origin", "source")
    assert list(movements) == [
        ("ARAMA", "ONAY", "FORM", "HS_FIZIKSEL_ORTAM"),
        ("MESAJ", "ONAY", "FORM", "HS_FIZIKSEL_ORTAM"),
    ]
    assert AuditEntry.objects.filter(action="consent.added").count() == 1


@pytest.mark.requirement("K-028", "K-030", "K-036", "K-039")
@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"address": ""}, "address", "Telefon numarası veya e-posta"),
        ({"address": "12"}, "address", "Telefon numarası geçerli değil"),
        ({"address": "ayşe@ornek.com"}, "address", "E-posta adresi geçerli değil"),
        ({"channels": []}, "channels", "En az bir onay tipi"),
        ({"channels": ["EPOSTA"]}, "channels", "Alıcı bu izin türüne uymuyor"),
        ({"consented_at": "yarın"}, "consented_at", "Tarih anlaşılamadı"),
        ({"consented_at": "31.12.2035 10:00"}, "consented_at", "gelecekte"),
        ({"consented_at": "01.02.2020 10:00"}, "consented_at", "üç iş günü"),
        ({"consented_at": ""}, "consented_at", "İzin tarihi boş"),
        ({"status": "RET"}, "status", "RET gönderilmez"),
        ({"source": "HS_KARAR"}, "source", "yalnız RET"),
        ({"recipient_type": ""}, "recipient_type", "zorunlu"),
    ],
)
def test_what_the_registry_would_refuse_is_said_at_its_field(
    client: Client, brand: Brand, fields: dict[str, Any], field: str, words: str
) -> None:
    found = errors(client.post("/consents/add/", given(brand, **fields)))
    assert list(found) == [field]
    assert words in " ".join(found[field])
    assert not ConsentMovement.objects.exists()


@pytest.mark.requirement("K-036")
def test_an_e_mail_takes_the_e_mail_channel(client: Client, brand: Brand) -> None:
    client.post("/consents/add/", given(brand, address="Ayse@Ornek.com.tr", channels=["EPOSTA"]))
    assert ConsentRecord.objects.values_list("recipient", "channel").get() == (MAIL, "EPOSTA")


@pytest.mark.requirement("K-033")
def test_an_approval_is_not_repeated_unless_it_shall_be_refreshed(
    client: Client, actor: Actor, brand: Brand
) -> None:
    consent(actor, brand, address=PHONE, consented_at=hours_ago(3))
    only_message = given(brand, channels=["MESAJ"])
    assert "Zaten ONAY" in errors(client.post("/consents/add/", only_message))["status"][0]
    both = client.post("/consents/add/", given(brand))
    assert both.status_code == 302
    assert ConsentMovement.objects.filter(channel="ARAMA").count() == 1
    assert ConsentMovement.objects.filter(channel="MESAJ").count() == 1
    client.post("/consents/add/", {**only_message, "refresh": "on"})
    assert ConsentMovement.objects.filter(channel="MESAJ").count() == 2


@pytest.mark.requirement("K-032", "S-032")
def test_a_first_refusal_is_kept_as_a_block_only_on_request(client: Client, brand: Brand) -> None:
    refusal = given(brand, status="RET", channels=["MESAJ"])
    assert errors(client.post("/consents/add/", refusal))["status"]
    assert client.post("/consents/add/", {**refusal, "keep_block": "on"}).status_code == 302
    assert ConsentRecord.objects.get().status == "RET"


@pytest.mark.requirement("K-035")
def test_a_brand_that_is_not_the_members_cannot_be_chosen(
    firm: Firm, brand: Brand, other_brand: Brand
) -> None:
    _member, client = member_of(firm, brands=[brand])
    found = errors(client.post("/consents/add/", given(other_brand)))
    assert list(found) == ["brand"]


@pytest.mark.requirement("K-038")
def test_hs_2015_takes_its_only_date_by_itself(client: Client, brand: Brand) -> None:
    client.post("/consents/add/", given(brand, source="HS_2015", consented_at=""))
    at = ConsentMovement.objects.values_list("consented_at", flat=True).first()
    assert timezone.localtime(at).strftime("%Y-%m-%d %H:%M") == "2015-05-01 00:00"
    wrong = given(brand, source="HS_2015", address="0533 111 22 33")
    assert "01.05.2015" in errors(client.post("/consents/add/", wrong))["consented_at"][0]


@pytest.mark.requirement("K-023", "K-021")
def test_editing_changes_the_name_and_adds_to_the_history(
    client: Client, actor: Actor, brand: Brand
) -> None:
    for channel in ("ARAMA", "MESAJ"):
        consent(actor, brand, channel=channel, consented_at=hours_ago(5))
    row = ConsentAddress.objects.get()
    url = reverse("consents-edit", args=[row.pk])
    data = {"first_name": "Işıl", "last_name": "Öz", "status": "RET", "channels": ["MESAJ"],
            "source": "HS_CAGRI_MERKEZI", "consented_at": typed(hours_ago(1))}  # fmt: skip
    assert client.post(url, data).status_code == 302
    standing = dict(ConsentRecord.objects.values_list("channel", "status"))
    assert standing == {"ARAMA": "ONAY", "MESAJ": "RET"}
    assert ConsentMovement.objects.count() == 3
    entry = AuditEntry.objects.get(action="consent.changed")
    assert entry.changes["first_name"] == ["", "Işıl"]
    row.refresh_from_db()
    assert row.full_name == "Işıl Öz"
    assert "isil oz" in row.search_key
    again = client.post(url, {**data, "status": "ONAY", "consented_at": typed(hours_ago(9))})
    assert "kayıtlı olandan eski" in text_of(again)


def test_a_refusal_in_the_minute_of_the_approval_is_later_than_it(
    client: Client, actor: Actor, brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The box shows minutes and stands at this one: who mistyped, or hangs up and says no, is
    not told that the date is old."""
    told = timezone.localtime
    half_past = (told() - timedelta(minutes=5)).replace(second=30, microsecond=0)
    monkeypatch.setattr(timezone, "localtime", lambda *at: told(*at) if at else half_past)
    consent(actor, brand, consented_at=half_past - timedelta(seconds=1))
    url = reverse("consents-edit", args=[ConsentAddress.objects.get().pk])
    data = {"first_name": "", "last_name": "", "status": "RET", "channels": ["MESAJ"],
            "source": "HS_CAGRI_MERKEZI"}  # fmt: skip
    minute = half_past.strftime("%d.%m.%Y %H:%M")
    page = client.post(url, {**data, "consented_at": minute})
    assert page.status_code == 302, text_of(page)
    refusal = ConsentMovement.objects.latest("pk")
    assert (refusal.status, refusal.consented_at) == ("RET", half_past)
    equal = client.post(url, {**data, "status": "ONAY", "consented_at": typed(half_past)})
    assert "ya da onunla aynı" in text_of(equal)


def test_an_old_date_is_refused_also_when_editing(
    client: Client, actor: Actor, brand: Brand
) -> None:
    consent(actor, brand, consented_at=hours_ago(5))
    row = ConsentAddress.objects.get()
    long_ago = typed(timezone.now() - timedelta(days=30))
    data = {"first_name": "", "last_name": "", "status": "RET", "channels": ["MESAJ"],
            "source": "HS_WEB", "consented_at": long_ago}  # fmt: skip
    page = client.post(reverse("consents-edit", args=[row.pk]), data)
    assert page.status_code == 422
    assert ConsentMovement.objects.count() == 1

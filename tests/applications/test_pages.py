"""Başvurular in the portal and over REST."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from tests.api.conftest import Caller
from tests.support.firms import client_for, make_key, make_member
from tests.support.messaging import make_account
from turkcell_hub.applications.catalogue import SERVICES
from turkcell_hub.applications.models import Application, ApplicationItem
from turkcell_hub.applications.states import ItemState
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.audit.words import details_of
from turkcell_hub.settings.environment import Orders
from turkcell_hub.tenancy.models import Firm, Role

pytestmark = pytest.mark.django_db
GIVEN = {
    "services": ["TOPLU_SMS", "OTP"],
    "payment_type": "ON_ODEMELI",
    "tax_number": "1234567890",
    "contact": "Ayşe Yılmaz",
    "phone": "0532 123 45 67",
    "email": "ayse@ege.test",
}


@pytest.fixture
def client(in_firm: Firm, settings: Any) -> Client:
    settings.ORDERS = Orders("tmf622", "http://127.0.0.1:9", "anahtar")
    return client_for(make_member(in_firm, Role.MANAGER))


@pytest.mark.requirement("L-006")
def test_the_menu_leads_to_one_page_of_applications_from_both_places(client: Client) -> None:
    page = client.get("/applications/").content.decode()
    sections = page.split("<nav")[1].split("</nav")[0]
    assert sections.count('href="/applications/"') == 2
    for section in ("İşlemler", "Başvurular"):
        assert section in sections


@pytest.mark.requirement("L-127")
def test_services_are_chosen_by_ticks_and_go_as_one_application(client: Client) -> None:
    form = client.get("/applications/add/?services=OTP").content.decode()
    assert form.count('type="checkbox" name="services"') == len(SERVICES)
    refused = client.post("/applications/add/", {**GIVEN, "phone": "12", "payment_type": ""})
    assert refused.status_code == 422
    assert "ayse@ege.test" in refused.content.decode()
    assert client.post("/applications/add/", GIVEN).status_code == 302
    row = Application.objects.get()
    page = client.get(f"/applications/{row.pk}/").content.decode()
    assert "Toplu SMS" in page
    assert "SMS ile onay (OTP)" in page
    assert "İletilecek" in page
    told = details_of(AuditEntry.objects.get(action="applications.application.add").changes)
    assert told[0] == ("Hizmetler", None, "Toplu SMS, SMS ile onay (OTP)")  # not one after another


@pytest.mark.requirement("L-127")
def test_everything_wrong_is_told_at_once_and_every_open_service_is_named(client: Client) -> None:
    wrong = {**GIVEN, "tax_number": "12345", "phone": "abc", "email": "x@"}
    page = client.post("/applications/add/", wrong).content.decode()
    for said in ("Vergi numarasını (10 hane)", "Telefon numarasında harf", "Geçerli bir"):
        assert said in page, said
    client.post("/applications/add/", GIVEN)
    row = Application.objects.get()
    form = client.get("/applications/add/").content.decode()
    told = {code: form.split(f'value="{code}"')[1].split("</label>")[0] for code in SERVICES}
    for code in SERVICES:
        link = f'href="/applications/{row.pk}/services/{code}/"'
        assert (link in told[code], ">İletilecek</span>" in told[code]) == (
            code in GIVEN["services"],
        ) * 2
    page = client.post("/applications/add/", {**GIVEN, "services": list(SERVICES)}).content.decode()
    assert "Toplu SMS, SMS ile onay (OTP) için sonuçlanmamış" in page
    assert Application.objects.count() == 1


@pytest.mark.requirement("L-006")
def test_a_section_named_as_its_list_stands_once_in_the_way_back(client: Client) -> None:
    def way(path: str) -> list[str]:
        page = client.get(path).content.decode()
        found = (
            page.split('class="hub-crumbs"')[1].split("</ol>")[0] if "hub-crumbs" in page else ""
        )
        return re.findall(r">\s*([^<>\s][^<>]*?)\s*<", found)

    assert way("/applications/add/") == ["Başvurular"]
    assert way("/applications/") == []
    assert way("/limit-requests/add/") == ["Başvurular", "Limit Artırım Talepleri"]


@pytest.mark.requirement("L-128")
def test_the_form_leads_to_what_each_service_is_and_repeats_what_is_known(client: Client) -> None:
    page = client.get("/applications/add/").content.decode()
    for code in SERVICES:
        link = f'href="/services/{code}/"'
        assert link in page.split(f'value="{code}"')[1].split("</label>")[0], code
    assert 'name="another"' not in page  # one application carries every service
    client.post("/applications/add/", {**GIVEN, "services": ["TOPLU_SMS"]})
    again = client.get("/applications/add/?services=OTP").content.decode()
    for name in ("tax_number", "contact", "email"):
        assert f'value="{GIVEN[name]}"' in again, name
    assert again.count(" checked") == 2  # the service that was asked for, the payment type


@pytest.mark.requirement("L-128")
def test_every_service_has_a_page_of_its_own(client: Client) -> None:
    listed = client.get("/services/").content.decode()
    for service in SERVICES.values():
        assert f'href="/services/{service.code}/"' in listed
        page = client.get(f"/services/{service.code}/").content.decode()
        assert escape(str(service.summary)) in page
        for line in (*service.text, *service.needed):
            assert escape(str(line)) in page
    assert client.get("/services/FAKS/").status_code == 404


@pytest.mark.requirement("L-129")
def test_what_has_not_gone_is_sent_again_or_taken_back_by_the_lists_actions(
    client: Client,
) -> None:
    client.post("/applications/add/", GIVEN)
    row = Application.objects.get()
    Application.objects.update(try_at=timezone.now() + timedelta(hours=9), problem="Ulaşılamadı.")

    def press(action: str, **form: str) -> int:
        path = f"/applications/actions/{action}/"
        return client.post(path, {"ids": [row.pk], **form}).status_code

    assert press("resend") == 302
    row.refresh_from_db()
    assert row.try_at < timezone.now() + timedelta(minutes=5)
    assert press("withdraw", reason="Vazgeçtik") == 302
    assert set(row.items.values_list("state", flat=True)) == {ItemState.CANCELLED}
    page = client.get(f"/applications/{row.pk}/services/OTP/").content.decode()
    assert "Vazgeçtik" in page
    assert press("resend") == press("withdraw") == 422, "it is over"
    assert row.reference in client.get("/applications/").content.decode()


@pytest.mark.requirement("L-012")
def test_once_the_credentials_were_given_the_page_shows_the_form_for_them(
    client: Client, in_firm: Firm
) -> None:
    client.post("/applications/add/", {**GIVEN, "services": ["TOPLU_SMS"]})
    item = ApplicationItem.objects.get()
    url = f"/applications/{item.application_id}/services/TOPLU_SMS/"
    assert "Size iletilen bilgiler" not in client.get(url).content.decode()
    ApplicationItem.objects.update(state=ItemState.CREDENTIALS)
    assert "Bilgileri gir" in client.get(f"/applications/{item.application_id}/").content.decode()
    page = client.get(url).content.decode()
    assert "Size iletilen bilgiler" in page
    assert "/gateway-accounts/add/?service=sms" in page
    assert "Bilgiler gelmedi mi?" in page
    assert client.post(url, {"reopen": "1", "note": ""}).status_code == 422
    assert client.post(url, {"reopen": "1", "note": "Yeniden gelecek"}).status_code == 302
    assert ApplicationItem.objects.get().state == ItemState.IN_REVIEW
    ApplicationItem.objects.update(state=ItemState.CREDENTIALS)
    assert client.post(url, {"account": "999999"}).status_code == 422
    assert client.post(url, {"account": make_account(in_firm).pk}).status_code == 302
    assert ApplicationItem.objects.get().state == ItemState.DONE


@pytest.mark.requirement("L-127", "L-129", "L-130")
def test_a_program_applies_once_and_reads_each_services_way(client: Client, in_firm: Firm) -> None:
    call = Caller(make_key(in_firm, ["applications.application.view",
                                     "applications.application.add"])[1])  # fmt: skip
    wrong = call.post("applications/", {**GIVEN, "services": ["TOPLU_SMS", "FAKS"]})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "services.1")
    for name, value in (("payment_type", ""), ("phone", "12"), ("tax_number", "1234567891")):
        refused = call.post("applications/", {**GIVEN, name: value})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, name), name
    made = call.post("applications/", GIVEN)
    assert made.status_code == 201, made.content
    again = call.post("applications/", {**GIVEN, "services": ["OTP"]})
    assert (again.status_code, again.json()["code"]) == (409, "service_open")
    row = Application.objects.get()
    told = call.get(f"applications/{row.pk}/").json()
    assert (told["reference"], told["sent_at"]) == (row.reference, None)
    ways = {one["service"]: [move["state"] for move in one["events"]] for one in told["services"]}
    assert ways == {code: [ItemState.QUEUED] for code in GIVEN["services"]}
    assert told["services"][0]["state_text"] == "İletilecek"


def test_what_is_reopened_on_the_page_is_reopened_over_rest(client: Client, in_firm: Firm) -> None:
    client.post("/applications/add/", {**GIVEN, "services": ["TOPLU_SMS"]})
    application = ApplicationItem.objects.get().application_id
    call = Caller(make_key(in_firm, ["applications.application.change"])[1])

    def reopen(service: str) -> Any:
        form = {"service": service, "note": "Yeniden gönderecekler"}
        return call.post(
            "applications/actions/reopen/", {"ids": [application], "data": form},
            idempotency_key=service,
        )  # fmt: skip

    assert reopen("TOPLU_SMS").status_code == 409, "nothing is awaited"
    ApplicationItem.objects.update(state=ItemState.CREDENTIALS)
    assert reopen("OTP").json()["errors"][0]["field"] == "service"
    done = call.post(
        "applications/actions/reopen/",
        {"ids": [application], "data": {"service": "TOPLU_SMS", "note": "Gelmedi"}},
    )
    assert done.status_code == 200, done.content
    assert ApplicationItem.objects.get().state == ItemState.IN_REVIEW

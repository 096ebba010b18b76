"""Toplu Mesaj Gönder by the browser: pre-flight, sending at once, later, again (L-010, L-065 …)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from messaging.models import (
    Campaign,
    CampaignState,
)
from messaging.services import preparing
from tests.messaging.compose_world import HTMX, fresh, opened, preflight, ready, save
from tests.support.firms import client_for, make_brand, make_member
from tests.support.messaging import load_credit, make_account, make_subscriber
from turkcell_hub.ledger.services import credits
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy.models import Firm, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(firm: Firm) -> Any:
    return make_account(firm)


@pytest.fixture
def draft(firm: Firm, account: Any, staff_client: Client) -> Campaign:
    return opened(firm, staff_client)


@pytest.mark.requirement("L-010")
def test_without_the_operators_login_the_button_that_sends_is_off_and_says_why(
    staff_client: Client, draft: Campaign, firm: Firm, account: Any
) -> None:
    load_credit(firm, 10)
    ready(staff_client, draft, [make_subscriber(firm, "+905321234501")], "Merhaba")
    account.password = ""
    with firm_scope(firm.pk):
        account.save()
    given = {"text": "Merhaba", "message_class": "BILGILENDIRME", "exemption": "BENZER"}
    said = preflight(staff_client, draft, **given).content.decode()
    assert re.search(r'<button[^>]* disabled [^>]*aria-describedby="send-trouble"', said)
    assert "şifresi girilmemiş" in said.split('id="send-trouble"')[1]
    assert f"/compose/{draft.pk}/send/" not in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"link": "http://eski.example/x", "message_kind": "VIDEO_URL"}, "Bağlantı (https): "),
        ({"validity_hours": "99"}, "Saat: "),
    ],
    ids=["link", "validity"],
)
def test_a_value_that_the_form_refuses_stops_the_preflight_of_the_older_one(
    staff_client: Client, draft: Campaign, firm: Firm, given: dict[str, str], said: str
) -> None:
    load_credit(firm, 10)
    ready(staff_client, draft, [make_subscriber(firm, "+905321234501")], "Merhaba")
    whole = {"text": "Merhaba", "message_class": "BILGILENDIRME", "exemption": "BENZER"}
    assert "/send/" in preflight(staff_client, draft, **whole).content.decode()
    answer = preflight(staff_client, draft, **whole, **given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"yapılamadı.</strong> {said}" in page
    assert "/send/" not in page


@pytest.mark.requirement("L-065", "L-066", "L-073")
def test_from_the_empty_page_to_a_campaign_that_is_being_prepared(
    staff_client: Client, draft: Campaign, firm: Firm
) -> None:
    people = [
        make_subscriber(firm, "+905321234501", "Ayşe", "Yılmaz"),
        make_subscriber(firm, "+905321234502", "Veli", "Kaya", is_active=False),
    ]
    load_credit(firm, 10)
    ready(staff_client, draft, people, "Sayın {ad|müşterimiz}, merhaba")
    said = preflight(
        staff_client,
        draft,
        text="Sayın {ad|müşterimiz}, merhaba",
        message_class="BILGILENDIRME",
        exemption="BENZER",
    ).content.decode()
    assert "Abone etkin değil" in said
    assert "1 kişiye 1 SMS" in said
    assert "Sayın Ayşe, merhaba" in said
    blocked = staff_client.get(f"/compose/{draft.pk}/preflight/people/?verdict=101", **HTMX)
    assert "Veli Kaya" in blocked.content.decode()
    asked = staff_client.get(f"/compose/{draft.pk}/send/", **HTMX).content.decode()
    assert "<strong>1</strong> kişiye mesaj gidecek" in asked
    answer = staff_client.post(f"/compose/{draft.pk}/send/", **HTMX)
    assert answer["HX-Redirect"] == f"/campaigns/{draft.pk}/"
    assert fresh(draft).state == CampaignState.PREPARING
    with firm_scope(firm.pk):
        assert preparing.prepare(draft.pk)
        assert credits.balance(firm.pk, "SMS") == 9
    page = staff_client.get(f"/campaigns/{draft.pk}/").content.decode()
    assert "<dt>Kalan Kredi</dt><dd>9</dd>" in page
    assert staff_client.get(f"/compose/{draft.pk}/")["Location"] == f"/campaigns/{draft.pk}/"


def test_a_change_after_the_preflight_asks_for_a_new_one(
    staff_client: Client, draft: Campaign, firm: Firm
) -> None:
    load_credit(firm, 10)
    ready(staff_client, draft, [make_subscriber(firm, "+905321234501", "Ayşe")], "Merhaba")
    preflight(
        staff_client, draft, text="Merhaba", message_class="BILGILENDIRME", exemption="BENZER"
    )
    save(staff_client, draft, text="Merhaba size")
    refused = staff_client.post(f"/compose/{draft.pk}/send/", **HTMX)
    assert refused.status_code == 422
    assert "ön uçuştan sonra değişti" in refused.content.decode()
    assert fresh(draft).state == CampaignState.DRAFT


@pytest.mark.requirement("L-073")
def test_missing_credit_is_told_plainly_and_nothing_can_be_sent(
    staff_client: Client, draft: Campaign, firm: Firm
) -> None:
    ready(staff_client, draft, [make_subscriber(firm, "+905321234501", "Ayşe")], "Merhaba")
    said = preflight(
        staff_client, draft, text="Merhaba", message_class="BILGILENDIRME", exemption="BENZER"
    ).content.decode()
    assert "1 kredi eksik" in said
    assert f"/compose/{draft.pk}/send/" not in said
    refused = staff_client.post(f"/compose/{draft.pk}/send/", **HTMX)
    assert refused.status_code == 422
    assert "SMS kredisi yetersiz" in refused.content.decode()


@pytest.mark.requirement("S-011")
def test_a_commercial_message_without_a_registry_goes_to_nobody_and_says_why(
    staff_client: Client, draft: Campaign, firm: Firm
) -> None:
    load_credit(firm, 10)
    ready(staff_client, draft, [make_subscriber(firm, "+905321234501", "Ayşe")], "İndirim")
    bare = preflight(staff_client, draft, text="İndirim", message_class="TICARI")
    assert bare.status_code == 422
    assert "hangi marka adına" in bare.content.decode()
    with firm_scope(firm.pk):
        brand = make_brand(firm, "100001")
    asked = {"text": "İndirim", "message_class": "TICARI", "brand": brand.pk}
    said = preflight(staff_client, draft, **asked).content.decode()
    assert "hiç kimseye gitmeyecek" in said
    assert "İYS bağlantısı kurulmadan" in said
    refused = staff_client.post(f"/compose/{draft.pk}/send/", **HTMX)
    assert refused.status_code == 422
    information = {"message_class": "BILGILENDIRME", "exemption": "BENZER"}
    said = preflight(staff_client, draft, text="Merhaba", **information).content.decode()
    assert "hiç kimseye gitmeyecek" not in said
    assert f"/compose/{draft.pk}/send/" in said


@pytest.mark.requirement("S-081")
def test_a_campaign_is_scheduled_by_a_quick_choice_and_stands_on_the_calendar(
    staff_client: Client, draft: Campaign, firm: Firm
) -> None:
    load_credit(firm, 10)
    ready(staff_client, draft, [make_subscriber(firm, "+905321234501", "Ayşe")], "Merhaba")
    said = preflight(
        staff_client, draft, text="Merhaba", message_class="BILGILENDIRME", exemption="BENZER"
    )
    assert "İleri tarihli gönder" in said.content.decode()
    asked = staff_client.get(f"/compose/{draft.pk}/schedule/", **HTMX).content.decode()
    assert "1 hafta sonra" in asked
    assert "10:00" in asked
    assert 'hx-target="#dialog-body"' in asked
    # On a page of its own it answers as a page: a dialog over it would be the same form twice.
    page = staff_client.get(f"/compose/{draft.pk}/schedule/").content.decode()
    assert ('name="ahead"' in page, 'hx-target="#dialog-body"' in page) == (True, False)
    past = {"ahead": "day", "day": "01.01.2020", "hour": "10:00"}
    answer = staff_client.post(f"/compose/{draft.pk}/schedule/", past)
    assert answer.status_code == 422
    assert "Seçilen zaman geçti" in answer.content.decode()
    empty = staff_client.post(f"/compose/{draft.pk}/schedule/", {"ahead": "day"}, **HTMX)
    assert empty.status_code == 422
    data = {"ahead": "month", "hour": "09:30", "max_credits": "1"}
    done = staff_client.post(f"/compose/{draft.pk}/schedule/", data, **HTMX)
    assert done["HX-Redirect"] == f"/campaigns/{draft.pk}/"
    planned = fresh(draft)
    assert planned.state == CampaignState.SCHEDULED
    in_a_month = local_time.add_months(timezone.localdate(), 1)
    assert planned.scheduled_local == f"{in_a_month:%Y-%m-%d}T09:30"
    assert "Zamanlandı" in staff_client.get(f"/campaigns/{draft.pk}/").content.decode()
    assert planned.name in staff_client.get("/scheduled/").content.decode()
    assert staff_client.get(f"/compose/{draft.pk}/")["Location"] == f"/campaigns/{draft.pk}/"


def test_a_day_that_has_passed_is_refused_in_the_dialog(
    staff_client: Client, draft: Campaign, firm: Firm
) -> None:
    load_credit(firm, 10)
    ready(staff_client, draft, [make_subscriber(firm, "+905321234501", "Ayşe")], "Merhaba")
    preflight(
        staff_client, draft, text="Merhaba", message_class="BILGILENDIRME", exemption="BENZER"
    )
    data = {"ahead": "day", "day": "01.01.2020", "hour": "09:30"}
    refused = staff_client.post(f"/compose/{draft.pk}/schedule/", data, **HTMX)
    assert refused.status_code == 422
    assert "geçti" in refused.content.decode()
    assert fresh(draft).state == CampaignState.DRAFT


@pytest.mark.requirement("S-081")
def test_a_draft_is_repeated_from_the_dialog_and_one_day_of_it_skipped(
    staff_client: Client, draft: Campaign, firm: Firm
) -> None:
    load_credit(firm, 10)
    ready(staff_client, draft, [make_subscriber(firm, "+905321234501", "Ayşe")], "Merhaba")
    said = preflight(
        staff_client, draft, text="Merhaba", message_class="BILGILENDIRME", exemption="BENZER"
    )
    assert "Tekrarla" in said.content.decode()
    path = f"/compose/{draft.pk}/repeat/"
    assert "Her hafta" in staff_client.get(path, **HTMX).content.decode()
    year = timezone.now().year + 1
    data = {"every": "HAFTA", "first_day": f"05.03.{year}", "hour": "09:30"}
    endless = staff_client.post(path, data, **HTMX)
    assert endless.status_code == 422
    assert "Ne zaman biteceğini yazın" in endless.content.decode()
    done = staff_client.post(path, {**data, "most_runs": "3"}, **HTMX)
    assert done.status_code == 204
    page = done["HX-Redirect"]
    assert f"12.03.{year} 09:30" in staff_client.get(page).content.decode()
    staff_client.post(f"{page}skip/", {"day": f"{year}-03-12"})
    assert "atlanacak" in staff_client.get(page).content.decode()
    staff_client.post(f"{page}unskip/", {"day": "dün"})
    calendar = staff_client.get("/scheduled/", {"month": f"{year}-03"}).content.decode()
    assert calendar.count(f'href="{page}"') == 3  # two in the month, the next in the list
    assert fresh(draft).state == CampaignState.REPEATING
    assert page in staff_client.get(f"/campaigns/{draft.pk}/").content.decode()
    staff_client.post("/repeats/actions/end/", {"ids": page.split("/")[2]})
    assert fresh(draft).state == CampaignState.DRAFT


@pytest.mark.parametrize("month", ["2027-01", "ocak", "2027-13", "9999-12", "0001-01", ""])
def test_the_calendar_takes_any_month_that_is_asked_for(
    staff_client: Client, firm: Firm, month: str
) -> None:
    assert staff_client.get("/scheduled/", {"month": month}).status_code == 200


@pytest.mark.requirement("K-072")
def test_a_commercial_campaign_names_one_of_the_members_own_brands(
    firm: Firm, account: Any, draft: Campaign, staff_client: Client
) -> None:
    own, closed = make_brand(firm, "100001", "Ege Ev"), make_brand(firm, "100002", "Ege Çocuk")
    save(staff_client, draft, message_class="TICARI", brand=own.pk)
    assert fresh(draft).brand_id == own.pk
    limited = client_for(make_member(firm, Role.STAFF, brands=["100001"]))
    page = limited.get(f"/compose/{draft.pk}/").content.decode()
    assert "Ege Ev" in page
    assert "Ege Çocuk" not in page
    save(limited, draft, message_class="TICARI", brand=closed.pk)
    assert fresh(draft).brand_id == own.pk

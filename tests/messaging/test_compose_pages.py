"""Toplu Mesaj Gönder by the browser: draft, people, pre-flight, send (L-063 … L-075)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from messaging.models import (
    Campaign,
    CampaignState,
    Group,
    GroupMember,
    MessageTemplate,
    Subscriber,
)
from messaging.services import preparing
from tests.support.firms import client_for, make_brand, make_code, make_member
from tests.support.messaging import load_credit, make_account, make_subscriber
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.models import Firm, Membership, Role, SenderTitle
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def account(firm: Firm) -> Any:
    return make_account(firm)


@pytest.fixture
def draft(firm: Firm, account: Any, staff_client: Client) -> Campaign:
    staff_client.get("/compose/")
    with firm_scope(firm.pk):
        return Campaign.objects.get()


def fresh(campaign: Campaign) -> Campaign:
    with firm_scope(campaign.firm_id):
        return Campaign.objects.get(pk=campaign.pk)


def save(client: Client, draft: Campaign, **data: Any) -> str:
    answer = client.post(f"/compose/{draft.pk}/save/", data, **HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def ready(client: Client, draft: Campaign, people: list[Subscriber], text: str) -> None:
    save(client, draft, text=text, message_class="BILGILENDIRME", exemption="BENZER")
    ids = [person.pk for person in people]
    answer = client.post(f"/compose/{draft.pk}/people/add/", {"ids": ids}, **HTMX)
    assert answer.status_code == 204
    assert "hubAudience" in answer["HX-Trigger"]


def preflight(client: Client, draft: Campaign, **data: Any) -> Any:
    return client.post(f"/compose/{draft.pk}/preflight/", data, **HTMX)


@pytest.mark.requirement("L-065")
def test_opening_the_page_again_leaves_no_second_empty_draft(
    staff_client: Client, draft: Campaign, firm: Firm
) -> None:
    answer = staff_client.get("/compose/")
    assert answer["Location"] == f"/compose/{draft.pk}/"
    assert staff_client.get(answer["Location"]).status_code == 200
    with firm_scope(firm.pk):
        assert Campaign.objects.count() == 1


@pytest.mark.requirement("L-075")
def test_the_default_sender_comes_first_and_a_foreign_one_is_not_taken(
    staff_client: Client, draft: Campaign, firm: Firm, other_firm: Firm
) -> None:
    page = staff_client.get(f"/compose/{draft.pk}/").content.decode()
    assert "EGETEKSTIL" in page
    make_account(other_firm)
    with firm_scope(other_firm.pk):
        foreign = SenderTitle.objects.get()
    save(staff_client, draft, text="Merhaba", sender=str(foreign.pk))
    with firm_scope(firm.pk):
        assert fresh(draft).sender == SenderTitle.objects.get()


def test_a_text_with_a_mistake_is_kept_and_the_mistake_is_named(
    staff_client: Client, draft: Campaign
) -> None:
    said = save(staff_client, draft, text="Sayın {adsoyad}")
    assert "diye bir parametre yok" in said
    assert fresh(draft).text == "Sayın {adsoyad}"
    refused = preflight(
        staff_client,
        draft,
        text="Sayın {adsoyad}",
        message_class="BILGILENDIRME",
        exemption="BENZER",
    )
    assert refused.status_code == 422
    assert "diye bir parametre yok" in refused.content.decode()


@pytest.mark.requirement("L-072")
def test_an_empty_text_is_refused(staff_client: Client, draft: Campaign) -> None:
    refused = preflight(
        staff_client, draft, text="", message_class="BILGILENDIRME", exemption="BENZER"
    )
    assert refused.status_code == 422
    assert "Mesaj boş" in refused.content.decode()


def test_the_counter_names_the_letter_that_costs_more(
    staff_client: Client, draft: Campaign
) -> None:
    said = save(staff_client, draft, text="Kampanya başladı")
    assert "155 karakter/SMS" in said
    assert "‘ş’" in said


def test_typographic_marks_are_written_simply_by_one_click_and_can_be_taken_back(
    staff_client: Client, draft: Campaign
) -> None:
    typed = "“Merhaba” – nasılsınız…"
    assert "sadeleştir" in save(staff_client, draft, text=typed)
    staff_client.post(f"/compose/{draft.pk}/suggest/", {"kind": "simplify", "text": typed}, **HTMX)
    assert fresh(draft).text == '"Merhaba" - nasılsınız...'
    staff_client.post(f"/compose/{draft.pk}/undo/", {"previous": typed}, **HTMX)
    assert fresh(draft).text == typed


@pytest.mark.requirement("L-064", "L-061")
def test_a_template_fills_the_text_and_editing_it_leaves_the_template_alone(
    staff_client: Client, draft: Campaign, firm: Firm
) -> None:
    with firm_scope(firm.pk):
        template = MessageTemplate.objects.create(
            firm=firm, code="KUTLA", name="Bayram", category="KUTLAMA", text="İyi bayramlar"
        )
    said = save(staff_client, draft, template=template.pk, text="yazmıştım", message_class="")
    assert "İyi bayramlar" in said
    assert "Önceki metne dön" in said
    assert fresh(draft).message_class == "TICARI"
    save(staff_client, draft, template=template.pk, text="İyi bayramlar dileriz")
    template.refresh_from_db()
    assert (fresh(draft).text, template.text) == ("İyi bayramlar dileriz", "İyi bayramlar")


@pytest.mark.requirement("L-066", "L-057")
def test_the_picker_offers_only_people_who_may_get_an_sms(
    staff_client: Client, draft: Campaign, firm: Firm
) -> None:
    make_subscriber(firm, "+905321234501", "Işık", "Yılmaz")
    make_subscriber(firm, "+905321234502", "Onay", "Gözlem", usage_places=["OTP"])
    hidden = make_code(firm, "GIZLI")
    make_subscriber(firm, "+905321234503", "Saklı", "Kişi", authority_code=hidden)
    page = staff_client.get(f"/compose/{draft.pk}/people/", **HTMX).content.decode()
    assert "Işık" in page
    assert "Onay Gözlem" not in page
    assert "Saklı" not in page
    found = staff_client.get(f"/compose/{draft.pk}/people/?part=1&q=ışık", **HTMX)
    assert "Işık" in found.content.decode()


@pytest.mark.requirement("L-066", "L-067")
def test_people_and_groups_are_chosen_and_doubles_are_told(
    staff_client: Client, draft: Campaign, firm: Firm
) -> None:
    ayse = make_subscriber(firm, "+905321234501", "Ayşe", "Yılmaz")
    with firm_scope(firm.pk):
        group = Group.objects.create(firm=firm, name="Bayiler")
        GroupMember.objects.create(firm=firm, group=group, subscriber=ayse)
    load_credit(firm, 10)
    ready(staff_client, draft, [ayse], "Merhaba")
    save(staff_client, draft, groups_shown="1", groups=[group.pk])
    chosen = staff_client.get(f"/compose/{draft.pk}/audience/", **HTMX).content.decode()
    assert "Ayşe Yılmaz" in chosen
    assert "Bayiler" in chosen
    said = preflight(
        staff_client, draft, text="Merhaba", message_class="BILGILENDIRME", exemption="BENZER"
    )
    assert "1 yinelenen seçim" in said.content.decode()


def test_a_group_that_the_clerk_cannot_see_stays_in_the_draft(
    staff_client: Client, draft: Campaign, firm: Firm
) -> None:
    with firm_scope(firm.pk):
        seen = Group.objects.create(firm=firm, name="Bayiler")
        hidden = Group.objects.create(
            firm=firm, name="Yönetim", authority_code=make_code(firm, "GIZLI")
        )
        draft.groups.set([hidden])
    page = staff_client.get(f"/compose/{draft.pk}/audience/", **HTMX).content.decode()
    assert "Yönetim" not in page
    save(staff_client, draft, groups_shown="1", groups=[seen.pk])
    with firm_scope(firm.pk):
        assert set(draft.groups.all()) == {seen, hidden}


def test_everybody_who_matches_a_filter_is_chosen_when_it_is_sent(
    staff_client: Client, draft: Campaign, firm: Firm
) -> None:
    make_subscriber(firm, "+905321234501", "Ayşe", "Yılmaz", special_code="BAYI")
    load_credit(firm, 10)
    url = f"/compose/{draft.pk}/people/add/"
    assert staff_client.post(url, {"all": "1", "special_code": "BAYI"}, **HTMX).status_code == 204
    make_subscriber(firm, "+905321234502", "Veli", "Kaya", special_code="BAYI")
    chosen = staff_client.get(f"/compose/{draft.pk}/audience/", **HTMX).content.decode()
    assert "Süzgece uyan herkes (2 kişi)" in chosen
    refused = staff_client.post(url, {"all": "1", "special_code": "YOK"}, **HTMX)
    assert refused.status_code == 422
    staff_client.post(f"/compose/{draft.pk}/people/remove/", {"filter": "1"}, **HTMX)
    assert fresh(draft).audience_filter is None


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
    assert "<strong>9</strong>" in page or "9" in page
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


def test_without_an_account_the_page_says_where_to_begin(staff_client: Client, firm: Firm) -> None:
    url = staff_client.get("/compose/")["Location"]
    page = staff_client.get(url).content.decode()
    assert "alert-warning" in page
    with firm_scope(firm.pk):
        draft = Campaign.objects.get()
    refused = preflight(
        staff_client, draft, text="Merhaba", message_class="BILGILENDIRME", exemption="BENZER"
    )
    assert refused.status_code == 422
    assert "Gönderici kısa tanımı seçilmemiş" in refused.content.decode()


def test_the_class_is_kept_with_the_name_of_who_chose_it(
    staff_client: Client, draft: Campaign
) -> None:
    said = save(
        staff_client, draft, text="Merhaba", message_class="BILGILENDIRME", exemption="BENZER"
    )
    assert "Sınıfı seçen: Pelin Personel" in said
    refused = preflight(staff_client, draft, text="Merhaba")
    assert refused.status_code in (200, 422)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "people/",
        "audience/",
        "preflight/people/",
        "send/",
    ],
)
def test_another_firms_draft_is_absent_in_every_part(
    stranger_client: Client, draft: Campaign, path: str
) -> None:
    assert stranger_client.get(f"/compose/{draft.pk}/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["save/", "suggest/", "undo/", "people/add/", "people/remove/", "preflight/", "send/"]
)
def test_nobody_of_another_firm_and_no_customer_writes_into_a_draft(
    stranger_client: Client, customer_client: Client, draft: Campaign, path: str
) -> None:
    assert stranger_client.post(f"/compose/{draft.pk}/{path}").status_code == 404
    assert customer_client.post(f"/compose/{draft.pk}/{path}").status_code == 403


def test_a_draft_with_a_hidden_code_exists_only_for_those_who_hold_it(
    firm: Firm, draft: Campaign, staff_client: Client
) -> None:
    holder: Membership = make_member(firm, Role.STAFF, codes=["GIZLI"], name="Kod Sahibi")
    with firm_scope(firm.pk):
        Campaign.objects.update(authority_code=make_code(firm, "GIZLI"))
    assert staff_client.get(f"/compose/{draft.pk}/").status_code == 404
    assert staff_client.get(f"/campaigns/{draft.pk}/").status_code == 404
    assert client_for(holder).get(f"/compose/{draft.pk}/").status_code == 200


@pytest.mark.requirement("L-068")
def test_the_page_says_which_address_messages_go_to(staff_client: Client, draft: Campaign) -> None:
    page = staff_client.get(f"/compose/{draft.pk}/").content.decode()
    assert "telefon numarasına gider" in page


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
    empty = staff_client.post(f"/compose/{draft.pk}/schedule/", {"ahead": "day"}, **HTMX)
    assert empty.status_code == 422
    data = {"ahead": "month", "hour": "09:30", "max_credits": "1"}
    done = staff_client.post(f"/compose/{draft.pk}/schedule/", data, **HTMX)
    assert done["HX-Redirect"] == f"/campaigns/{draft.pk}/"
    planned = fresh(draft)
    assert planned.state == CampaignState.SCHEDULED
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

"""Toplu Mesaj Gönder by the browser: the draft, its text and its people (L-063 … L-075)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from messaging.models import (
    Campaign,
    Group,
    GroupMember,
    MessageTemplate,
)
from messaging.services import compose
from tests.messaging.compose_world import HTMX, fresh, opened, preflight, ready, save
from tests.support.firms import client_for, make_code, make_member
from tests.support.messaging import load_credit, make_account, make_subscriber
from turkcell_hub.tenancy.models import Firm, Membership, Role, SenderTitle
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(firm: Firm) -> Any:
    return make_account(firm)


@pytest.fixture
def draft(firm: Firm, account: Any, staff_client: Client) -> Campaign:
    return opened(firm, staff_client)


@pytest.mark.requirement("L-065")
def test_opening_the_page_again_leaves_no_second_empty_draft(
    staff_client: Client, draft: Campaign, firm: Firm
) -> None:
    answer = staff_client.get("/compose/")
    assert answer["Location"] == f"/compose/{draft.pk}/"
    assert staff_client.get(answer["Location"]).status_code == 200
    with firm_scope(firm.pk):
        assert Campaign.objects.count() == 1


@pytest.mark.requirement("L-013", "L-075")
def test_exactly_the_configured_senders_are_offered_the_default_first_and_no_foreign_one_is_taken(
    staff_client: Client, draft: Campaign, firm: Firm, other_firm: Firm, account: Any
) -> None:
    with firm_scope(firm.pk):
        for title, is_active in (("AAA", True), ("ESKI", False)):
            SenderTitle.objects.create(firm=firm, account=account, title=title, is_active=is_active)
    make_account(other_firm)
    page = staff_client.get(f"/compose/{draft.pk}/").content.decode()
    select = page.split('name="sender"')[1].split("</select>")[0]
    offered = re.findall(r'<option value="\d+"[^>]*>\s*([A-Z]+)', select)
    assert offered == ["EGETEKSTIL", "AAA"]
    with firm_scope(other_firm.pk):
        foreign = SenderTitle.objects.get()
    save(staff_client, draft, text="Merhaba", sender=str(foreign.pk))
    with firm_scope(firm.pk):
        assert fresh(draft).sender == SenderTitle.objects.get(is_default=True)


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


def test_the_phone_shows_what_people_will_read_also_while_a_part_of_the_text_is_wrong(
    staff_client: Client, draft: Campaign
) -> None:
    def phone(text: str) -> str:
        said = save(staff_client, draft, text=text).split('class="msg-bubble">')[1]
        return said.split("</p>")[0]

    assert phone("Sayın {ad|müşterimiz}, {{kod}}") == "Sayın Ayşe, {kod}"
    assert phone("Sayın {ad|müşterimiz}, {borc}") == "Sayın Ayşe, {borc}"
    assert phone("Sayın {ad|müşterimiz}, {soy") == "Sayın Ayşe, {soy"
    assert phone("Sayın {ad}, {telefon}") == "Sayın {ad}, 0532 123 45 67"


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


@pytest.mark.requirement("L-061")
@pytest.mark.parametrize(
    ("category", "message_class"),
    [
        ("KAMPANYA", "TICARI"),
        ("KUTLAMA", "TICARI"),
        ("DUYURU", "BILGILENDIRME"),
        ("DIGER", "BILGILENDIRME"),
    ],
)
def test_the_category_of_a_template_presets_the_class(category: str, message_class: str) -> None:
    assert compose.preset_class(category) == message_class


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


def test_adding_the_marked_people_with_nobody_marked_says_so(
    staff_client: Client, draft: Campaign
) -> None:
    answer = staff_client.post(f"/compose/{draft.pk}/people/add/", {"q": "Ay"}, **HTMX)
    assert answer.status_code == 422
    assert "Kimse işaretlenmedi" in answer.content.decode()


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

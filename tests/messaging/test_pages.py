"""Messaging's lists of people, groups, templates and blocked numbers by the browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from messaging.models import (
    BlacklistEntry,
    CustomField,
    Group,
    GroupMember,
    MessageTemplate,
    Subscriber,
)
from tests.messaging.list_pages import action, only
from tests.support.firms import actor_for
from tests.support.messaging import make_draft, make_subscriber
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
LISTS = (
    "subscribers",
    "groups",
    "custom-fields",
    "templates",
    "campaigns",
    "messages",
    "inbound-messages",
    "blacklist",
)
FOR_CUSTOMERS = {"templates", "campaigns", "messages"}


@pytest.mark.parametrize("slug", LISTS)
def test_every_list_opens_empty_with_words_that_say_how_to_begin(staff_client: Client, slug: str):
    page = staff_client.get(f"/{slug}/")
    assert page.status_code == 200
    assert "hub-empty" in page.content.decode()


@pytest.mark.parametrize("slug", LISTS)
def test_a_customer_sees_reports_and_nothing_of_the_people(customer_client: Client, slug: str):
    status = customer_client.get(f"/{slug}/").status_code
    assert status == (200 if slug in FOR_CUSTOMERS else 403)


@pytest.mark.requirement("L-052")
def test_a_person_without_any_linked_record_is_added_by_hand(
    staff_client: Client, firm: Firm
) -> None:
    answer = staff_client.post(
        "/subscribers/add/",
        {
            "kind": "DIGER",
            "first_name": "Işık",
            "last_name": "Çağlar",
            "phone": "0532 123 45 67",
            "usage_places": ["SMS"],
            "is_active": "on",
        },
    )
    assert answer.status_code == 302
    person = only(Subscriber, firm)
    assert (person.phone, person.member_id) == ("+905321234567", None)
    assert f"new={person.pk}" in answer["Location"]
    assert "is-new" in staff_client.get(answer["Location"]).content.decode()


@pytest.mark.requirement("L-048", "L-054", "L-055", "L-056")
def test_a_system_user_takes_name_and_number_from_his_card(
    staff_client: Client, firm: Firm, manager: Membership, other_firm: Firm, stranger: Membership
) -> None:
    with firm_scope(firm.pk):
        Membership.objects.filter(pk=manager.pk).update(phone="+905339998877")
    page = staff_client.get("/subscribers/add/").content.decode()
    assert "Yeliz Yönetici" in page
    assert "Yaman Yabancı" not in page
    data = {"kind": "SISTEM", "phone": "0532 000 00 00", "is_active": "on"}
    refused = staff_client.post("/subscribers/add/", data)
    assert refused.status_code == 422
    assert "Sistem kullanıcısını seçin" in refused.content.decode()
    staff_client.post("/subscribers/add/", {**data, "member": manager.pk})
    person = only(Subscriber, firm)
    assert (str(person), person.phone) == ("Yeliz Yönetici", "+905339998877")
    foreign = staff_client.post("/subscribers/add/", {**data, "member": stranger.pk})
    assert foreign.status_code == 422
    staff_client.post(
        f"/subscribers/{person.pk}/edit/",
        {"kind": "DIGER", "member": manager.pk, "first_name": "Ali", "phone": "05321112233"},
    )
    person.refresh_from_db()
    assert (person.kind, person.member_id, person.phone) == ("DIGER", None, "+905321112233")


def test_the_firms_own_fields_are_inputs_and_their_values_are_kept(
    staff_client: Client, firm: Firm
) -> None:
    with firm_scope(firm.pk):
        CustomField.objects.create(firm=firm, code="bakiye", label="Bakiye")
    assert "Bakiye" in staff_client.get("/subscribers/add/").content.decode()
    staff_client.post(
        "/subscribers/add/", {"kind": "DIGER", "phone": "05321234567", "field_bakiye": "1.250,00"}
    )
    person = only(Subscriber, firm)
    assert person.fields == {"bakiye": "1.250,00"}
    assert "1.250,00" in staff_client.get(f"/subscribers/{person.pk}/edit/").content.decode()


@pytest.mark.requirement("L-053")
def test_joining_a_group_twice_has_no_effect(staff_client: Client, firm: Firm) -> None:
    person = make_subscriber(firm, "+905321234501", "Ayşe")
    with firm_scope(firm.pk):
        group = Group.objects.create(firm=firm, name="Bayiler")
    for _again in range(2):
        assert action(staff_client, "subscribers", "join-group", [person], group=group.pk)
    with firm_scope(firm.pk):
        assert GroupMember.objects.count() == 1
    page = staff_client.get("/subscribers/").content.decode()
    assert "Bayiler" in page
    members = staff_client.get(f"/groups/{group.pk}/").content.decode()
    assert "Ayşe" in members
    staff_client.post(f"/groups/{group.pk}/members/remove/", {"subscriber": person.pk})
    with firm_scope(firm.pk):
        assert not GroupMember.objects.exists()


@pytest.mark.requirement("S-073")
def test_a_thousand_groups_are_one_search_away_and_counted_without_asking_each(
    staff_client: Client, firm: Firm, django_assert_max_num_queries: Any
) -> None:
    with firm_scope(firm.pk):
        names = [f"Grup {number:04}" for number in range(1000)]
        Group.objects.bulk_create(
            Group(firm=firm, name=name, search_key=name.lower(), sort_key=name.lower())
            for name in names
        )
    with django_assert_max_num_queries(30):
        page = staff_client.get("/groups/?q=0777").content.decode()
    assert "Grup 0777" in page
    assert "Grup 0001" not in page
    found = staff_client.get("/lookup/groups/?q=0999").json()["results"]
    assert [row["label"] for row in found] == ["Grup 0999"]


@pytest.mark.requirement("S-070", "S-069")
def test_only_a_manager_takes_a_number_off_the_blacklist_and_says_why(
    staff_client: Client, manager_client: Client, firm: Firm
) -> None:
    person = make_subscriber(firm, "+905321234501", "Ayşe")
    action(
        staff_client, "subscribers", "block", [person], source="ALICI", reason="Aradı, istemiyor"
    )
    entry = only(BlacklistEntry, firm)
    assert (entry.source, entry.reason, entry.added_by) == (
        "ALICI",
        "Aradı, istemiyor",
        "Pelin Personel",
    )
    assert action(staff_client, "blacklist", "remove", [entry], reason="x").status_code == 403
    assert action(manager_client, "blacklist", "remove", [entry], reason="").status_code == 422
    proof = {"proof": "İmzalı form 2026/118", "wished_on": f"{timezone.localdate():%d.%m.%Y}"}
    assert action(manager_client, "blacklist", "remove", [entry], reason="Yeniden istedi", **proof)
    with firm_scope(firm.pk):
        assert not BlacklistEntry.objects.exists()


@pytest.mark.requirement("L-063")
def test_an_unknown_parameter_blocks_saving_a_template_and_the_picker_offers_the_known(
    staff_client: Client, firm: Firm
) -> None:
    page = staff_client.get("/templates/add/").content.decode()
    assert "{ad|müşterimiz}" in page
    data = {"code": "A", "name": "Deneme", "category": "DUYURU", "text": "Sayın {adi|x}"}
    refused = staff_client.post("/templates/add/", data)
    assert refused.status_code == 422
    assert "diye bir parametre yok" in refused.content.decode()
    assert "Sayın {adi|x}" in refused.content.decode()
    assert staff_client.post("/templates/add/", {**data, "text": "Sayın {ad|x}"}).status_code == 302


@pytest.mark.requirement("L-062", "S-084")
def test_a_template_that_a_draft_uses_cannot_be_deleted(
    manager_client: Client, firm: Firm, manager: Membership
) -> None:
    with firm_scope(firm.pk):
        template = MessageTemplate.objects.create(firm=firm, code="A", name="Hatırlatma", text="X")
    make_draft(actor_for(manager), "X", [], template=template, name="Kasım duyurusu")
    refused = manager_client.post(f"/templates/{template.pk}/delete/")
    assert refused.status_code == 422
    assert "Kasım duyurusu" in refused.content.decode()


@pytest.mark.requirement("C-03", "S-084")
def test_one_list_of_templates_stands_under_two_names_in_the_menu(staff_client: Client) -> None:
    page = staff_client.get("/").content.decode()
    assert "Mesaj Şablonları" in page
    assert "Hazır Mesaj" in page
    assert page.count('href="/templates/"') >= 2


def test_a_template_is_rehearsed_on_the_hardest_real_people(
    staff_client: Client, firm: Firm
) -> None:
    make_subscriber(firm, "+905321234501", "Muhammed Abdurrahman", "Büyükkarabacakoğlu")
    make_subscriber(firm, "+905321234502", "", "")
    make_subscriber(firm, "+905321234503", "ŞÜKRÜ", "IŞIK")
    make_subscriber(firm, "+905321234504", "Ali", "Kaya")
    with firm_scope(firm.pk):
        BlacklistEntry.objects.create(firm=firm, phone="+905321234504", reason="x", added_by="x")
        template = MessageTemplate.objects.create(
            firm=firm, code="A", name="T", text="Sayın {ad_soyad|müşterimiz}, merhaba"
        )
    page = staff_client.get(f"/templates/{template.pk}/").content.decode()
    assert '<p class="msg-bubble">Sayın Ayşe Yılmaz, merhaba</p>' in page  # on the phone
    assert "Sayın Muhammed Abdurrahman Büyükkarabacakoğlu, merhaba" in page
    assert "Sayın müşterimiz, merhaba" in page
    assert "ŞÜKRÜ IŞIK" in page
    assert "Sayın Ali Kaya" in page


def test_the_tckn_is_never_whole_in_a_list(staff_client: Client, firm: Firm) -> None:
    make_subscriber(firm, "+905321234501", "Ayşe", tckn="10000000146")
    page = staff_client.get("/subscribers/?col=tckn").content.decode()
    assert "*********46" in page
    assert "10000000146" not in page

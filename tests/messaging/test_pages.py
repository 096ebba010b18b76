"""Messaging's lists by the browser: rights, walls between firms, hidden codes, actions."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from messaging.models import (
    BlacklistEntry,
    Campaign,
    CampaignState,
    CustomField,
    Group,
    GroupMember,
    Message,
    MessageTemplate,
    Subscriber,
)
from messaging.services import campaigns, preflight, preparing
from tests.support.firms import actor_for, make_code
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State
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


def action(client: Client, slug: str, code: str, rows: list[Any], **data: Any) -> Any:
    ids = [row.pk for row in rows]
    return client.post(f"/{slug}/actions/{code}/", {"ids": ids, "count": len(ids), **data})


def only(model: Any, firm: Firm, **limits: Any) -> Any:
    with firm_scope(firm.pk):
        return model.objects.get(**limits)


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
    assert "Sayın Muhammed Abdurrahman Büyükkarabacakoğlu, merhaba" in page
    assert "Sayın müşterimiz, merhaba" in page
    assert "ŞÜKRÜ IŞIK" in page
    assert "Sayın Ali Kaya" in page


@pytest.fixture
def sent(firm: Firm, staff: Membership) -> Campaign:
    """A prepared campaign: two go, one is on the blacklist."""
    make_account(firm)
    load_credit(firm, 10)
    people = [make_subscriber(firm, f"+90532123450{n}", f"Kişi{n}") for n in range(3)]
    actor = actor_for(staff)
    campaign = make_draft(actor, "Merhaba {ad|müşterimiz}", people, name="Kasım")
    with firm_scope(firm.pk):
        BlacklistEntry.objects.create(
            firm=firm, phone="+905321234502", reason="Aramayın dedi", added_by="x"
        )
        preflight.run(actor, campaign)
        campaigns.submit(actor, campaign)
        preparing.prepare(campaign.pk)
        return Campaign.objects.get(pk=campaign.pk)


@pytest.mark.requirement("S-067")
def test_the_counters_of_a_campaign_move_without_loading_the_page(
    staff_client: Client, sent: Campaign, firm: Firm, django_assert_max_num_queries: Any
) -> None:
    url = f"/campaigns/{sent.pk}/live/"
    with django_assert_max_num_queries(30):
        before = staff_client.get(url).content.decode()
    assert "every 2s" in before
    assert "Aramayın" not in before
    assert "Numara kara listede: firma istemiyor" in before
    with firm_scope(firm.pk):
        Campaign.objects.update(state=CampaignState.DONE, finished_at=sent.prepared_at)
    after = staff_client.get(url).content.decode()
    assert "every 2s" not in after


@pytest.mark.requirement("S-068")
def test_each_message_says_its_state_and_its_reason_in_turkish(
    customer_client: Client, staff_client: Client, sent: Campaign, firm: Firm
) -> None:
    page = staff_client.get(f"/messages/?campaign={sent.pk}").content.decode()
    assert "Sırada" in page
    assert "Numara kara listede: firma istemiyor" in page
    masked = customer_client.get("/messages/").content.decode()
    assert "+90 532 *** ** 0" in masked
    assert "532 123 45" not in masked
    found = staff_client.get("/messages/?q=0532 123 45 02").content.decode()
    assert "Kişi2" in found
    assert "Kişi1" not in found


def test_the_list_of_messages_asks_the_same_few_questions_for_many_rows(
    staff_client: Client, sent: Campaign, django_assert_max_num_queries: Any
) -> None:
    staff_client.get("/messages/")
    with django_assert_max_num_queries(16):
        staff_client.get("/messages/")


@pytest.mark.requirement("S-068")
def test_a_message_tells_its_whole_story(staff_client: Client, sent: Campaign, firm: Firm) -> None:
    blocked = only(Message, firm, phone="+905321234502")
    page = staff_client.get(f"/messages/{blocked.pk}/").content.decode()
    assert "Karar: gönderilmez" in page
    assert "Aramayın dedi" in page
    with firm_scope(firm.pk):
        now = sent.prepared_at
        Batch.objects.update(
            state=State.ACCEPTED, handed_over_at=now, accepted_at=now, packet_id="PK-77"
        )
        Message.objects.filter(phone="+905321234501").update(
            state=20, network_error=27, vendor_status="NOT_DELIVERED", ended_at=now
        )
    failed = only(Message, firm, phone="+905321234501")
    page = staff_client.get(f"/messages/{failed.pk}/").content.decode()
    for words in ("PK-77", "NOT_DELIVERED", "tek tek seçildi", "1 kredi harcandı"):
        assert words.lower() in page.lower()


def test_doubtful_batches_are_named_on_the_campaigns_page(
    staff_client: Client, sent: Campaign, firm: Firm
) -> None:
    with firm_scope(firm.pk):
        Batch.objects.update(state=State.NEEDS_PERSON, handed_over_at=sent.prepared_at)
    page = staff_client.get(f"/campaigns/{sent.pk}/").content.decode()
    assert "belli olmayan paketler" in page


def test_a_campaign_that_came_back_says_why_where_everybody_looks(
    staff_client: Client, sent: Campaign, firm: Firm
) -> None:
    with firm_scope(firm.pk):
        Campaign.objects.update(
            state=CampaignState.DRAFT, prepared_at=None, problem="Kredi yetersiz: 3 gerekiyor."
        )
    for path in (f"/campaigns/{sent.pk}/", f"/compose/{sent.pk}/", "/"):
        assert "Kredi yetersiz: 3 gerekiyor." in staff_client.get(path).content.decode()


def test_pause_resume_and_cancel_are_actions_of_the_page(
    staff_client: Client, sent: Campaign, firm: Firm
) -> None:
    for code, state in (
        ("pause", CampaignState.PAUSED),
        ("resume", CampaignState.SENDING),
        ("cancel", CampaignState.CANCELLED),
    ):
        assert action(staff_client, "campaigns", code, [sent]).status_code == 302
        assert only(Campaign, firm).state == state
    assert action(staff_client, "campaigns", "pause", [sent]).status_code == 422


@pytest.mark.requirement("L-065")
def test_chosen_people_of_every_kind_become_one_draft(
    staff_client: Client, firm: Firm, manager: Membership
) -> None:
    with firm_scope(firm.pk):
        Membership.objects.filter(pk=manager.pk).update(phone="+905339998877")
        employee = Subscriber.objects.create(
            firm=firm, kind="SISTEM", member=manager, phone="+905339998877", first_name="Yeliz"
        )
    customer = make_subscriber(firm, "+905321234501", "Ayşe")
    answer = action(staff_client, "subscribers", "compose", [employee, customer])
    draft = only(Campaign, firm)
    assert answer["Location"] == f"/compose/{draft.pk}/"
    with firm_scope(firm.pk):
        assert draft.recipients.count() == 2


def test_everything_that_matches_becomes_a_draft_without_naming_ids(
    staff_client: Client, firm: Firm
) -> None:
    for number in range(30):
        make_subscriber(firm, f"+9053212345{number:02}", "Ayşe", special_code="BAYI")
    make_subscriber(firm, "+905321234599", "Veli")
    staff_client.post(
        "/subscribers/actions/compose/",
        {"all": "1", "query": "special_code=BAYI", "count": "30"},
    )
    with firm_scope(firm.pk):
        assert Campaign.objects.get().recipients.count() == 30


def test_a_copy_starts_as_a_draft_whose_class_is_chosen_anew(
    staff_client: Client, sent: Campaign, firm: Firm
) -> None:
    action(staff_client, "campaigns", "copy", [sent])
    copy = only(Campaign, firm, state=CampaignState.DRAFT)
    assert (copy.text, copy.message_class) == (sent.text, "")
    with firm_scope(firm.pk):
        assert copy.recipients.count() == 3


def test_another_firms_and_hidden_records_are_absent(
    stranger_client: Client, staff_client: Client, sent: Campaign, firm: Firm
) -> None:
    person = only(Subscriber, firm, phone="+905321234501")
    message = only(Message, firm, phone="+905321234501")
    urls = [
        f"/subscribers/{person.pk}/",
        f"/messages/{message.pk}/",
        f"/campaigns/{sent.pk}/",
        f"/campaigns/{sent.pk}/live/",
        f"/campaigns/{sent.pk}/edit/",
    ]
    for url in urls:
        assert stranger_client.get(url).status_code == 404
    code = make_code(firm, "GIZLI")
    with firm_scope(firm.pk):
        Campaign.objects.update(authority_code=code)
        Subscriber.objects.update(authority_code=code)
    for url in urls:
        assert staff_client.get(url).status_code == 404


def test_the_tckn_is_never_whole_in_a_list(staff_client: Client, firm: Firm) -> None:
    make_subscriber(firm, "+905321234501", "Ayşe", tckn="10000000146")
    page = staff_client.get("/subscribers/?col=tckn").content.decode()
    assert "*********46" in page
    assert "10000000146" not in page


def test_the_first_page_shows_figures_and_the_way_to_the_first_message(
    staff_client: Client, customer_client: Client, sent: Campaign
) -> None:
    page = staff_client.get("/").content.decode()
    # What is left would last for less than a week.
    for words in ("Bugünkü mesajlar", "İletilme oranı", "Kredi azalıyor", "Kasım"):
        assert words in page
    assert customer_client.get("/").status_code == 200

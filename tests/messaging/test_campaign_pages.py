"""Campaigns and their messages by the browser: counters, states and reasons, actions, drafts."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from python_calamine import CalamineWorkbook

from messaging import reasons
from messaging.models import (
    BlacklistEntry,
    Campaign,
    CampaignCount,
    CampaignState,
    Group,
    GroupMember,
    Message,
    MessageState,
    Subscriber,
)
from messaging.services import campaigns, preflight, preparing
from tests.messaging.list_pages import action, only
from tests.support.firms import actor_for, make_code, make_key
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


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


def test_a_campaign_says_whom_it_was_made_for_before_and_after_it_goes(
    staff: Membership, staff_client: Client, firm: Firm, sent: Campaign
) -> None:
    assert "Tek tek seçilen 3 kişi" in staff_client.get(f"/campaigns/{sent.pk}/").content.decode()
    person = make_subscriber(firm, "+905321234509", "Veli")
    with firm_scope(firm.pk):
        group = Group.objects.create(firm=firm, name="Bayiler")
        GroupMember.objects.create(firm=firm, group=group, subscriber=person)
    draft = make_draft(actor_for(staff), "Merhaba", [], name="Zamanlı")
    with firm_scope(firm.pk):
        draft.groups.set([group])
        draft.audience_filter = {"q": "Kaya"}
        draft.save()
    page = staff_client.get(f"/campaigns/{draft.pk}/").content.decode()
    assert f'<dt>Alıcılar</dt><dd><a href="/groups/{group.pk}/">Bayiler</a>' in page
    assert "Arama: Kaya" in page


def test_a_campaigns_phone_shows_an_example_and_its_page_the_text_as_written(
    staff_client: Client, sent: Campaign, firm: Firm
) -> None:
    page = staff_client.get(f"/campaigns/{sent.pk}/").content.decode()
    assert '<p class="msg-bubble">Merhaba Ayşe</p>' in page
    assert "<dt>Yazılan metin</dt><dd>Merhaba {ad|müşterimiz}</dd>" in page
    with firm_scope(firm.pk):
        Campaign.objects.update(text="Bugün {tarih}", prepared_at="2026-03-02T23:30:00+00:00")
    page = staff_client.get(f"/campaigns/{sent.pk}/").content.decode()
    assert '<p class="msg-bubble">Bugün 03.03.2026</p>' in page
    with firm_scope(firm.pk):
        Campaign.objects.update(text="Merhaba")
    assert "Yazılan metin" not in staff_client.get(f"/campaigns/{sent.pk}/").content.decode()


def test_while_the_sending_hours_are_over_the_badge_says_so_and_no_speed_is_told(
    staff_client: Client, sent: Campaign, firm: Firm
) -> None:
    with firm_scope(firm.pk):
        Campaign.objects.update(state=CampaignState.SENDING)
        now = timezone.now()
        Batch.objects.update(
            state=State.READY, due_at=now + timedelta(hours=3), handed_over_at=now, accepted_at=now
        )
    page = staff_client.get(f"/campaigns/{sent.pk}/live/").content.decode()
    assert "Gönderim saatini bekliyor" in page
    assert "saniyede" not in page
    with firm_scope(firm.pk):
        Batch.objects.update(due_at=now)
    page = staff_client.get(f"/campaigns/{sent.pk}/live/").content.decode()
    assert "Gönderim saatini bekliyor" not in page
    assert "saniyede" in page


def test_a_line_that_is_stopped_is_told_on_the_campaigns_page(
    staff_client: Client, manager_client: Client, sent: Campaign, firm: Firm
) -> None:
    with firm_scope(firm.pk):
        Campaign.objects.update(state=CampaignState.SENDING)
        Lane.objects.update_or_create(
            firm=firm, account=sent.sender.account, defaults={"paused": True}
        )
    url, said = f"/campaigns/{sent.pk}/live/", "Operatör hattı durduruldu"
    assert said in staff_client.get(url).content.decode()
    assert 'href="/outbox-lanes/"' in manager_client.get(url).content.decode()
    with firm_scope(firm.pk):
        Lane.objects.update(paused=False)
    assert said not in staff_client.get(url).content.decode()


def test_an_operator_that_takes_nothing_is_told_calmly_before_its_line_is_stopped(
    staff_client: Client, sent: Campaign, firm: Firm
) -> None:
    url, said = f"/campaigns/{sent.pk}/live/", "Operatör şu an mesaj almıyor"
    until = timezone.now() + timedelta(minutes=10)
    with firm_scope(firm.pk):
        Campaign.objects.update(state=CampaignState.SENDING)
    assert said not in staff_client.get(url).content.decode()
    with firm_scope(firm.pk):
        # What a 503 that asks for ten minutes leaves behind.
        # The batch lay until the morning's sending hours before the operator put it off.
        began = timezone.now() + timedelta(hours=11)
        Batch.objects.update(
            attempt=1,
            error_code="HTTP_503",
            vendor_code="503",
            due_at=until,
            put_off_since=began,
        )
        lane, _new = Lane.objects.update_or_create(
            firm=firm, account=sent.account, defaults={"backoff_until": until}
        )
        since = timezone.localtime(began)
    page = staff_client.get(url).content.decode()
    assert said in page
    assert f"{since:%d.%m.%Y %H:%M} anından beri 2 mesaj verilemedi" in page
    assert "Hiçbiri kaybolmaz, hiçbiri iki kez gitmez" in page
    assert "503" in page
    assert "Gönderim saati" not in page  # it waits for the operator, not for the hours
    _key, secret = make_key(firm, ["messaging.campaign.view"])
    api = Client(headers={"Authorization": f"Bearer {secret}"})
    told = api.get(f"/api/v1/campaigns/{sent.pk}/").json()["silence"]
    assert (parse_datetime(told["since"]), told["messages"]) == (began, 2)
    assert "503" in told["reason"]
    with firm_scope(firm.pk):
        Lane.objects.filter(pk=lane.pk).update(paused=True)
    stopped = staff_client.get(url).content.decode()
    assert (said in stopped, "Operatör hattı durduruldu" in stopped) == (False, True)
    assert api.get(f"/api/v1/campaigns/{sent.pk}/").json()["silence"] is None
    with firm_scope(firm.pk):
        Lane.objects.filter(pk=lane.pk).update(paused=False)
        Batch.objects.update(state=State.ACCEPTED, handed_over_at=until, accepted_at=until)
    assert said not in staff_client.get(url).content.decode()


def test_two_network_codes_of_one_meaning_are_told_apart(
    staff_client: Client, sent: Campaign, firm: Firm
) -> None:
    with firm_scope(firm.pk):
        state = MessageState.UNDELIVERED
        for code, people in ((27, 16), (6, 4), (31, 2)):
            CampaignCount.objects.create(
                firm=firm, campaign=sent, state=state, reason=code, messages=people, credits=0
            )
        texts = {code: reasons.text_of(state, code) for code in (27, 6, 31)}
    alike = [code for code, text in texts.items() if list(texts.values()).count(text) > 1]
    page = staff_client.get(f"/campaigns/{sent.pk}/live/").content.decode()
    assert len(alike) == 2, texts
    for code in texts:
        assert (f"İletilemedi, kod {code}" in page) == (code in alike)


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
def test_the_file_of_the_messages_holds_time_state_and_reason_of_each_and_the_filter(
    staff_client: Client, sent: Campaign, firm: Firm
) -> None:
    with firm_scope(firm.pk):
        failed = {"state": MessageState.EXPIRED, "ended_at": sent.prepared_at}
        Message.objects.filter(phone="+905321234500").update(**failed)

    def rows(query: str) -> list[list[Any]]:
        answer = staff_client.get(f"/messages/export/?format=xlsx&campaign={sent.pk}{query}")
        file = io.BytesIO(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
        found = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
        places = [found[0].index(name) for name in ("Alıcı", "Durum", "Neden", "Sonuç zamanı")]
        return sorted([row[place] for place in places] for row in found[1:])

    whole = rows("")
    assert [row[:2] for row in whole] == [
        ["Kişi0", "Süresi doldu"], ["Kişi1", "Sırada"], ["Kişi2", "Gönderilmedi"],
    ]  # fmt: skip
    (expired, _waiting, blocked) = (row[2] for row in whole)
    assert "kapsama dışındaydı" in expired
    assert "kara listede: firma istemiyor" in blocked
    assert [bool(row[3]) for row in whole] == [True, False, False]
    assert rows(f"&state={int(MessageState.EXPIRED)}") == whole[:1]


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


def test_the_first_page_shows_figures_and_the_way_to_the_first_message(
    staff_client: Client, customer_client: Client, sent: Campaign
) -> None:
    page = staff_client.get("/").content.decode()
    # What is left would last for less than a week.
    for words in ("Bugünkü mesajlar", "İletilme oranı", "Kredi azalıyor", "Kasım"):
        assert words in page
    assert customer_client.get("/").status_code == 200

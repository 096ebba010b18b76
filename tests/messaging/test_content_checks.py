"""A commercial text without what the law wants goes only when a named person answers for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from messaging.models import Campaign, ContentOverride, CustomField
from messaging.selectors import contents as reading
from messaging.services import campaigns, contents, drafts, preflight
from tests.support.firms import actor_for, make_brand, make_key
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import Invalid, NotAllowed
from turkcell_hub.lib.content_rules import Words
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import identities

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}
REASON = "Hukuk birimi bu metni onayladı"
FOOTER = "Ege Tekstil A.Ş. Mersis 0123456789000015 Tel 0232 444 00 11 Ret: RET yaz 4605"


@pytest.fixture
def identity(in_firm: Firm, actor: Actor) -> Firm:
    make_account(in_firm)
    load_credit(in_firm, 10)
    in_firm.legal_name = "Ege Tekstil A.Ş."
    in_firm.save()
    identities.change(
        actor,
        {"mersis": "0123-4567-8900-0015", "phone": "0232 444 00 11", "refusal_number": "4605"},
    )
    return in_firm


@pytest.fixture
def draft(identity: Firm, actor: Actor) -> Campaign:
    person = make_subscriber(identity, "+905321234501", "Ayşe")
    more = {"message_class": "TICARI", "brand": make_brand(identity, "100001")}
    return make_draft(actor, "Kampanya: kış indirimi", [person], **more)


@pytest.mark.requirement("S-002", "S-004", "S-005", "S-033")
def test_a_text_that_lacks_something_is_blocked_and_the_refusal_names_it(draft: Campaign) -> None:
    with pytest.raises(Invalid, match="MERSİS numarası yok.*Ret bildirim numarası yok") as refusal:
        contents.require_clean(draft)
    assert refusal.value.code == "content_missing"
    assert refusal.value.extra["findings"] == [
        "contact_missing", "mersis_missing", "refusal_missing", "title_missing",
    ]  # fmt: skip


@pytest.mark.requirement("S-004", "S-014")
def test_the_footer_that_the_buttons_write_mends_everything(draft: Campaign, actor: Actor) -> None:
    footer = " ".join(one.text for one in reading.elements(draft.firm_id))
    assert footer == FOOTER
    mended = drafts.change(actor, draft, {"text": f"{draft.text} {footer}"})
    contents.require_clean(mended)
    assert reading.panel(mended).findings == []


@pytest.mark.requirement("S-003")
def test_a_tradesman_shows_name_and_identity_number(draft: Campaign, actor: Actor) -> None:
    identities.change(actor, {"kind": "ESNAF", "person_name": "Hasan Demir", "tckn": "12345678950"})
    with pytest.raises(Invalid) as refusal:
        contents.require_clean(draft)
    assert {"name_missing", "tckn_missing"} <= set(refusal.value.extra["findings"])
    entry = AuditEntry.objects.filter(action="tenancy.identity.change").latest("seq")
    assert "12345678950" not in str(entry.changes)


@pytest.mark.requirement("S-006", "S-007", "S-043", "S-044", "S-045")
@pytest.mark.parametrize(
    ("message_class", "text", "rule"),
    [
        ("TICARI", f"Yeni perdelikler geldi. {FOOTER}", "descriptive_missing"),
        ("TICARI", f"Kumaşta indirim! {FOOTER.replace('Tel 0232 444 00 11', 'a@ege.example')}",
         "terms_missing"),
        ("BILGILENDIRME", "Bayramınız kutlu olsun.", "celebration_as_information"),
        ("BILGILENDIRME", "Kargonuz yolda. Perdede %20 indirim!", "advert_as_information"),
        ("BILGILENDIRME", "Kısa anketimize katılın.", "survey_as_information"),
    ],
)  # fmt: skip
def test_a_doubtful_text_is_warned_of_and_may_go(
    draft: Campaign, actor: Actor, message_class: str, text: str, rule: str
) -> None:
    given = {"message_class": message_class, "text": text, "exemption": "BENZER"}
    changed = drafts.change(actor, draft, given)
    assert [one.finding.rule for one in reading.panel(changed).findings] == [rule]
    contents.require_clean(changed)


def test_who_has_the_right_takes_it_upon_himself_with_name_time_and_reason(
    draft: Campaign, manager: Membership, staff: Membership
) -> None:
    with pytest.raises(NotAllowed):
        contents.override(actor_for(staff), draft, REASON)
    with pytest.raises(Invalid, match="Gerekçe"):
        contents.override(actor_for(manager), draft, "olur")
    contents.override(actor_for(manager), draft, REASON)
    contents.require_clean(draft)
    kept = ContentOverride.objects.get()
    assert (kept.by_label, kept.reason) == ("Yeliz Yönetici", REASON)
    assert timezone.now() - kept.at < timedelta(minutes=1)
    entry = AuditEntry.objects.get(action="content.overridden")
    assert entry.changes["reason"] == REASON


def test_it_holds_for_this_text_alone_and_goes_along_to_a_repeat(
    draft: Campaign, manager: Membership, actor: Actor
) -> None:
    contents.override(actor_for(manager), draft, REASON)
    people = [make_subscriber(draft.firm, "+905321234502")]
    again = make_draft(actor, draft.text, people, message_class="TICARI")
    with pytest.raises(Invalid):
        contents.require_clean(again)
    contents.carry(draft, again)
    contents.require_clean(again)
    changed = drafts.change(actor, draft, {"text": draft.text + "!"})
    with pytest.raises(Invalid):
        contents.require_clean(changed)


def test_a_value_that_makes_one_persons_text_incomplete_is_found_by_the_pre_flight(
    draft: Campaign, actor: Actor
) -> None:
    CustomField.objects.create(firm=draft.firm, code="bolge", label="Bölge")
    make_subscriber(draft.firm, "+905321234503", fields={"bolge": "büyük indirim"})
    text = "Randevunuz yarın. {bolge|Ege} şubesi."
    information = drafts.change(
        actor,
        draft,
        {
            "text": text,
            "message_class": "BILGILENDIRME",
            "exemption": "BENZER",
            "audience_filter": {},
        },
    )
    assert contents.of_campaign(information) == []
    found = preflight.run(actor, information).rendered_findings
    assert [one["rule"] for one in found] == ["advert_as_information"]
    assert "büyük indirim" in found[0]["body"]


@pytest.mark.requirement("S-053")
def test_a_campaign_without_a_class_cannot_go_and_the_chooser_is_kept(
    identity: Firm, actor: Actor
) -> None:
    person = make_subscriber(identity, "+905321234501")
    draft = drafts.create(actor, {"text": "Siparişiniz hazır", "subscribers": [person]})
    with pytest.raises(Invalid) as refusal:
        preflight.run(actor, draft)
    assert refusal.value.code == "class_missing"
    draft = drafts.change(actor, draft, {"message_class": "BILGILENDIRME", "exemption": "BENZER"})
    preflight.run(actor, draft)
    assert campaigns.submit(actor, draft).class_chosen_by == "Adnan Admin"


def test_words_change_from_a_day_on_and_the_past_stays(identity: Firm, actor: Actor) -> None:
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    contents.change_words(actor, tomorrow, {"promotion": ["kelepir*"]}, [("telefon", "tel")])
    assert contents.words_on(today) == Words()
    assert contents.words_on(tomorrow).promotion == ("kelepir*",)
    assert contents.shortenings_on(tomorrow) == [("telefon", "tel")]
    with pytest.raises(Invalid):
        contents.change_words(actor, today - timedelta(days=1), {}, [])


@pytest.mark.parametrize("mersis", ["123", "0123456780000015", "9999999999999999"])
def test_a_mersis_number_that_cannot_be_right_is_refused(
    admin_client: Client, firm: Firm, mersis: str
) -> None:
    answer = admin_client.post(
        "/settings/sender-identity/", {"kind": "TACIR", "mersis": mersis, "refusal_keyword": "RET"}
    )
    assert answer.status_code == 422
    assert "MERSİS numarası doğru değil" in answer.content.decode()


def test_the_pages_show_findings_override_and_who_answers(
    draft: Campaign, staff_client: Client, manager_client: Client
) -> None:
    page = staff_client.get(f"/compose/{draft.pk}/").content.decode()
    assert "6563 sayılı Kanun" in page
    assert "S-002" not in page  # a number of ours, which says nothing to a clerk
    assert "MERSİS numarası yok." in page
    assert f'data-append="{FOOTER.split(" Tel")[0].split("Ş. ")[1]}"' in page
    assert staff_client.post(f"/compose/{draft.pk}/override/").status_code == 403
    url = f"/compose/{draft.pk}/override/"
    assert "Üstlenmeniz yalnız bu metin" in manager_client.get(url, **HTMX).content.decode()
    assert manager_client.post(url, {"reason": REASON}, **HTMX).status_code == 204
    assert REASON in staff_client.get(f"/compose/{draft.pk}/").content.decode()
    saved = staff_client.post(
        f"/compose/{draft.pk}/save/", {"text": f"Kampanya {FOOTER}"}, **HTMX
    ).content.decode()
    assert "Kimlik, iletişim ve ret bilgisi metinde var." in saved


def test_the_settings_page_keeps_words_of_an_admin_and_shows_them_to_staff(
    firm: Firm, admin_client: Client, staff_client: Client
) -> None:
    page = staff_client.get("/settings/content/").content.decode()
    assert "bilgilendirme*" in page
    assert staff_client.post("/settings/content/").status_code == 403
    today = timezone.localdate().strftime("%d.%m.%Y")
    answer = admin_client.post(
        "/settings/content/",
        {"valid_from": today, "promotion": "kelepir*", "shortenings": "telefon = tel"},
    )
    assert answer.status_code == 302, answer.content.decode()
    with firm_scope(firm.pk):
        assert contents.words_on().promotion == ("kelepir*",)


def test_rest_lints_a_text_previews_with_it_and_takes_an_override(
    draft: Campaign, client: Client
) -> None:
    scopes = ["messaging.campaign.view", "messaging.campaign.add", "messaging.content.override"]
    _key, secret = make_key(draft.firm, scopes)
    door: dict[str, Any] = {
        "content_type": "application/json", "headers": {"Authorization": f"Bearer {secret}"},
    }  # fmt: skip
    body = {"text": "Kış indirimi", "message_class": "TICARI"}
    found = client.post("/api/v1/lint/", body, **door).json()
    assert found["stops"]
    first = found["findings"][0]
    assert (first["rule"], first["severity"], first["requirement"]) == (
        "mersis_missing", "error", "S-002",
    )  # fmt: skip
    preview = client.post(f"/api/v1/campaigns/{draft.pk}/preview/", {}, **door).json()
    assert preview["lint"]["errors"] == 4
    taken = client.post(f"/api/v1/campaigns/{draft.pk}/override/", {"reason": REASON}, **door)
    assert taken.status_code == 201
    assert taken.json()["override"]["reason"] == REASON
    assert not taken.json()["stops"]

"""What a campaign must say of itself: brand, reason of exemption, exempt sender, recipient type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from iys_consent.exemptions import ExemptReason, ExemptSender, Relation, within_sql
from iys_consent.models.dealers import FIRST_CODE, Dealer, DealerState
from iys_consent.services.registry import RegistryAnswer, note
from messaging.models import (
    BlacklistEntry,
    Campaign,
    Message,
    SendingRules,
    Subscriber,
    TemplateCategory,
)
from messaging.selectors import guidance
from messaging.services import campaigns, drafts, preflight, preparing, subscribers, templates
from messaging.verdicts import Verdict
from tests.support.firms import make_brand, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.actor import Actor, of_membership, system
from turkcell_hub.tenancy.models import Brand, Firm, Role
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import identities

pytestmark = pytest.mark.django_db
FOOTER = "Ege Tekstil A.Ş. Mersis 0123456789000015 Tel 0232 444 00 11 Ret: RET yaz 4605"
TEXT = f"Kampanya: %20 indirim. {FOOTER}"
AYSE, BORA = "+905321234501", "+905321234502"


@pytest.fixture
def brand(firm: Firm) -> Iterator[Brand]:
    make_account(firm)
    load_credit(firm, 10)
    firm.legal_name = "Ege Tekstil A.Ş."
    firm.save()
    with firm_scope(firm.pk):
        identities.change(
            system(firm.pk, "Deneme"),
            {"mersis": "0123-4567-8900-0015", "phone": "0232 444 00 11", "refusal_number": "4605"},
        )
        yield make_brand(firm, "100001", "Ege Ev")


@pytest.fixture
def clerk(firm: Firm) -> Actor:
    with firm_scope(firm.pk):
        return of_membership(make_member(firm, Role.STAFF))


def draft_of(clerk: Actor, firm: Firm, **data: Any) -> Campaign:
    person = Subscriber.objects.first() or make_subscriber(firm, AYSE)
    return make_draft(clerk, TEXT, [person], **data)


def refused(clerk: Actor, draft: Campaign) -> str:
    with pytest.raises(Invalid) as error:
        preflight.run(clerk, draft)
    return error.value.code


@pytest.mark.requirement("S-023", "S-041", "S-042")
def test_there_are_ten_reasons_and_information_needs_one_of_them(
    firm: Firm, clerk: Actor, brand: Brand, staff_client: Client
) -> None:
    draft = draft_of(clerk, firm, exemption="")
    page = staff_client.get(f"/compose/{draft.pk}/").content.decode()
    offered = page.split('name="exemption"')[1].split("</select>")[0]
    assert re.findall(r'<option value="([A-Z_]+)"', offered) == ExemptReason.values
    assert len(ExemptReason.values) == 10
    assert "Kanunun zorunlu kıldığı bilgilendirme" in offered
    assert refused(clerk, draft) == "exemption_missing"
    with pytest.raises(Invalid, match="listeden"):
        drafts.change(clerk, draft, {"exemption": "KEYFI"})
    chosen = drafts.change(clerk, draft, {"exemption": "BORC"})
    assert preflight.run(clerk, chosen).sendable == 1
    assert (chosen.exemption_chosen_by, chosen.exemption_chosen_at is not None) == (
        clerk.label,
        True,
    )


def test_a_templates_category_presets_the_reason(clerk: Actor, brand: Brand) -> None:
    manager = system(clerk.firm_id, "Deneme")
    values = {"code": "BAKIM", "name": "Bakım", "category": TemplateCategory.ANNOUNCEMENT}
    template = templates.save(manager, None, {**values, "text": "Bakım var."})
    draft = drafts.create(clerk, {"template": template, "message_class": "BILGILENDIRME"})
    assert draft.exemption == ExemptReason.SUBSCRIPTION
    assert drafts.change(clerk, draft, {"message_class": "TICARI"}).exemption == ""


@pytest.mark.requirement("S-022", "S-056")
def test_a_commercial_message_names_a_brand_of_its_sender(
    firm: Firm, clerk: Actor, brand: Brand
) -> None:
    draft = draft_of(clerk, firm, message_class="TICARI")
    assert refused(clerk, draft) == "brand_missing"
    member = make_member(firm, Role.STAFF)
    member.all_brands = False
    member.save()
    limited = of_membership(member)
    with pytest.raises(Invalid) as error:
        drafts.change(limited, draft, {"brand": brand})
    assert error.value.code == "brand_not_yours"
    drafts.change(clerk, draft, {"brand": brand})
    brand.is_active = False
    brand.save()
    with pytest.raises(Invalid, match="kapalı"):
        draft_of(clerk, firm, message_class="TICARI", brand=brand)


@pytest.mark.requirement("S-052", "S-059", "S-060", "S-061", "S-062", "S-063")
@pytest.mark.parametrize(
    ("sender", "covered"),
    [
        ("ISLETMECI", {"ABONE"}),
        ("EGITIM", {"OGRENCI", "VELI"}),
        ("MESLEK", {"UYE"}),
        ("YAYINCI", {"", *Relation.values}),
        ("KAMU", {"", *Relation.values}),
    ],
)
def test_an_exempt_sender_reaches_those_whom_its_exemption_covers_without_the_registry(
    firm: Firm, clerk: Actor, brand: Brand, sender: str, covered: set[str]
) -> None:
    SendingRules.objects.create(firm=firm, valid_from="2020-01-01", exempt_sender=sender)
    people = {
        relation: make_subscriber(firm, f"+90532123450{n}", relation=relation)
        for n, relation in enumerate(["", *Relation.values])
    }
    more = {"message_class": "TICARI", "exempt_sender": True}
    draft = make_draft(clerk, TEXT, list(people.values()), **more)
    preflight.run(clerk, draft)
    preparing.prepare(campaigns.submit(clerk, draft).pk)
    went = Message.objects.filter(verdict=Verdict.EXEMPT_SENDER)
    assert set(went.values_list("subscriber__relation", flat=True)) == covered
    stopped = Message.objects.filter(verdict=Verdict.OUTSIDE_EXEMPTION).count()
    assert stopped == len(people) - len(covered)
    assert went.first().evidence == {"exempt_sender": sender}


@pytest.mark.requirement("S-059", "S-061", "S-062", "S-063")
@pytest.mark.parametrize(
    ("sender", "about"),
    [
        ("ISLETMECI", "Yalnız kendi mal ve hizmetleriniz"), ("MESLEK", "kendi ticari işletmeleri"),
        ("YAYINCI", "yayın hizmetiniz"), ("KAMU", "Yalnız bilgilendirme"), ("EGITIM", ""),
    ],
)  # fmt: skip
def test_whoever_sends_under_an_exemption_is_told_what_it_is_for_and_is_named(
    firm: Firm, clerk: Actor, brand: Brand, staff_client: Client, sender: str, about: str
) -> None:
    SendingRules.objects.create(firm=firm, valid_from="2020-01-01", exempt_sender=sender)
    draft = draft_of(clerk, firm, message_class="TICARI", exempt_sender=True)
    first = guidance.of(draft).points[0].text
    assert ("kapsadığı kişilere gider. Yalnız" in first, about in first) == (bool(about), True)
    assert (draft.exemption_chosen_by, bool(draft.exemption_chosen_at)) == (clerk.label, True)
    if sender == "ISLETMECI":
        page = staff_client.get(f"/compose/{draft.pk}/").content.decode()
        assert first in page
        assert escape(str(ExemptSender(sender).label)) in page


@pytest.mark.requirement("S-052", "S-059")
def test_an_exemption_is_the_senders_own_and_no_dealers(
    firm: Firm, clerk: Actor, brand: Brand
) -> None:
    SendingRules.objects.create(firm=firm, valid_from="2020-01-01", exempt_sender="ISLETMECI")
    dealer = Dealer.objects.create(firm=firm, brand=brand, title="Bayi Ltd.",
                                   state=DealerState.LISTED, code=FIRST_CODE)  # fmt: skip
    more = {"message_class": "TICARI", "brand": brand, "dealer": dealer}
    draft = draft_of(clerk, firm, **more, exempt_sender=True)
    assert refused(clerk, draft) == "exemption_not_for_dealer"
    drafts.change(clerk, draft, {"dealer": None})
    assert preflight.run(clerk, Campaign.objects.get(pk=draft.pk)) is not None


def test_nobody_is_exempt_where_the_firm_is_not(firm: Firm, clerk: Actor, brand: Brand) -> None:
    with pytest.raises(Invalid) as error:
        draft_of(clerk, firm, message_class="TICARI", exempt_sender=True)
    assert error.value.code == "exempt_sender_not_set"


def test_an_exemption_that_ended_stops_the_campaign(firm: Firm, clerk: Actor, brand: Brand) -> None:
    row = SendingRules.objects.create(firm=firm, valid_from="2020-01-01", exempt_sender="KAMU")
    draft = draft_of(clerk, firm, message_class="TICARI", exempt_sender=True)
    SendingRules.objects.filter(pk=row.pk).update(exempt_sender="")
    assert refused(clerk, draft) == "exempt_sender_not_set"


def test_the_limit_of_each_exemption_is_written_as_sql() -> None:
    assert within_sql(ExemptSender.PUBLIC) == "TRUE"
    assert within_sql(ExemptSender.EDUCATION) == "r.relation IN ('OGRENCI', 'VELI')"


def test_the_recipient_type_is_kept_on_the_card(firm: Firm, clerk: Actor, brand: Brand) -> None:
    data = {"kind": "DIGER", "phone": "0532 123 45 09", "recipient_type": "TACIR"}
    row = subscribers.save(clerk, None, data)
    assert (row.recipient_type, row.relation) == ("TACIR", "")
    assert subscribers.save(clerk, row, {"recipient_type": ""}).recipient_type == "BIREYSEL"
    with pytest.raises(Invalid) as error:
        subscribers.save(clerk, row, {"recipient_type": "DERNEK"})
    assert error.value.field == "recipient_type"


@pytest.mark.requirement("S-012", "S-011")
def test_the_guide_lists_what_is_missing(firm: Firm, clerk: Actor, brand: Brand) -> None:
    def missing(draft: Campaign) -> list[str]:
        return [point.text for point in guidance.of(draft).points if not point.done]

    blank = drafts.create(clerk, {})
    assert len(missing(blank)) == 1
    commercial = drafts.change(clerk, blank, {"message_class": "TICARI"})
    lacks = " ".join(missing(commercial))
    assert "Marka" in lacks
    assert "İYS" in lacks
    information = drafts.change(clerk, blank, {"message_class": "BILGILENDIRME"})
    assert len(missing(information)) == 1
    assert missing(drafts.change(clerk, blank, {"exemption": "KARGO"})) == []


@pytest.mark.requirement("S-069", "S-051")
@pytest.mark.parametrize("source", ["FIRMA", "ALICI"])
@pytest.mark.parametrize(
    "means",
    [
        {"exemption": "BENZER"},
        {"exemption": "YASAL"},
        {"message_class": "TICARI"},
        {"message_class": "TICARI", "exempt_sender": True},
    ],
    ids=lambda means: "-".join(map(str, means.values())),
)
def test_the_blacklist_stands_above_consent_reason_and_exemption(
    firm: Firm, clerk: Actor, brand: Brand, means: dict[str, Any], source: str
) -> None:
    SendingRules.objects.create(firm=firm, valid_from="2020-01-01", exempt_sender="KAMU")
    answers = [RegistryAnswer(phone, "ONAY") for phone in (AYSE, BORA)]
    note(firm.pk, brand.pk, "MESAJ", "BIREYSEL", answers, timezone.now())
    people = [make_subscriber(firm, phone) for phone in (AYSE, BORA)]
    BlacklistEntry.objects.create(firm=firm, phone=BORA, source=source, reason="istemiyor")
    draft = make_draft(clerk, TEXT, people, brand=brand, **means)
    forecast = preflight.run(clerk, draft)
    blocked = Verdict.FIRM_BLACKLIST if source == "FIRMA" else Verdict.RECIPIENT_BLACKLIST
    assert (forecast.sendable, forecast.blocked) == (1, {blocked: 1})


@pytest.mark.requirement("S-055")
def test_a_dealer_speaks_for_no_other_brand(firm: Firm, clerk: Actor, brand: Brand) -> None:
    other = make_brand(firm, "100002", "Ege Çocuk")
    dealer = Dealer.objects.create(
        firm=firm, brand=brand, title="Ege Bayi", code=FIRST_CODE, state=DealerState.LISTED
    )
    draft = draft_of(clerk, firm, message_class="TICARI", brand=brand, dealer=dealer)
    with pytest.raises(Invalid) as chosen:
        draft_of(clerk, firm, message_class="TICARI", brand=other, dealer=dealer)
    draft = drafts.change(clerk, draft, {"brand": other})
    assert {chosen.value.code, refused(clerk, draft)} == {"dealer_not_of_brand"}

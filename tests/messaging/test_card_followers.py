"""Subscribers who follow the ERP's cards, and SMS from the list of accounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from messaging.models import Campaign, CampaignRecipient, Message, MessageState, Subscriber
from messaging.services import campaigns, drafts, preflight, preparing, subscribers
from tests.erp.world import put
from tests.support.firms import make_code
from tests.support.messaging import load_credit, make_account
from turkcell_hub.erp.kinds import MirrorKind as K
from turkcell_hub.erp.models import Account, Contact, Person
from turkcell_hub.erp.services import links
from turkcell_hub.errors import HubError
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def scoped(firm: Firm) -> Iterator[Firm]:
    with firm_scope(firm.pk):
        yield firm


def account(firm: Firm, *phones: str, code: str = "1", **more: Any) -> Account:
    put(firm, K.ACCOUNT, {"code": code, "title": "Işık Ticaret", "phones": list(phones), **more})
    return Account.objects.get(code=code)


def refusal(call: Any, *args: Any) -> HubError:
    with pytest.raises(HubError) as caught:
        call(*args)
    return caught.value


@pytest.mark.requirement("L-049")
def test_an_accounts_first_number_is_taken_and_a_landline_is_told(
    scoped: Firm, actor: Actor, admin_client: Client
) -> None:
    card = account(scoped, "0232 444 00 11", "0532 111 22 33")
    row = subscribers.save(actor, None, {"kind": "CARI", "account": card})
    assert (row.phone, row.full_name) == ("+902324440011", "Işık Ticaret")
    page = admin_client.get(f"/subscribers/{row.pk}/").content.decode()
    assert "sabit" in page.lower()
    bare = account(scoped, code="2")
    problem = refusal(subscribers.save, actor, None, {"kind": "CARI", "account": bare})
    assert problem.code == "account_without_mobile"


@pytest.mark.requirement("L-050")
def test_personnel_need_the_hr_link_and_give_their_first_mobile(
    scoped: Firm, actor: Actor, admin_client: Client
) -> None:
    numbers = [
        {"number": "0232 444 00 11", "kind": "LANDLINE"},
        {"number": "0533 111 22 33", "kind": "MOBILE"},
    ]
    put(scoped, K.PERSON, {"code": "7", "first_name": "Çağlar", "phones": numbers})
    data = {"kind": "PERSONEL", "person": Person.objects.get()}
    assert refusal(subscribers.save, actor, None, data).code == "hr_not_linked"
    assert "PERSONEL" not in admin_client.get("/subscribers/add/").content.decode()
    links.change(actor, {"hr_linked": True})
    assert "PERSONEL" in admin_client.get("/subscribers/add/").content.decode()
    assert subscribers.save(actor, None, data).phone == "+905331112233"


@pytest.mark.requirement("L-051")
def test_a_contact_without_a_mobile_cannot_be_added(scoped: Firm, actor: Actor) -> None:
    account(scoped)
    put(
        scoped,
        K.CONTACT,
        {"code": "K1", "account": "1", "first_name": "Ayşe", "phones": ["0532 111 22 33"]},
        {"code": "K2", "account": "1", "first_name": "Ali", "phones": ["0232 444 00 11"]},
    )
    reached, bare = Contact.objects.order_by("code")
    row = subscribers.save(actor, None, {"kind": "ILGILI", "contact": reached})
    assert row.phone == "+905321112233"
    problem = refusal(subscribers.save, actor, None, {"kind": "ILGILI", "contact": bare})
    assert (problem.code, problem.field) == ("contact_without_mobile", "contact")


def test_the_subscriber_changes_goes_and_comes_back_with_the_card(
    scoped: Firm, actor: Actor
) -> None:
    row = subscribers.save(actor, None, {"kind": "CARI", "account": account(scoped, "05321112233")})
    account(scoped, "05331112233", special_code="BAYI", authority_code="YON", title="Su")
    row.refresh_from_db()
    assert (row.phone, row.special_code, row.full_name) == ("+905331112233", "BAYI", "Su")
    assert row.authority_code == make_code(scoped, "YON")
    account(scoped, "05331112233", is_active=False)
    row.refresh_from_db()
    assert not row.is_active
    account(scoped, "05331112233")
    row.refresh_from_db()
    assert row.is_active
    subscribers.save(actor, row, {"is_active": False})  # a person's decision stays
    account(scoped, "05341112233")
    row.refresh_from_db()
    assert (row.is_active, row.phone) == (False, "+905341112233")


@pytest.mark.requirement("L-055")
def test_a_card_can_be_chosen_only_in_its_own_firm_and_with_its_authority_code(
    scoped: Firm, staff_client: Client, admin_client: Client, other_firm: Firm
) -> None:
    shut = account(scoped, "05321112233", authority_code="YON")
    with firm_scope(other_firm.pk):
        foreign = account(other_firm, "05321112244", code="9")
    page = "/subscribers/add/"
    for client, seen in ((staff_client, set()), (admin_client, {shut.pk})):
        offered = client.get("/lookup/erp-accounts/?q=Işık").json()["results"]
        assert {row["id"] for row in offered} == seen
    for client, card in ((staff_client, shut), (admin_client, foreign)):
        refused = client.post(page, {"kind": "CARI", "account": card.pk, "is_active": "on"})
        assert refused.status_code == 422
    assert not Subscriber.objects.exists()
    admin_client.post(page, {"kind": "CARI", "account": shut.pk, "is_active": "on"})
    assert Subscriber.objects.get().account == shut


@pytest.mark.requirement("L-047")
def test_an_employee_a_customer_and_a_partner_get_one_message(
    scoped: Firm, actor: Actor, manager: Membership, staff_client: Client
) -> None:
    Membership.objects.filter(pk=manager.pk).update(phone="+905339998877")
    manager.refresh_from_db()
    partner = account(scoped, "05321112233")
    people = [
        subscribers.save(actor, None, data)
        for data in (
            {"kind": "SISTEM", "member": manager},
            {"kind": "CARI", "account": partner},
            {"kind": "DIGER", "first_name": "Ayşe", "phone": "05321234501"},
        )
    ]
    ids = [person.pk for person in people]
    make_account(scoped)
    load_credit(scoped, 10)
    staff_client.post("/subscribers/actions/compose/", {"ids": ids})
    draft = Campaign.objects.get()
    assert set(draft.recipients.values_list("subscriber_id", flat=True)) == set(ids)
    means = {"message_class": "BILGILENDIRME", "exemption": "BENZER"}
    drafts.change(actor, draft, {"text": "Yarın kapalıyız.", **means})
    draft.refresh_from_db()
    preflight.run(actor, draft)
    assert preparing.prepare(campaigns.submit(actor, draft).pk)
    went = Message.objects.filter(state=MessageState.PENDING).values_list("phone", flat=True)
    assert set(went) == {"+905339998877", "+905321112233", "+905321234501"}


@pytest.mark.requirement("L-076")
def test_sms_to_one_account_opens_a_draft_with_one_recipient(
    scoped: Firm, staff_client: Client
) -> None:
    card = account(scoped, "05321112233")
    for _again in range(2):  # the same subscriber, not a second one
        answer = staff_client.post("/erp-accounts/actions/message/", {"ids": card.pk})
        assert answer.status_code in (204, 302), answer.content
        opened = answer.headers.get("HX-Redirect") or answer.url
        assert opened == f"/compose/{Campaign.objects.latest('pk').pk}/"
    assert Subscriber.objects.count() == 1
    assert Campaign.objects.count() == CampaignRecipient.objects.count() == 2
    assert {one.subscriber.phone for one in CampaignRecipient.objects.all()} == {"+905321112233"}


@pytest.mark.requirement("L-077")
def test_bulk_sms_is_off_while_no_account_is_marked(scoped: Firm, staff_client: Client) -> None:
    card = account(scoped, "05321112233")
    marked = staff_client.get(f"/erp-accounts/menu/?ids={card.pk}").content.decode()
    unmarked = staff_client.get("/erp-accounts/menu/").content.decode()
    assert "/actions/compose/" in marked
    assert "/actions/compose/" not in unmarked


@pytest.mark.requirement("L-078")
def test_all_filtered_accounts_less_the_excluded_get_it(scoped: Firm, staff_client: Client) -> None:
    rows = [
        {"code": f"C{n}", "title": f"Cari {n}", "phones": [f"0532{n:07d}"], "special_code": "BAYI"}
        for n in range(1200)
    ]
    for start in range(0, 1200, 500):
        put(scoped, K.ACCOUNT, *rows[start : start + 500])
    account(scoped, "05331112233", code="X")  # outside the filter
    spared = Account.objects.filter(code__in=("C1", "C2", "C3")).values_list("pk", flat=True)
    answer = staff_client.post(
        "/erp-accounts/actions/compose/",
        {"all": "1", "query": "special_code=BAYI", "excluded": list(spared), "count": "1197"},
    )
    assert answer.status_code in (204, 302), answer.content
    assert CampaignRecipient.objects.count() == 1197

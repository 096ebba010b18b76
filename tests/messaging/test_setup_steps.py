"""The set-up's steps come from the state: nobody ticks them off."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from iys_consent.models import PartnerRole
from iys_consent.services import authorisations, packages
from messaging import setup_steps
from messaging.models import SendingRules
from tests.support.firms import actor_for, client_for, make_brand
from tests.support.messaging import make_account, make_subscriber
from turkcell_hub.applications.catalogue import SERVICES
from turkcell_hub.applications.models import Application, ApplicationItem
from turkcell_hub.applications.states import ItemState
from turkcell_hub.erp.models import ErpLink
from turkcell_hub.portal import checklist
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Membership

pytestmark = pytest.mark.django_db
REGISTRY = {
    "Markalarınızı tanımlayın",
    "İYS'ye üye olun, İYS kodunuzu girin",
    "İYS'de iş ortağınızı yetkilendirin",
}


def steps(member: Membership) -> dict[str, checklist.Step]:
    found = checklist.for_actor(actor_for(member))
    assert found is not None
    return {str(step.title): step for step in found.steps}


def exempt(firm: Firm, sender: str) -> None:
    SendingRules.objects.create(
        firm=firm, valid_from=dt.date(2020, 1, 1), exempt_sender=sender, created_by="x"
    )


@pytest.mark.requirement("S-008", "S-009")
def test_the_registry_is_joined_with_a_code_and_an_authorised_partner(
    in_firm: Firm, admin: Membership
) -> None:
    found = steps(admin)
    assert not any(found[title].done for title in REGISTRY)
    start = found["İYS'ye üye olun, İYS kodunuzu girin"].url
    assert "service=iys" in client_for(admin).get(start).content.decode()
    make_brand(in_firm, "100001")
    account = make_account(in_firm, service="iys", adapter="iys", options={}, name="İYS")
    without = steps(admin)["İYS'ye üye olun, İYS kodunuzu girin"]
    assert (without.done, without.url) == (False, f"/gateway-accounts/{account.pk}/edit/")
    GatewayAccount.objects.filter(pk=account.pk).update(options={"iys_code": "612345"})
    found = steps(admin)
    assert [found[title].done for title in sorted(REGISTRY)] == [True, False, True]


@pytest.mark.requirement("S-009", "Y-023")
def test_the_partners_step_leads_to_the_package_then_to_is_ortagi_ekle_then_to_the_account(
    in_firm: Firm, admin: Membership
) -> None:
    actor = actor_for(admin)
    brand = make_brand(in_firm, "100001")
    account = make_account(
        in_firm, service="iys", adapter="iys", options={"iys_code": "612345"}, name="İYS"
    )
    assert (account.health, partner(admin)) == ("ok", (False, "/iys/package/"))
    packages.choose(actor, 5_000, agreed=True)
    assert partner(admin) == (False, "/iys/brand-partners/")
    row = authorisations.authorise(actor, brand, PartnerRole.PARTNER, "poli", ["MESAJ"])
    assert partner(admin)[0]
    GatewayAccount.objects.filter(pk=account.pk).update(health="untried")
    assert partner(admin) == (False, f"/gateway-accounts/{account.pk}/edit/")
    GatewayAccount.objects.filter(pk=account.pk).update(health="ok")
    authorisations.end(actor, row)
    assert partner(admin) == (False, "/iys/brand-partners/")


def partner(member: Membership) -> tuple[bool, str]:
    step = steps(member)["İYS'de iş ortağınızı yetkilendirin"]
    return step.done, step.url


@pytest.mark.requirement("S-057")
def test_the_set_up_asks_to_whom_the_firm_sends_and_the_answer_opens_or_closes_the_iys_steps(
    in_firm: Firm, admin: Membership
) -> None:
    client, asked = client_for(admin), "Kimlere göndereceğinizi belirtin"
    url = steps(admin)[asked].url
    assert not steps(admin)[asked].done
    assert "Kimlere Gönderiyoruz" in client.get(url).content.decode()
    unsaid = client.post(url, {"exempt_sender": "MESLEK"})
    assert (unsaid.status_code, "Evet ya da hayırı seçin" in unsaid.content.decode()) == (422, True)
    assert client.post(url, {"exempt_sender": "DEVLET"}).status_code == 422
    for given, needed in (
        ({"exempt_sender": "MESLEK", "writes_to_others": "0"}, set()),
        ({"exempt_sender": "MESLEK", "writes_to_others": "1"}, REGISTRY),
        ({"exempt_sender": "KAMU", "writes_to_others": "1"}, REGISTRY),
        ({"exempt_sender": "KAMU", "writes_to_others": "0"}, set()),
        ({"exempt_sender": "", "writes_to_others": "0"}, REGISTRY),
    ):
        answer = client.post(url, given)
        assert answer.status_code == 302, given
        assert set(steps(admin)) & REGISTRY == needed, given
        assert steps(admin)[asked].done, given
    assert SendingRules.objects.count() == 1


@pytest.mark.requirement("S-057")
@pytest.mark.parametrize(
    ("sender", "relations", "needed"),
    [
        ("KAMU", [""], False),
        ("EGITIM", ["OGRENCI", "VELI"], False),
        ("EGITIM", ["OGRENCI", ""], True),
        ("MESLEK", ["UYE"], False),
        ("MESLEK", ["ABONE"], True),
        ("", [], True),
    ],
)
def test_an_exempt_sender_joins_only_for_people_beside_its_own(
    in_firm: Firm, admin: Membership, sender: str, relations: list[str], needed: bool
) -> None:
    if sender:
        exempt(in_firm, sender)
    for place, relation in enumerate(relations):
        make_subscriber(in_firm, f"+9053211100{place:02}", relation=relation)
    assert set(steps(admin)) & REGISTRY == (REGISTRY if needed else set())


def test_the_steps_of_the_registry_look_at_the_state_together(
    in_firm: Firm, admin: Membership
) -> None:
    make_account(in_firm, service="iys", adapter="iys", options={"iys_code": "612345"}, name="İYS")
    actor = actor_for(admin)
    with CaptureQueriesContext(connection) as asked:
        assert len(setup_steps.registry(actor)) == len(REGISTRY) + 1  # the question
    # The second look at the accounts is for the codes of all of them.
    most = {"messaging_sendingrules": 1, "tenancy_gatewayaccount": 2, "tenancy_brand": 1}
    read = {name: sum(f'FROM "{name}"' in one["sql"] for one in asked) for name in most}
    assert read == most, [one["sql"] for one in asked]


def test_a_firm_abroad_is_told_of_its_apostille(in_firm: Firm, admin: Membership) -> None:
    Firm.objects.filter(pk=in_firm.pk).update(country="AZ")
    assert "apostilli" in str(steps(admin)["İYS'ye üye olun, İYS kodunuzu girin"].why)


@pytest.mark.requirement("L-012")
def test_credentials_that_wait_to_be_entered_and_cards_to_be_fetched_are_steps(
    in_firm: Firm, admin: Membership
) -> None:
    before = steps(admin)
    assert not before["Operatör hizmetine başvurun"].done
    row = Application.objects.create(firm=in_firm, reference="THB-1", by_label="x")
    ApplicationItem.objects.create(
        firm=in_firm, application=row, service="OTP", state=ItemState.CREDENTIALS
    )
    ErpLink.objects.create(firm=in_firm, hr_linked=True)
    new = {title: step for title, step in steps(admin).items() if title not in before}
    assert sorted(new) == [
        f"Operatörden gelen bilgileri girin: {SERVICES['OTP'].name}",
        "Personel kartlarını alın",
    ]
    assert all(step.url and step.why for step in new.values())
    assert steps(admin)["Operatör hizmetine başvurun"].done

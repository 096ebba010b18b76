"""The mirror takes over what the ERP says, and forgets nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from tests.erp.world import put
from tests.support.firms import actor_for, make_member
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import Account, Contact, Freshness, Person, ServiceCard
from turkcell_hub.erp.services import mirror
from turkcell_hub.errors import Invalid, NotAllowed
from turkcell_hub.tenancy.actor import system
from turkcell_hub.tenancy.models import AuthorityCode, Firm
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
K = MirrorKind


def outcomes(results: Any) -> list[str]:
    return [result.outcome for result in results]


def test_each_row_answers_for_itself_and_the_same_rows_twice_change_nothing(scoped: Firm) -> None:
    rows = (
        {"code": "120.01", "title": "Işık Ticaret", "special_code": "BAYI"},
        {"code": "120.02"},
        {"code": "120.03", "title": "x", "colour": "red"},
        {"code": "120.01", "title": "Başkası"},
    )
    first = put(scoped, K.ACCOUNT, *rows)
    assert outcomes(first) == ["created", "refused", "refused", "refused"]
    assert [r.problem.code for r in first[1:]] == ["required", "unknown_field", "repeated"]
    seen = Account.objects.get()
    before = AuditEntry.objects.count()
    assert outcomes(put(scoped, K.ACCOUNT, rows[0])) == ["same"]
    again = Account.objects.get()
    assert again.changed_at == seen.changed_at
    assert again.refreshed_at > seen.refreshed_at
    assert AuditEntry.objects.count() == before  # nothing changed, nothing to tell
    assert Freshness.objects.get().refreshed_at is not None


def test_what_a_row_leaves_out_stays_and_a_new_code_is_known_by_the_erps_own_number(
    scoped: Firm,
) -> None:
    put(scoped, K.ACCOUNT, {"code": "120.01", "title": "Işık", "erp_ref": "77", "city": "İzmir"})
    assert outcomes(
        put(scoped, K.ACCOUNT, {"code": "120.A", "title": "Işık", "erp_ref": "77"})
    ) == ["changed"]
    account = Account.objects.get()
    assert (account.code, account.city) == ("120.A", "İzmir")
    put(scoped, K.ACCOUNT, {"code": "120.B", "title": "Su"})
    [clash] = put(scoped, K.ACCOUNT, {"code": "120.B", "title": "Işık", "erp_ref": "77"})
    assert clash.problem.code == "erp_code_taken"


@pytest.mark.parametrize(
    ("kind", "phones", "phone", "problem"),
    [
        # L-049: an account's first number counts, also a landline, which is told.
        (K.ACCOUNT, ["0232 444 00 11", "0532 111 22 33"], "+902324440011", "landline"),
        (K.ACCOUNT, ["0532 111 22 33"], "+905321112233", ""),
        (K.ACCOUNT, ["yok"], "", "no_digits"),
        (K.ACCOUNT, [], "", "missing"),
        # L-050: typed numbers are believed; where none has a type, the numbering plan.
        (
            K.PERSON,
            [
                {"number": "0232 444 00 11", "kind": "LANDLINE"},
                {"number": "0533 111 22 33", "kind": "MOBILE"},
            ],
            "+905331112233",
            "",
        ),
        (K.PERSON, ["0232 444 00 11", "0534 111 22 33"], "+905341112233", ""),
        (K.PERSON, ["0232 444 00 11"], "", "missing"),
    ],
)
def test_the_number_for_messages_is_the_one_that_the_guide_names(
    scoped: Firm, kind: MirrorKind, phones: list[Any], phone: str, problem: str
) -> None:
    name = {"title": "Işık"} if kind is K.ACCOUNT else {"first_name": "Işık"}
    put(scoped, kind, {"code": "1", "phones": phones, **name})
    row: Any = (Account if kind is K.ACCOUNT else Person).objects.get()
    assert row.phone == phone
    assert row.phone_problem == problem or (problem == "no_digits" and row.phone_problem)


def test_a_persons_identity_number_is_sealed_and_a_companys_tax_number_is_found(
    scoped: Firm,
) -> None:
    put(
        scoped,
        K.ACCOUNT,
        {"code": "1", "title": "Şahıs", "tax_number": "10000000146"},
        {"code": "2", "title": "Şirket", "tax_number": "1234567890"},
    )
    person, company = Account.objects.order_by("code")
    assert (person.tax_number, person.national_id) == ("", "10000000146")
    assert company.tax_number == "1234567890"
    assert "10000000146" not in person.search_key


def test_an_unknown_authority_code_is_made_so_that_the_card_is_hidden(scoped: Firm) -> None:
    put(scoped, K.ACCOUNT, {"code": "1", "title": "Gizli", "authority_code": "YON"})
    assert AuthorityCode.objects.get().code == "YON"
    manager = actor_for(make_member(scoped, "YONETICI"))
    assert not manager.visible(Account.objects.all()).exists()
    assert manager.can("erp.mirror.view")
    with pytest.raises(NotAllowed):
        mirror.upsert(scoped, K.ACCOUNT, [], manager)


def test_contacts_belong_to_accounts_and_cards_to_a_side(scoped: Firm) -> None:
    put(scoped, K.ACCOUNT, {"code": "1", "title": "Işık"})
    results = put(
        scoped,
        K.CONTACT,
        {"code": "K1", "account": "1", "first_name": "Ayşe"},
        {"code": "K1", "account": "9", "first_name": "Ayşe"},
    )
    assert outcomes(results) == ["created", "refused"]
    assert Contact.objects.get().account.code == "1"
    both = put(
        scoped,
        K.SERVICE_CARD,
        {"code": "G1", "name": "Gider", "side": "RECEIVED", "vat_rate": 20, "erp_ref": "5"},
        {"code": "G1", "name": "Gelir", "side": "ISSUED", "vat_rate": "18,5", "erp_ref": "5"},
        {"code": "G2", "name": "Yanlış", "side": "ISSUED", "vat_rate": "120"},
    )
    assert outcomes(both) == ["created", "created", "refused"]
    assert {str(card.vat_rate) for card in ServiceCard.objects.all()} == {"20.00", "18.50"}


def test_a_card_that_is_gone_is_switched_off_and_comes_back(scoped: Firm) -> None:
    put(scoped, K.PROJECT, *({"code": f"P{n}", "name": f"Proje {n}"} for n in range(30)))
    start = timezone.now()
    put(scoped, K.PROJECT, *({"code": f"P{n}", "name": f"Proje {n}"} for n in range(28)))
    by = system(scoped.pk, "ERP")
    assert mirror.retire_unseen(scoped, K.PROJECT, start, by) == 2
    from turkcell_hub.erp.models import Project

    assert set(Project.objects.filter(is_active=False).values_list("code", flat=True)) == {
        "P28",
        "P29",
    }
    assert outcomes(put(scoped, K.PROJECT, {"code": "P28", "name": "Proje 28"})) == ["changed"]
    assert Project.objects.get(code="P28").is_active
    with pytest.raises(Invalid) as refusal:  # half a list must not empty the mirror
        mirror.retire_unseen(scoped, K.PROJECT, timezone.now() + dt.timedelta(1), by)
    assert refusal.value.code == "erp_retires_most"


def test_two_firms_have_the_same_codes_apart(firm: Firm, other_firm: Firm) -> None:
    for each in (firm, other_firm):
        with firm_scope(each.pk):
            put(each, K.ACCOUNT, {"code": "120.01", "title": each.name})
            assert Account.objects.get().title == each.name

"""The wall between firms, below every door."""

from __future__ import annotations

import pytest

from tests.support.firms import actor_for, make_brand, make_code, make_member
from turkcell_hub.tenancy import scope
from turkcell_hub.tenancy.models import Brand, Firm, Membership, Role


def test_a_query_without_a_firm_is_an_error(firm: Firm) -> None:
    with pytest.raises(scope.NoFirmScope):
        list(Brand.objects.all())


def test_a_scope_shows_its_firm_alone(firm: Firm, other_firm: Firm) -> None:
    mine, theirs = make_brand(firm, "A"), make_brand(other_firm, "A")

    with scope.firm_scope(firm.pk):
        assert list(Brand.objects.all()) == [mine]
        assert not Brand.objects.filter(pk=theirs.pk).exists()


def test_scopes_nest_and_end(firm: Firm, other_firm: Firm) -> None:
    make_brand(other_firm, "A")
    with scope.firm_scope(firm.pk):
        with scope.firm_scope(other_firm.pk):
            assert Brand.objects.count() == 1
        assert Brand.objects.count() == 0
    with pytest.raises(scope.NoFirmScope):
        scope.scoped_firm_id()


def test_the_sweep_of_every_firm_must_be_asked_for_by_name(firm: Firm, other_firm: Firm) -> None:
    make_brand(firm, "A")
    make_brand(other_firm, "A")

    with scope.every_firm():
        assert Brand.objects.count() == 2


def test_related_rows_stay_within_the_scope(firm: Firm, other_firm: Firm) -> None:
    member = make_member(firm, Role.STAFF, codes=["S1"])
    member_elsewhere = make_member(other_firm, Role.STAFF, codes=["S1"], user=member.user)

    with scope.firm_scope(firm.pk):
        assert list(Membership.objects.filter(user=member.user)) == [member]
        assert not member_elsewhere.authority_codes.exists()


def test_a_new_row_takes_the_firm_of_the_scope(in_firm: Firm) -> None:
    assert Brand.objects.create(code="B", name="B Firması").firm == in_firm


@pytest.mark.requirement("C-01")
def test_an_admin_holds_every_code_and_brand(admin: Membership) -> None:
    actor = actor_for(admin)
    assert actor.code_ids is None
    assert actor.brand_ids is None


@pytest.mark.requirement("C-01", "K-072")
def test_a_member_holds_his_codes_and_brands_alone(firm: Firm) -> None:
    code, brand = make_code(firm, "IK"), make_brand(firm, "A")
    make_code(firm, "SATIS")
    make_brand(firm, "B")

    actor = actor_for(make_member(firm, Role.MANAGER, codes=["IK"], brands=["A"]))

    assert actor.code_ids == {code.pk}
    assert actor.brand_ids == {brand.pk}

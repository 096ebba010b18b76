"""What a file begins with is built once (tests/support/kept.py), and no test of it notices."""

from __future__ import annotations

import pytest

from tests.support import kept
from tests.support.firms import make_member
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope, scoped_firm_id

_seen: list[int] = []


@pytest.fixture
def renamed(firm: Firm) -> Firm:
    firm.name = "Ege Yeni"
    firm.save()
    return firm


@pytest.fixture
def scoped(firm: Firm, admin: Membership):
    with firm_scope(firm.pk):
        yield admin


@pytest.mark.parametrize("turn", range(3))
def test_what_a_test_does_to_its_rows_and_objects_is_undone(
    firm: Firm, admin: Membership, turn: int
) -> None:
    _seen.append(firm.pk)
    assert (firm.name, Firm.objects.get().name) == ("Ege Tekstil", "Ege Tekstil")
    assert admin.firm is firm
    with firm_scope(firm.pk):
        assert Membership.objects.get().full_name == admin.full_name
        make_member(firm)
        admin.full_name = "Başka"
        admin.save()
    firm.name = "Başka"
    firm.save()


def test_the_firm_was_made_once_for_all_of_them() -> None:
    assert len(set(_seen)) == 1


@pytest.mark.parametrize("turn", range(2))
def test_a_fixture_may_change_what_an_earlier_one_made(
    firm: Firm, renamed: Firm, turn: int
) -> None:
    assert firm is renamed
    assert (firm.name, Firm.objects.get().name) == ("Ege Yeni", "Ege Yeni")


def test_the_next_one_without_it_finds_the_firm_as_it_was(firm: Firm) -> None:
    assert (firm.name, Firm.objects.get().name) == ("Ege Tekstil", "Ege Tekstil")


@pytest.mark.parametrize("turn", range(2))
def test_the_scope_that_a_fixture_opens_is_open(firm: Firm, scoped: Membership, turn: int) -> None:
    assert scoped_firm_id() == firm.pk == scoped.firm_id
    assert Membership.objects.get() == scoped
    assert kept.world.place == len(kept.world.layers) == 3


def test_it_is_closed_after_them(firm: Firm) -> None:
    with pytest.raises(Exception, match="scope"):
        scoped_firm_id()

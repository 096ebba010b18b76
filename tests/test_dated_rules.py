"""Rules that hold from a day on, by one of the tables that have them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from messaging.models import SendingRules
from messaging.services import rules
from tests.support.firms import actor_for
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.scope import NoFirmScope, firm_scope, no_scope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_firm")]


@pytest.fixture
def chief(admin: Any) -> Any:
    return actor_for(admin)


def test_new_rules_keep_what_is_in_force_on_their_own_first_day(chief: Any) -> None:
    today = rules.today(chief.firm_id)
    rules.add(chief, {"valid_from": today + timedelta(days=5), "weekly_cap": 3})
    later = rules.add(chief, {"valid_from": today + timedelta(days=9), "mms_credits": 7})
    assert (later.weekly_cap, later.mms_credits) == (3, 7)
    assert rules.in_force(chief.firm_id).weekly_cap is None
    assert rules.in_force(chief.firm_id, today + timedelta(days=8)).mms_credits != 7


def test_an_empty_answer_leaves_a_number_and_clears_what_may_be_empty(chief: Any) -> None:
    row = rules.add(chief, {"weekly_cap": 3, "mms_credits": 7})
    changed = rules.change(chief, row, {"weekly_cap": None, "mms_credits": None})
    assert (changed.weekly_cap, changed.mms_credits) == (None, 7)


def test_a_day_is_taken_once_and_the_trail_tells_old_and_new(chief: Any) -> None:
    row = rules.add(chief, {"mms_credits": 7})
    with pytest.raises(Conflict) as taken:
        rules.add(chief, {"mms_credits": 8})
    assert (taken.value.code, taken.value.field) == ("rules_day_taken", "valid_from")
    entry = AuditEntry.objects.get(action="rules.added", subject_id=str(row.pk))
    assert entry.changes["mms_credits"] == ["4", "7"]


@pytest.mark.parametrize(("field", "value"), [
    ("valid_from", date(2020, 1, 1)),
    ("mms_credits", 0),
    ("report_grace_hours", -1),
])  # fmt: skip
def test_what_cannot_be_is_refused_by_its_field(chief: Any, field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        rules.add(chief, {field: value})
    assert refused.value.field == field
    assert not SendingRules.objects.exists()


def test_rules_that_have_begun_are_neither_changed_nor_deleted(chief: Any) -> None:
    row = rules.add(chief, {"mms_credits": 7})
    SendingRules.objects.filter(pk=row.pk).update(valid_from=row.valid_from - timedelta(days=1))
    row.refresh_from_db()
    for act in (lambda: rules.change(chief, row, {"mms_credits": 8}),
                lambda: rules.delete(chief, row)):  # fmt: skip
        with pytest.raises(Conflict) as begun:
            act()
        assert begun.value.code == "rules_begun"


def test_rules_of_another_firm_are_not_in_force_here(chief: Any, other_firm: Any) -> None:
    rules.add(chief, {"mms_credits": 7})
    assert rules.in_force(chief.firm_id).mms_credits == 7
    with firm_scope(other_firm.pk):
        assert rules.in_force(chief.firm_id).mms_credits != 7
        assert rules.in_force(other_firm.pk).mms_credits != 7
    with no_scope(), pytest.raises(NoFirmScope):
        rules.in_force(chief.firm_id)

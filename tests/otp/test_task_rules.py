"""Görev kuralları: dated, and fixed once they have begun."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from otp.services import task_rules
from tests.support.firms import actor_for, make_member
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.models import Firm, Role

pytestmark = pytest.mark.django_db


@time_machine.travel(datetime(2026, 11, 22, 7, 0, tzinfo=UTC), tick=False)
def test_rules_are_set_from_a_day_on_and_stay_once_they_have_begun(firm: Firm) -> None:
    manager = actor_for(make_member(firm, Role.MANAGER))
    row = task_rules.add(manager, {"valid_from": date(2026, 11, 23), "late_minutes": 5})
    assert task_rules.in_force(firm.pk).late_minutes == 10
    assert task_rules.in_force(firm.pk, date(2026, 11, 23)).late_minutes == 5
    with pytest.raises(Invalid):
        task_rules.change(manager, row, {"missed_minutes": 4})
    with pytest.raises(Invalid):
        task_rules.add(manager, {"valid_from": date(2026, 11, 21)})

"""Görev kuralları: dated, and fixed once they have begun; and where the calendar ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from otp.services import task_rules, timed_tasks, timed_times
from tests.support.firms import actor_for, client_for, make_key, make_member
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.models import Firm, Membership, Role

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


@pytest.fixture
def owner(firm: Firm) -> Membership:
    return make_member(firm, Role.MANAGER)


def _given(owner: Membership, **data: Any) -> dict[str, Any]:
    start = timezone.localtime().replace(tzinfo=None) + timedelta(days=2)
    return {"title": "Bakım", "owner": owner, "starts_at": start,
            "ends_at": start + timedelta(hours=1), **data}  # fmt: skip


@pytest.mark.parametrize("end", [{"most_times": 32_767}, {"last_day": date(9999, 12, 31)}])
@pytest.mark.parametrize("every", ["GUN", "HAFTA", "AY", "YIL"])
def test_a_rhythm_that_leaves_the_calendar_ends_with_it(
    owner: Membership, every: str, end: dict[str, Any]
) -> None:
    given = _given(owner, every=every, interval=365, **end)
    task = timed_tasks.create(actor_for(owner), given)
    assert task.over_at is not None
    assert 2026 < task.over_at.year < 9999
    assert len(timed_times.coming(task, 3)) == 3


def test_each_day_until_the_end_of_the_calendar_is_counted_for_ninety_years(
    owner: Membership,
) -> None:
    given = _given(owner, every="GUN", last_day=date(9999, 12, 31))
    over = timed_tasks.create(actor_for(owner), given).over_at
    assert over is not None
    assert 2110 < over.year < 2130


def test_a_task_of_thousands_of_years_is_refused_at_its_end(owner: Membership) -> None:
    far = datetime.fromisoformat("9998-01-01T00:00")
    with pytest.raises(Invalid) as refused:
        timed_tasks.create(actor_for(owner), _given(owner, ends_at=far))
    assert (refused.value.code, refused.value.field) == ("task_too_long", "ends_at")


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00"])
@pytest.mark.parametrize("field", ["starts_at", "ends_at"])
def test_a_moment_at_the_ends_of_the_calendar_is_refused_at_its_field(
    firm: Firm, owner: Membership, at: str, field: str
) -> None:
    headers = {"authorization": f"Bearer {make_key(firm, ['otp.schedule.add'])[1]}"}
    body = {"title": "Sayım", "owner": owner.pk, "starts_at": "2030-01-01T09:00",
            "ends_at": "2030-01-01T10:00", field: at}  # fmt: skip
    told = Client().post("/api/v1/scheduled_tasks/", body, "application/json", headers=headers)
    assert (told.status_code, told.json()["field"]) == (400, field)
    typed = {**body, field: f"{at[8:10]}.{at[5:7]}.{at[:4]} 00:00", "every": "BIR_KEZ"}
    page = client_for(owner).post("/scheduled-tasks/add/", typed)
    assert page.status_code == 422

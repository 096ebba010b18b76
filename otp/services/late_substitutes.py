"""Substitutes of tasks that were open before their days began: they are told, too."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from messaging.services.rules import today
from otp.flow_states import TaskState
from otp.models import Substitute, Task
from otp.services import notices


def begun() -> list[tuple[int, int]]:
    """(firm, substitute) of those who may be due by now; the caller has opened every firm."""
    latest = timezone.now().date() + timedelta(days=1)  # somewhere it is tomorrow already
    rows = Substitute.objects.filter(told_at=None, first_day__lte=latest)
    return list(rows.order_by("first_day", "pk").values_list("firm_id", "pk")[:500])


def tell(substitute_id: int) -> bool:
    """Notes for whoever stands in since today what waits for him; the caller has opened the
    firm's scope. False before the first day, and when it was done."""
    with transaction.atomic():
        row = (
            Substitute.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(pk=substitute_id, told_at=None)
            .first()
        )
        if row is None or row.first_day > (day := today(row.firm_id)):
            return False
        row.told_at = timezone.now()
        row.save(update_fields=["told_at"])
        if row.last_day >= day:
            for task in _open(row.firm_id):
                notices.tell_late(task)
    return True


def _open(firm_id: int) -> list[Task]:
    rows = Task.objects.filter(firm_id=firm_id, state=TaskState.OPEN)
    return list(rows.select_related("approval", "step").order_by("pk"))

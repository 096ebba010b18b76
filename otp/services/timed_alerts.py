"""Whom a timed task tells at its start and at its end, and in which words (L-082)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from messaging.models import UsagePlace
from otp.models import TaskAlert, TimedTask
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.actor import Actor

Edge = TaskAlert.Edge
_LISTS = {Edge.START: "start", Edge.END: "end"}


def take(actor: Actor, task: TimedTask, data: Mapping[str, Any]) -> None:
    """People and words of both edges, as ``data`` of ``timed_tasks.create`` says. Raises
    ``Invalid`` naming the list."""
    for edge, prefix in _LISTS.items():
        alert, _made = TaskAlert.objects.get_or_create(
            firm_id=task.firm_id, task=task, edge=edge.value
        )
        if f"{prefix}_text" in data:
            alert.text = str(data[f"{prefix}_text"] or "").strip()[:400]
            alert.save(update_fields=["text"])
        for what in ("subscribers", "groups"):
            name = f"{prefix}_{what}"
            if data.get(name) is not None:
                _set(actor, getattr(alert, what), list(data[name]), name)
    if task.warns:
        _require_told(actor, task)


def _set(actor: Actor, places: Any, wanted: list[Any], field: str) -> None:
    """What the actor cannot see stays as it is."""
    if field.endswith("subscribers"):
        unfit = [row for row in wanted if UsagePlace.TIMED_TASK not in row.usage_places]
        if unfit:
            raise Invalid(
                _("%(names)s: kullanım yerinde zamanlanmış görev yok. Abone kartında işaretleyin"
                  " ya da başka kişi seçin.")
                % {"names": ", ".join(map(str, unfit[:3]))},
                code="usage_place",
                field=field,
            )  # fmt: skip
    seen = set(actor.visible(places.all()).values_list("pk", flat=True))
    hidden = [row.pk for row in places.all() if row.pk not in seen]
    places.set([*hidden, *(row.pk for row in wanted)])


def _require_told(actor: Actor, task: TimedTask) -> None:
    """The SMS goes with the rights of whoever sets it, so he must be one who may send."""
    for right in ("messaging.campaign.add", "messaging.campaign.send"):
        actor.require(right)
    if not any(is_told(alert) for alert in task.alerts.all()):
        raise Invalid(
            _("Kısa mesaj ile uyarmak için başlama ya da bitiş uyarısına en az bir alıcı seçin."),
            code="alert_without_people",
            field="start_subscribers",
        )


def is_told(alert: TaskAlert) -> bool:
    """Whether anybody is chosen for the edge."""
    return alert.subscribers.exists() or alert.groups.exists()

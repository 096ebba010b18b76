"""Card of the first page: what waits for the person."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from otp.selectors import my_tasks as selected
from turkcell_hub.portal.dashboard import Card


def my_tasks(actor: Any) -> Card | None:
    """Shown only while something waits."""
    if not actor.can("otp.task.view"):
        return None
    waiting = selected.waiting(actor).count()
    if not waiting:
        return None
    return Card(
        _("Görevlerim"),
        value=waiting,
        text=_("Kararınızı bekleyen görev"),
        url=reverse("my-tasks-list") + "?state=ACIK",
        icon="checklist",
        level="warning",
    )

"""What the clock shows on the first page and in the bell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from iys_consent import queue_rights
from iys_consent.selectors import clock
from turkcell_hub.portal import cells
from turkcell_hub.portal.dashboard import Card
from turkcell_hub.portal.notifications import Notification


def card(actor: Any) -> Card | None:
    """How many changes İYS does not know yet, and how the time stands."""
    if not actor.can(queue_rights.VIEW):
        return None
    found = clock.lights(actor)
    level = "danger" if found.red or found.late else "warning" if found.yellow else "success"
    said = _("yeşil %(green)s, sarı %(yellow)s, kırmızı %(red)s, geciken %(late)s") % {
        "green": cells.number(found.green),
        "yellow": cells.number(found.yellow),
        "red": cells.number(found.red),
        "late": cells.number(found.late),
    }
    return Card(
        _("İYS'ye gidecek"),
        value=cells.number(found.open),
        text=said,
        url=reverse("consent-tasks-list"),
        icon="clock-hour-4",
        level=level,
    )


def of_clock(actor: Any) -> Iterator[Notification]:
    """Yellow for whoever may send again, red and late for whoever may decide; one query."""
    if not actor.can(queue_rights.CHANGE):
        return
    found = clock.lights(actor)
    url = reverse("consent-tasks-list")
    if found.late:
        yield Notification(
            _("%(count)s iznin İYS süresi geçti") % {"count": cells.number(found.late)},
            url=f"{url}?light=gecikti",
            text=_("Gönderilmedi, kararınızı bekliyor."),
            level="danger",
        )
    if found.red:
        yield Notification(
            _("%(count)s izin için İYS'ye bildirmenin son günü")
            % {"count": cells.number(found.red)},
            url=f"{url}?light=kirmizi",
            level="danger",
        )
    if found.yellow:
        yield Notification(
            _("%(count)s izin bir iş gününden uzun süredir İYS'ye kaydedilemedi")
            % {"count": cells.number(found.yellow)},
            url=f"{url}?light=sari",
            level="warning",
        )
    if found.failed:
        yield Notification(
            _("İYS %(count)s izni kaydetmedi") % {"count": cells.number(found.failed)},
            url=f"{url}?state=FAILED",
            level="warning",
        )

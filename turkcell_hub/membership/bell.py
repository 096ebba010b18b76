"""What memberships show in the portal's bell: the newest word of the reviewer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from django.db.models import QuerySet
from django.urls import reverse

from turkcell_hub.membership import permissions
from turkcell_hub.membership.models import DossierEvent
from turkcell_hub.membership.services.telling import words
from turkcell_hub.membership.states import TOLD, Programme, State
from turkcell_hub.portal.notifications import FIRM, Notification
from turkcell_hub.resources import Actor
from turkcell_hub.statements import Ago, Statement
from turkcell_hub.tenancy.scope import every_firm

_REMEMBERED = timedelta(days=7)
_LEVELS = {State.APPROVED: "success", State.REJECTED: "danger", State.RETURNED: "warning"}


def of_moves(actor: Actor) -> Iterator[Notification]:
    """The newest move while the dossier still stands there; one query."""
    if not actor.can(permissions.CHANGE):
        return
    for event in _newest().rows(firm=actor.firm_id):
        if event.state == event.dossier.state and event.state in TOLD:
            yield Notification(
                title=words(event),
                url=reverse("membership"),
                text=event.note,
                at=event.at,
                level=_LEVELS.get(State(event.state), "info"),
            )


def recent() -> QuerySet[DossierEvent]:
    with every_firm():
        return DossierEvent.objects.filter(
            firm_id=FIRM, dossier__programme=Programme.SMS, at__gte=Ago(_REMEMBERED)
        )


@cache
def _newest() -> Statement:
    return Statement(recent().select_related("dossier").order_by("-pk")[:1])

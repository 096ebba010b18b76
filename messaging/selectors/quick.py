"""Group send in three taps: group, ready message, send (S-078)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max

from messaging.models import Group, MessageClass, MessageTemplate
from messaging.services.compose import preset_class
from turkcell_hub.tenancy.actor import Actor

GROUPS = 6


def groups(actor: Actor) -> list[Group]:
    """Groups with people in them, the last used first; ``people`` counts their places."""
    rows = actor.visible(Group.objects.all()).annotate(
        people=Count("members", distinct=True), used=Max("campaign__submitted_at")
    )
    found = rows.filter(people__gt=0).order_by("sort_key")
    return sorted(
        found, key=lambda group: group.used.timestamp() if group.used else 0, reverse=True
    )


@dataclass(frozen=True)
class Ready:
    """A ready message with the class that its category presets."""

    template: MessageTemplate
    message_class: str

    @property
    def is_commercial(self) -> bool:
        return self.message_class == MessageClass.COMMERCIAL

    @property
    def class_label(self) -> str:
        return str(MessageClass(self.message_class).label)


def ready(actor: Actor) -> list[Ready]:
    """The ready messages that exist for the actor, the last used first."""
    rows = actor.visible(MessageTemplate.objects.all()).annotate(used=Max("campaign__submitted_at"))
    found = sorted(
        rows.order_by("name"), key=lambda t: t.used.timestamp() if t.used else 0, reverse=True
    )
    return [Ready(template, preset_class(template.category)) for template in found]

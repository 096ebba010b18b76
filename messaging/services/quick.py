"""A group and a ready message become a draft with its pre-flight, in one step (S-078)."""

from __future__ import annotations

from django.db import transaction

from messaging.models import Campaign, Group, MessageTemplate
from messaging.services import drafts, lawful, preflight
from messaging.services.compose import preset_class
from turkcell_hub.errors import HubError
from turkcell_hub.tenancy.actor import Actor


def prepare(
    actor: Actor, group: Group, template: MessageTemplate
) -> tuple[Campaign, HubError | None]:
    """The draft, and what keeps it from being sent as it stands (None: only the last yes is
    missing). The class is the one that the ready message's category presets; the actor chose it."""
    with transaction.atomic():
        draft = drafts.create(
            actor,
            {
                "name": f"{group.name}: {template.name}"[:120],
                "template": template,
                "message_class": preset_class(template.category),
                "brand": lawful.only_brand(actor),
                "groups": [group],
            },
        )
    try:
        preflight.ask_and_run(actor, draft)
    except HubError as error:
        return draft, error
    return draft, None

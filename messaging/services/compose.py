"""Drafts that start from somewhere: from chosen people, groups, a template, another campaign."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from messaging.models import (
    Campaign,
    CampaignRecipient,
    CampaignState,
    MessageClass,
    MessageTemplate,
    TemplateCategory,
)
from messaging.services import drafts, lawful
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.actor import Actor

_CHUNK = 5000


def blank(actor: Actor) -> Campaign:
    """The actor's own draft that nothing has been done to yet, else a new one: opening the
    page again and again leaves no row behind."""
    actor.require("messaging.campaign.add")
    untouched = Campaign.objects.filter(
        state=CampaignState.DRAFT,
        source=Campaign.Source.PORTAL,
        created_by_member=actor.membership_id,
        text="",
        message_class="",
        media=None,
        link="",
        template=None,
        audience_filter__isnull=True,
        groups=None,
        recipients=None,
        resend_of=None,
    )
    if actor.membership_id is not None and (found := untouched.order_by("-pk").first()):
        return found
    return drafts.create(actor, {})


def for_subscribers(actor: Actor, subscribers: QuerySet[Any]) -> Campaign:
    """A draft for these people. Raises ``Invalid`` when there is none."""
    with transaction.atomic():
        draft = drafts.create(actor, {})
        taken = sum(
            drafts.add_subscribers(actor, draft, ids)
            for ids in _chunks(subscribers.order_by().values_list("pk", flat=True))
        )
        if not taken:
            raise Invalid(_("Seçili kişi yok."), code="audience_empty")
    return draft


def for_groups(actor: Actor, groups: QuerySet[Any]) -> Campaign:
    """A draft for the people of these groups; the groups are expanded when it is sent."""
    return drafts.create(actor, {"groups": list(groups)})


def for_template(actor: Actor, template: MessageTemplate) -> Campaign:
    """A draft with the template's text and the class that its category presets (L-061)."""
    return drafts.create(
        actor,
        {
            "template": template,
            "message_class": preset_class(template.category),
            "brand": lawful.only_brand(actor),
        },
    )


def preset_class(category: str) -> str:
    """Kampanya and kutlama are commercial (S-043), the rest is information."""
    is_commercial = TemplateCategory(category).is_commercial
    return MessageClass.COMMERCIAL if is_commercial else MessageClass.INFORMATIONAL


def copy(actor: Actor, campaign: Campaign) -> Campaign:
    """A new draft with the same text, sender, audience, validity and wait. The class is chosen
    anew, by the person who sends it (S-053)."""
    with transaction.atomic():
        draft = drafts.create(
            actor,
            {
                "name": _("%(name)s (kopya)") % {"name": campaign.name[:100]},
                "text": campaign.text,
                "address_type": campaign.address_type,
                "sender": _usable_sender(campaign),
                "link": campaign.link,
                "media": campaign.media,
                "brand": campaign.brand,
                "dealer": campaign.dealer,
                "authority_code": campaign.authority_code,
                "validity_hours": campaign.validity_hours,
                "validity_minutes": campaign.validity_minutes,
                "cap_wait_days": campaign.cap_wait_days,
                "groups": list(campaign.groups.all()),
                "audience_filter": campaign.audience_filter,
            },
        )
        # The account may not carry the kind any more; then the pre-flight says so.
        Campaign.objects.filter(pk=draft.pk).update(message_kind=campaign.message_kind)
        draft.message_kind = campaign.message_kind
        chosen = CampaignRecipient.objects.filter(campaign=campaign)
        known = chosen.filter(subscriber__isnull=False).values_list("subscriber_id", flat=True)
        for ids in _chunks(known):
            drafts.add_subscribers(actor, draft, ids)
        CampaignRecipient.objects.bulk_create(
            (
                CampaignRecipient(
                    firm_id=draft.firm_id,
                    campaign=draft,
                    phone=bare.phone,
                    first_name=bare.first_name,
                    last_name=bare.last_name,
                    fields=bare.fields,
                )
                for bare in chosen.filter(subscriber__isnull=True)
            ),
            batch_size=_CHUNK,
        )
    return draft


def _usable_sender(campaign: Campaign) -> Any:
    sender = campaign.sender
    return sender if sender and sender.is_active and sender.account.is_active else None


def _chunks(ids: QuerySet[Any]) -> Iterator[list[int]]:
    found = iter(ids.iterator(chunk_size=_CHUNK))
    while chunk := list(islice(found, _CHUNK)):
        yield chunk

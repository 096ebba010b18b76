"""What the compose screen writes: a draft is saved while it is typed, right or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from messaging.models import Campaign, CampaignRecipient
from messaging.services import audiences, drafts
from messaging.services.compose import preset_class
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.actor import Actor

# Longer than any message may be: what is typed is kept, and refused by the pre-flight.
_KEPT_TEXT = 5000


@dataclass(frozen=True)
class Saved:
    """``problem``: why the text cannot be sent as it stands (Turkish), "" when it can.
    ``replaced``: the text that a chosen template took the place of."""

    campaign: Campaign
    problem: str = ""
    replaced: str | None = None
    template_used: bool = False
    audience_changed: bool = False
    # Another account and other sender names, or another kind of message: the page is drawn anew.
    channel_changed: bool = False


def save(actor: Actor, campaign: Campaign, data: Mapping[str, Any]) -> Saved:
    """Keeps everything that the form holds. A text with a mistake is kept as well, so that
    nothing typed is lost; it cannot be sent until it is mended. Raises ``Conflict`` when the
    campaign is no draft any more."""
    values = dict(data)
    kind = values.get("message_kind") or campaign.message_kind
    channel_changed = _turn_channel(campaign, values) or kind != campaign.message_kind
    template_used = _is_new_template(campaign, values)
    replaced = _use_template(campaign, values) if template_used else None
    audience_changed = _keep_hidden_groups(actor, campaign, values)
    text = str(values.pop("text", campaign.text) or "").replace("\r\n", "\n").replace("\x00", "")
    with transaction.atomic():
        saved = drafts.change(actor, campaign, values)
        problem = _save_text(actor, saved, text)
    saved.refresh_from_db()
    return Saved(saved, problem, replaced, template_used, audience_changed, channel_changed)


def _save_text(actor: Actor, campaign: Campaign, text: str) -> str:
    try:
        with transaction.atomic():
            drafts.change(actor, campaign, {"text": text})
    except Invalid as refused:
        Campaign.objects.filter(pk=campaign.pk).update(text=text[:_KEPT_TEXT], preflight=None)
        return str(refused.message)
    return ""


def _turn_channel(campaign: Campaign, values: dict[str, Any]) -> bool:
    """The sender that the form still shows belongs to the channel that is left."""
    wanted = values.get("address_type")
    if not wanted or wanted == campaign.address_type:
        return False
    values.pop("sender", None)
    return True


def _is_new_template(campaign: Campaign, values: Mapping[str, Any]) -> bool:
    template = values.get("template")
    return template is not None and template.pk != campaign.template_id


def _use_template(campaign: Campaign, values: dict[str, Any]) -> str | None:
    """A newly chosen template fills the text and presets a class that nobody chose yet.
    Answers what was typed before."""
    template = values["template"]
    typed = str(values.get("text") or "")
    values["text"] = template.text
    if not values.get("message_class") and not campaign.message_class:
        values["message_class"] = preset_class(template.category)
    return typed if typed.strip() and typed != template.text else None


def _keep_hidden_groups(actor: Actor, campaign: Campaign, values: dict[str, Any]) -> bool:
    """Groups that the actor cannot see stay in the draft; unchanged ones are not written."""
    if "groups" not in values:
        return False
    chosen = set(campaign.groups.values_list("pk", flat=True))
    visible = set(actor.visible(campaign.groups.all()).values_list("pk", flat=True))
    wanted = {group.pk for group in values["groups"]}
    if wanted == visible:
        del values["groups"]
        return False
    if hidden := chosen - visible:
        del values["groups"]
        campaign.groups.set(wanted | hidden)
    return True


def add_people(actor: Actor, campaign: Campaign, ids: Sequence[int]) -> int:
    """Adds chosen subscribers to a draft."""
    actor.require("messaging.campaign.change")
    with transaction.atomic():
        draft = drafts.lock_draft(campaign.pk)
        added = drafts.add_subscribers(actor, draft, ids)
        Campaign.objects.filter(pk=draft.pk).update(preflight=None)
    return added


def remove_person(actor: Actor, campaign: Campaign, recipient_id: int) -> None:
    """Takes one chosen person out of a draft; once he is out, again does nothing."""
    actor.require("messaging.campaign.change")
    with transaction.atomic():
        draft = drafts.lock_draft(campaign.pk)
        CampaignRecipient.objects.filter(campaign=draft, pk=recipient_id).delete()
        Campaign.objects.filter(pk=draft.pk).update(preflight=None)


def clear_people(actor: Actor, campaign: Campaign) -> None:
    """Takes all individually chosen people out."""
    actor.require("messaging.campaign.change")
    with transaction.atomic():
        draft = drafts.lock_draft(campaign.pk)
        CampaignRecipient.objects.filter(campaign=draft).delete()
        Campaign.objects.filter(pk=draft.pk).update(preflight=None)


def cut(actor: Actor, campaign: Campaign, first_people: int | None) -> Campaign:
    """Sends knowingly to the first so many alone, because credit is short; None: to everybody
    again. Raises ``Invalid`` below 1."""
    if first_people is not None and first_people < 1:
        raise Invalid(_("En az bir kişi kalmalı."), code="audience_empty", field="first_people")
    with transaction.atomic():
        saved = drafts.change(actor, campaign, {"first_people": first_people})
        trail.record(actor, "campaign.cut", saved, {"first_people": first_people})
    return saved


def use_filter(actor: Actor, campaign: Campaign, query: Mapping[str, Any] | None) -> None:
    """Everybody who matches when it is sent; None takes the filter away. Raises ``Invalid``
    for a filter that cannot be read: it must not become "everybody"."""
    kept = None if query is None else {k: v for k, v in query.items() if v not in ("", [], None)}
    if kept is not None and not audiences.filtered_subscribers(actor, kept).exists():
        raise Invalid(_("Bu süzgece uyan kimse yok."), code="audience_empty")
    drafts.change(actor, campaign, {"audience_filter": kept})

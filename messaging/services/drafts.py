"""Campaign drafts: text, class, sender and audience, as long as nothing has been sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from iys_consent.models import RecipientType
from messaging import parameters
from messaging.models import (
    EDITABLE,
    Campaign,
    CampaignRecipient,
    CampaignState,
    CustomField,
    Group,
    MessageClass,
    MessageTemplate,
    Subscriber,
)
from messaging.services import addressing, kinds, lawful
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.lib import phone as phones
from turkcell_hub.sentences import shown
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount, SenderTitle
from turkcell_hub.tenancy.services import account_choice

MAX_BARE_RECIPIENTS = 500


def create(actor: Actor, data: Mapping[str, Any], *, source: str = "") -> Campaign:
    """A new draft. ``data`` as in ``change``; what is left out gets its default. ``source``: by
    default the portal or, made by a key, the API."""
    actor.require("messaging.campaign.add")
    with transaction.atomic():
        campaign = Campaign(
            firm_id=actor.firm_id,
            name=_("Yeni gönderim %(at)s")
            % {"at": timezone.localtime().strftime("%d.%m.%Y %H:%M")},
            source=source or _source(actor),
            created_by_label=actor.label,
            created_by_member=actor.membership_id,
            created_by_key=actor.api_key_id,
        )
        campaign.account = account_choice.default_account(actor.firm_id, GatewayAccount.Service.SMS)
        campaign.sender = addressing.default_sender(campaign.account)
        _apply(actor, campaign, data)
        campaign.save()
        _apply_audience(actor, campaign, data)
        trail.record(actor, "campaign.created", campaign)
    return campaign


def _source(actor: Actor) -> str:
    return Campaign.Source.PORTAL if actor.api_key_id is None else Campaign.Source.API


def change(actor: Actor, campaign: Campaign, data: Mapping[str, Any]) -> Campaign:
    """Changes a draft. Keys of ``data`` (all optional): name, text, message_class, template,
    exemption, exempt_sender (bool), address_type, message_kind, link, media (a ``MediaFile`` of
    the firm), sender, brand, authority_code, validity_hours, validity_minutes, first_people,
    cap_wait_days, groups, subscribers, audience_filter, recipients (bare numbers: phone,
    first_name, last_name, recipient_type, fields).

    A pre-flight stays valid as long as text and audience are the ones that it saw
    (``preflight.stored``), so saving the same values again does not undo it. Raises
    ``Conflict`` when the campaign is no draft any more, ``Invalid`` for a wrong value.
    """
    actor.require("messaging.campaign.change")
    with transaction.atomic():
        campaign = lock_draft(campaign.pk)
        _apply(actor, campaign, data)
        campaign.state = CampaignState.DRAFT  # one that waited for a person has found him
        campaign.problem = campaign.problem_code = ""
        campaign.save()
        _apply_audience(actor, campaign, data)
    return campaign


def delete(actor: Actor, campaign: Campaign) -> None:
    """Deletes a draft; a submitted campaign is kept for ever."""
    actor.require("messaging.campaign.delete")
    with transaction.atomic():
        campaign = lock_draft(campaign.pk)
        trail.record(actor, "campaign.deleted", campaign)
        campaign.delete()


def lock_draft(campaign_id: int) -> Campaign:
    """The draft, locked. Raises ``NotFound`` or ``Conflict``."""
    campaign = Campaign.objects.select_for_update(of=("self",)).filter(pk=campaign_id).first()
    if campaign is None:
        raise NotFound(_("Gönderim bulunamadı."))
    if campaign.state not in EDITABLE:
        raise Conflict(
            _("Bu gönderim taslak değil (%(state)s); değiştirilemez.")
            % {"state": campaign.get_state_display()},
            code="campaign_not_draft",
        )
    return campaign


def pieces_of(campaign: Campaign) -> list[parameters.Piece]:
    """The parsed text. Raises ``Invalid`` as ``parameters.parse`` does."""
    return kinds.with_link(campaign, parameters.parse(campaign.text, custom_field_codes()))


def custom_field_codes() -> list[str]:
    return list(CustomField.objects.values_list("code", flat=True))


def _apply(actor: Actor, campaign: Campaign, data: Mapping[str, Any]) -> None:
    if "brand" in data:
        lawful.use_brand(actor, campaign, data["brand"])
    if "dealer" in data:
        lawful.use_dealer(campaign, data["dealer"])
    for name in ("name", "authority_code", "validity_hours", "validity_minutes", "kind"):
        if (
            name in data
            and data[name] not in (None, "")
            or name in data
            and name == "authority_code"
        ):
            setattr(campaign, name, data[name])
    if "template" in data:
        _use_template(campaign, data["template"], has_text=bool(data.get("text")))
    if "text" in data:
        campaign.text = str(data["text"] or "").replace("\r\n", "\n")
        if campaign.text:
            parameters.parse(campaign.text, custom_field_codes())
    if data.get("address_type"):
        addressing.use(campaign, str(data["address_type"]))
    if "sender" in data:
        _use_sender(campaign, data["sender"])
    if data.get("cap_wait_days") is not None:
        campaign.cap_wait_days = data["cap_wait_days"]
    if "first_people" in data:
        campaign.first_people = data["first_people"]
    if data.get("message_kind"):
        kinds.use(campaign, str(data["message_kind"]))
    if "link" in data:
        campaign.link = kinds.checked_link(data["link"]) if data["link"] else ""
    if "media" in data:
        campaign.media = data["media"]
    if data.get("message_class"):
        _choose_class(actor, campaign, str(data["message_class"]))
    lawful.choose(actor, campaign, dict(data))
    if "audience_filter" in data:
        campaign.audience_filter = data["audience_filter"]


def _use_template(campaign: Campaign, template: MessageTemplate | None, *, has_text: bool) -> None:
    campaign.template = template
    if template is not None and not has_text:
        campaign.text = template.text


def _use_sender(campaign: Campaign, sender: SenderTitle | None) -> None:
    if sender is None:
        return
    if not sender.is_active or not sender.account.is_active:
        raise Invalid(
            _("“%(title)s” gönderici adı kullanımda değil; başka bir gönderici seçin.")
            % {"title": sender.title},
            code="sender_inactive",
            field="sender",
        )
    addressing.check_sender(campaign, sender)
    campaign.sender = sender
    campaign.account = sender.account


def _choose_class(actor: Actor, campaign: Campaign, message_class: str) -> None:
    if message_class not in MessageClass.values:
        raise Invalid(
            _("Mesaj sınıfını seçin: ticari ya da bilgilendirme."),
            code="class_unknown",
            field="message_class",
        )
    if campaign.message_class != message_class or not campaign.class_chosen_by:
        campaign.message_class = message_class
        campaign.class_chosen_by = actor.label
        campaign.class_chosen_at = timezone.now()


def _apply_audience(actor: Actor, campaign: Campaign, data: Mapping[str, Any]) -> None:
    if "groups" in data:
        allowed = actor.visible(Group.objects.filter(pk__in=[g.pk for g in data["groups"]]))
        campaign.groups.set(allowed)
    if "subscribers" in data:
        set_subscribers(actor, campaign, [s.pk for s in data["subscribers"]])
    if "recipients" in data:
        _set_bare_recipients(campaign, data["recipients"])


def set_subscribers(actor: Actor, campaign: Campaign, ids: Sequence[int]) -> int:
    """Replaces the individually chosen subscribers; invisible ids are not taken."""
    CampaignRecipient.objects.filter(campaign=campaign, subscriber__isnull=False).delete()
    return add_subscribers(actor, campaign, ids)


def add_subscribers(actor: Actor, campaign: Campaign, ids: Sequence[int]) -> int:
    """Adds subscribers by id; already chosen ones have no effect. Returns how many came."""
    visible = actor.visible(Subscriber.objects.filter(pk__in=list(ids)))
    rows = [
        CampaignRecipient(firm_id=actor.firm_id, campaign=campaign, subscriber_id=pk)
        for pk in visible.values_list("pk", flat=True)
    ]
    CampaignRecipient.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5000)
    return len(rows)


def _set_bare_recipients(campaign: Campaign, recipients: Sequence[Mapping[str, Any]]) -> None:
    """Numbers that are no subscribers (REST). Raises ``Invalid`` naming the row."""
    if len(recipients) > MAX_BARE_RECIPIENTS:
        raise Invalid(
            _("Bir istekte en çok %(limit)d alıcı verilebilir; daha fazlası için abone aktarın.")
            % {"limit": MAX_BARE_RECIPIENTS},
            code="too_many_recipients",
            field="recipients",
        )
    country = campaign.account.country if campaign.account else "TR"
    rows = []
    for index, recipient in enumerate(recipients):
        parsed = phones.parse(recipient.get("phone"), phones.Country(country))
        if parsed.e164 is None:
            raise Invalid(
                _("%(row)d. alıcının numarası okunamadı: %(why)s")
                % {"row": index + 1, "why": shown(phones.MESSAGES.get(parsed.problem or "", ""))},
                code="recipient_phone_invalid",
                field=f"recipients.{index}.phone",
            )
        rows.append(
            CampaignRecipient(
                firm_id=campaign.firm_id,
                campaign=campaign,
                phone=parsed.e164,
                first_name=str(recipient.get("first_name") or "")[:60],
                last_name=str(recipient.get("last_name") or "")[:60],
                recipient_type=recipient.get("recipient_type") or RecipientType.INDIVIDUAL,
                fields=dict(recipient.get("fields") or {}),
            )
        )
    CampaignRecipient.objects.filter(campaign=campaign, subscriber__isnull=True).delete()
    CampaignRecipient.objects.bulk_create(rows)

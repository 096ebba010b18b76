"""Deneme gönderimi: the text as the hardest recipient would get it, to one's own phone.

The words are rendered for a real person of the audience but go to nobody but the member, so
the trial is information to one's own staff, whatever the campaign's class. It costs its parts.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from messaging.models import Campaign, MessageClass
from messaging.services import campaigns, drafts, preflight
from turkcell_hub.errors import Invalid
from turkcell_hub.lib.redact import redact_text
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership

# A second click, or a click by an impatient person, is not a second message.
AGAIN_AFTER = timedelta(seconds=60)


def send(actor: Actor, campaign: Campaign) -> Campaign:
    """Sends the draft's hardest text to the member's own number; the same text again within a
    minute answers the first trial. Raises ``Invalid`` without a number on his card, and as
    ``preflight.run`` and ``campaigns.submit`` do."""
    actor.require("messaging.campaign.send")
    phone = _own_phone(actor)
    with transaction.atomic():
        draft = drafts.lock_draft(campaign.pk)  # a second click waits here, then finds the first
        text = _hardest(actor, draft)
        if (earlier := _just_sent(actor, draft, text)) is not None:
            return earlier
        trial = drafts.create(
            actor,
            {
                "name": _("Deneme: %(name)s") % {"name": draft.name[:100]},
                "text": text,
                "message_class": MessageClass.INFORMATIONAL,
                "sender": draft.sender,
                "message_kind": draft.message_kind,
                "link": draft.link,
                "media": draft.media,
                "authority_code": draft.authority_code,
                "kind": Campaign.Kind.TRIAL,
                "recipients": [{"phone": phone}],
            },
        )
        Campaign.objects.filter(pk=trial.pk).update(trial_of=draft)
        return campaigns.submit(actor, trial, fresh=True)


def _own_phone(actor: Actor) -> str:
    phone = (
        Membership.objects.filter(pk=actor.membership_id).values_list("phone", flat=True).first()
    )
    if not phone:
        raise Invalid(
            _("Kartınızda telefon numarası yok. Yöneticiniz kullanıcı kartınıza ekleyebilir."),
            code="own_phone_missing",
        )
    return phone


def _hardest(actor: Actor, draft: Campaign) -> str:
    """The longest text among those that go, else among those that do not; written so that it
    means itself (its braces are no parameters). Numbers in it are masked for a member who may
    not see other people's."""
    found = preflight.people(actor, draft, limit=1) or preflight.people(
        actor, draft, limit=1, anybody=True
    )
    if not found:
        raise Invalid(
            _("Hiç alıcı yok. Abone veya grup ekleyin."), code="audience_empty", field="audience"
        )
    body = str(found[0]["body"])
    if not actor.can("personal.view"):
        body = redact_text(body)
    return body.replace("{", "{{").replace("}", "}}")


def _just_sent(actor: Actor, draft: Campaign, text: str) -> Campaign | None:
    since = timezone.now() - AGAIN_AFTER
    rows = Campaign.objects.filter(
        trial_of=draft, created_by_member=actor.membership_id, text=text, created_at__gte=since
    )
    return rows.exclude(submitted_at=None).order_by("-pk").first()

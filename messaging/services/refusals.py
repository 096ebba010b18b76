"""The refusal path: a RET by SMS blocks the number at once and is followed (S-014, S-033).

Messages that are prepared but not handed over are stopped by the last question before each
hand-over (``dispatch.SmsHandler.load``); nothing has to be cancelled here.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent import refusals as followers
from iys_consent.exemptions import ExemptReason
from messaging.inbound_handlers import Match
from messaging.models import (
    BlacklistChange,
    BlacklistEntry,
    BlacklistOrigin,
    BlacklistSource,
    Campaign,
    InboundMessage,
    MessageClass,
    Subscriber,
)
from messaging.services import blacklist, campaigns, drafts, inbound_policy
from turkcell_hub.errors import HubError
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, SenderTitle


def take(message: InboundMessage, match: Match) -> bool:
    """The handler: tells the followers, blocks, confirms once. Always takes the message."""
    followers.tell(_told(message))
    entry = block(message)
    if entry is None:
        message.note = _("Alıcının daha yeni bir isteği kayıtlı; numara yeniden engellenmedi.")
    if entry is not None:
        message.note = _confirm(entry, message) or message.note
    return True


def take_for(actor: Actor, message: InboundMessage) -> None:
    """The same for a text that a person has read as a refusal; he is named as who blocked it."""
    followers.tell(_told(message))
    entry = block(message, actor)
    if entry is not None:
        _confirm(entry, message)


# The followers come first: the consent ledger is locked before the trail, as by everybody who
# writes a consent, so that the two never wait for each other.
def _told(message: InboundMessage) -> followers.Refusal:
    return followers.Refusal(
        message.firm_id,
        message.sender,
        message.received_at,
        f"inbound:{message.pk}",
        text=message.text,
    )


def block(message: InboundMessage, actor: Actor | None = None) -> BlacklistEntry | None:
    """The entry of the person's own refusal, made now or there before. None when the person
    has taken a refusal back on a later day (a late push must not undo that)."""
    later = BlacklistChange.objects.filter(
        phone=message.sender,
        kind=BlacklistChange.Kind.REMOVED,
        wished_on__gt=timezone.localdate(message.received_at),
    )
    if later.exists():
        return None
    blacklist.block(
        actor or _machine(message),
        [
            blacklist.Block(
                message.sender,
                BlacklistSource.RECIPIENT,
                _("SMS ile ret: %(text)s") % {"text": " ".join(message.text.split())[:60]},
                BlacklistOrigin.SMS,
                since=message.received_at,
                evidence_id=message.pk,
            )
        ],
    )
    entry: BlacklistEntry = BlacklistEntry.objects.get(phone=message.sender)
    return entry


def _machine(message: InboundMessage) -> Actor:
    return actors.system(message.firm_id, str(_("SMS ile ret")))


def _confirm(entry: BlacklistEntry, message: InboundMessage) -> str:
    """Sends the one confirmation. Answers why there is none ("" when there is one); a refusal
    holds whether it could be confirmed or not."""
    policy = inbound_policy.at(message.received_at)
    too_old = timezone.now() - timedelta(hours=policy.confirm_hours)
    if not policy.confirms or message.received_at < too_old:
        return ""
    if entry.evidence_id != message.pk or message.account is None:
        return ""  # confirmed before, or no account to answer from
    sender = SenderTitle.objects.filter(account=message.account, is_active=True).first()
    try:
        with transaction.atomic():
            _send(entry, message, policy.confirm_text, sender)
    except HubError as error:
        return (_("Onay mesajı gönderilemedi: %(why)s") % {"why": error.message})[:200]
    return ""


def _send(
    entry: BlacklistEntry, message: InboundMessage, text: str, sender: SenderTitle | None
) -> None:
    actor = _machine(message)
    firm = Firm.objects.get(pk=message.firm_id)
    draft = drafts.create(
        actor,
        {
            "name": _("Ret onayı %(at)s")
            % {"at": timezone.localtime(message.received_at).strftime("%d.%m.%Y %H:%M")},
            "text": text.replace(inbound_policy.FIRM, firm.name),
            "message_class": MessageClass.INFORMATIONAL,
            "exemption": ExemptReason.LEGAL_DUTY,
            "kind": Campaign.Kind.SINGLE,
            "sender": sender,
            "authority_code": _code_of(message.sender),
            "recipients": [{"phone": message.sender}],
        },
        source=Campaign.Source.SYSTEM,
    )
    draft.confirms_entry = entry.pk
    draft.save(update_fields=["confirms_entry"])
    campaigns.submit(actor, draft, fresh=True)


def _code_of(phone: str) -> object:
    """The confirmation to a person behind a Yetki Kodu is behind it as well."""
    hidden = Subscriber.objects.filter(phone=phone, authority_code__isnull=False)
    person = hidden.select_related("authority_code").first()
    return person.authority_code if person else None

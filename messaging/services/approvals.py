"""The approval path: a keyword to the short number is a consent for one brand (S-039).

Messages that name no brand of the firm go on to the inbox, where a person reads them.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from iys_consent.services import by_sms
from messaging.inbound_handlers import Match
from messaging.models import BlacklistEntry, InboundMessage


def take(message: InboundMessage, match: Match) -> bool:
    """The handler: records the consent with the message as its evidence. False when it is not
    clear which brand is meant, or when the sender is no phone number."""
    if not message.sender.startswith("+"):
        return False
    # The first word is the rule's keyword, or the operator's.
    brand = by_sms.approve(
        message.firm_id,
        message.sender,
        message.text,
        match.words[1:],
        message.received_at,
        f"inbound:{message.pk}",
    )
    if brand is None:
        return False
    message.note = _("%(brand)s için ticari ileti onayı kaydedildi.") % {"brand": brand.name}
    if BlacklistEntry.objects.filter(phone=message.sender).exists():
        message.note += " " + _("Numara kara listede; engel sürüyor.")
    message.note = message.note[:200]
    return True

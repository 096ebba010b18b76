"""SMS to the people of the field, from the list and from the map (L-024, L-041)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from fieldteams.models import FieldPhone
from messaging.models import Campaign, MessageClass
from messaging.services import drafts
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.actor import Actor


def compose(actor: Actor, phones: Iterable[FieldPhone], text: str = "") -> Campaign:
    """A draft for these phones: to the linked person where there is one, else to the number. A
    message to a phone behind a Yetki Kodu stands behind it too. Raises ``Invalid``."""
    chosen = list(phones)
    if not chosen:
        raise Invalid(_("Seçili numara yok."), code="audience_empty")
    linked = [one.subscriber for one in chosen if one.subscriber is not None]
    known = {person.phone for person in linked}
    bare = [
        {"phone": one.phone, "first_name": one.description[:60]}
        for one in chosen
        if one.phone not in known
    ]
    codes = {one.authority_code for one in chosen if one.authority_code_id}
    with transaction.atomic():
        return drafts.create(
            actor,
            {
                "name": _("Ekip mesajı: %(who)s") % {"who": chosen[0]}
                if len(chosen) == 1
                else _("Ekip mesajı (%(n)d kişi)") % {"n": len(chosen)},
                "message_class": MessageClass.INFORMATIONAL,
                "text": text,
                "subscribers": linked,
                "recipients": bare,
                "authority_code": codes.pop() if codes else None,
            },
        )

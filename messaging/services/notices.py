"""SMS that the portal itself sends: billing's reminders and the like."""

from __future__ import annotations

from django.utils.translation import gettext as _

from messaging.models import Campaign, MessageClass
from messaging.services import campaigns, drafts
from turkcell_hub.tenancy.actor import system
from turkcell_hub.tenancy.scope import firm_scope


def send(
    firm_id: int,
    phone: str,
    text: str,
    name: str,
    secret: str = "",
    *,
    source: str = Campaign.Source.SYSTEM,
) -> int:
    """``turkcell_hub.billing.notice_sender.Sender``: one informational message from the default
    account, in the caller's transaction. ``source``: one of ``OWN_SOURCES``. Raises
    ``HubError`` (no account, no credit …)."""
    actor = system(firm_id, _("Portal"))
    with firm_scope(firm_id):
        draft = drafts.create(
            actor,
            {
                "name": name,
                "kind": Campaign.Kind.SINGLE,
                "text": text,
                "message_class": MessageClass.INFORMATIONAL,
                "recipients": [{"phone": phone}],
            },
            source=source,
        )
        if secret:
            draft.secret = secret
            draft.save(update_fields=["secret"])
        return int(campaigns.submit(actor, draft, fresh=True).pk)

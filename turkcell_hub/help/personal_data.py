"""What people wrote to support."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.personal_data import Held, Way, declare, declare_free

declare(
    [
        Held(
            "help.TicketFile", _("Destek ekleri"), ("name", "size"), Way.DELETE,
            phone=("entry__ticket__phone",),
        ),
        Held(
            "help.TicketEntry", _("Destek yazışmaları"), ("created_at", "text"), Way.BLANK,
            within=("text",),
        ),
        Held(
            "help.Ticket", _("Destek talepleri"), ("subject", "phone", "created_at"), Way.BLANK,
            phone=("phone",), within=("subject",),
        ),
    ]
)  # fmt: skip
declare_free("Portalı işletenlerin herkese açık iletişim bilgileri.", "help.HelpEntry")

"""Messaging's own handlers of inbound messages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from messaging import inbound_handlers
from messaging.inbound_handlers import CONSENT, INBOX, REFUSAL, InboundHandler
from messaging.services import approvals, refusals, threads


def join_router() -> None:
    """Called once when the apps are ready."""
    inbound_handlers.register(InboundHandler(REFUSAL, _("Ret: numarayı engelle"), refusals.take))
    inbound_handlers.register(
        InboundHandler(CONSENT, _("İzin: ticari ileti onayı kaydet"), approvals.take)
    )
    inbound_handlers.register(InboundHandler(INBOX, _("Gelen kutusu"), threads.receive))

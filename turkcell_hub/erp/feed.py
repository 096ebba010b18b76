"""What the ERP's room tells other programs: events, and records in the change feed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.events import event_types, feed_kinds
from turkcell_hub.events.event_types import EventType
from turkcell_hub.events.feed_kinds import FeedKind


def declare_all() -> None:
    """Called once, from ``ErpConfig.ready``."""
    event_types.declare(
        EventType("erp.document.ready", _("ERP belgesi ERP'yi bekliyor")),
        EventType("erp.document.posted", _("ERP belgesi işlendi")),
        EventType("erp.document.refused", _("ERP belgesi reddedildi")),
        EventType("erp.document.cancelled", _("ERP belgesi iptal edildi")),
    )
    feed_kinds.declare(
        FeedKind("erp_account", "erp-accounts", "erp/accounts/{id}/"),
        FeedKind("erp_contact", "erp-contacts", "erp/contacts/{id}/"),
        FeedKind("erp_person", "erp-personnel", "erp/personnel/{id}/"),
        FeedKind("erp_service_card", "erp-service-cards", "erp/service_cards/{id}/"),
        FeedKind("erp_project", "erp-projects", "erp/projects/{id}/"),
        FeedKind("erp_workplace", "erp-workplaces", "erp/workplaces/{id}/"),
        FeedKind("erp_document", "erp-documents", "erp/documents/{id}/"),
    )

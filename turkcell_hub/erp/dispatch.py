"""Between the outbox and the ERP: one batch is one document.

What the ERP's own program may do at the same time by REST (``services.taking``) is done here by the
same rules: the document is taken by a lease, and only an answer says what came of it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from turkcell_hub.erp.models import Document
from turkcell_hub.erp.services import posting
from turkcell_hub.gateways.erp.contract import Booked, ErpGateway, Sighting, Slip
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.outbox.handlers import Handler, Taken
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services.opening import open_books


class SlipHandler(Handler):
    """Registered for batches of the kind ``erp``; ``subject_id`` is the ``Document``."""

    def open(self, account: GatewayAccount) -> ErpGateway:
        return open_books(account)

    def close(self, gateway: ErpGateway) -> None:
        gateway.close()

    def gateway_class(self, gateway: ErpGateway) -> str:
        """B: an ERP is asked for the slip by its number."""
        return "B"

    def index_lag(self, gateway: ErpGateway) -> timedelta:
        return timedelta(0)

    def load(self, batch: Batch) -> Slip | None:
        return posting.take(batch)

    def submit(self, gateway: ErpGateway, request: Slip) -> Booked:
        return gateway.post(request)

    def lookup(self, gateway: ErpGateway, batch: Batch) -> Sighting:
        return gateway.find(posting.slip_of(batch))

    def accepted(self, batch: Batch, result: Taken) -> None:
        posting.accepted(batch, result.packet_id)

    def refused(self, batch: Batch, error: GatewayError) -> None:
        posting.refused(batch, error)

    def expired(self, batch: Batch) -> None:
        posting.dropped(batch)

    def cancelled(self, batch: Batch) -> None:
        posting.dropped(batch)

    def label(self, batch: Batch) -> str:
        row = Document.objects.filter(pk=batch.subject_id).first()
        return _("ERP belgesi %(number)s") % {"number": row.document_number} if row else str(batch)

    def subjects(self, actor: Actor) -> QuerySet[Any] | None:
        return actor.visible(Document.objects.all()).values("pk")

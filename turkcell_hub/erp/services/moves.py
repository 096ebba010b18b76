"""One document at a time: its lock, and its moves."""

from __future__ import annotations

from django.utils.translation import gettext as _

from turkcell_hub.erp.models import Document
from turkcell_hub.erp.states import DocumentState
from turkcell_hub.errors import Conflict, NotFound
from turkcell_hub.events.services import publishing
from turkcell_hub.tenancy.actor import Actor

# What webhooks hear of (``events``).
_TOLD = (
    DocumentState.READY,
    DocumentState.POSTED,
    DocumentState.REFUSED,
    DocumentState.CANCELLED,
)


def locked(pk: int, by: Actor) -> Document:
    """The row, locked until the transaction ends. Raises ``NotFound``."""
    rows = Document.objects.select_related("account").select_for_update(of=("self",))
    row = by.visible(rows.filter(pk=pk)).first()
    if row is None:
        raise NotFound(_("ERP belgesi bulunamadı."))
    return row


def put(row: Document, state: DocumentState, **values: object) -> None:
    row.state = state
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *values])
    if state in _TOLD:
        told = {"document": row.pk, "source_key": row.source_key, "state": row.state}
        publishing.publish(row.firm_id, f"erp.document.{state.lower()}", told)


def wrong_state(row: Document) -> Conflict:
    return Conflict(
        _("%(number)s numaralı belge “%(state)s” durumunda; bu işlem yapılamaz.")
        % {"number": row.number, "state": row.get_state_display()},
        code="erp_document_state",
        extra={"state": row.state},
    )

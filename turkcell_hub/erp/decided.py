"""What the people of a workflow card set going by their answer about a document (decision 20). The
gate asks them; this module alone knows both the gate and the service that offers the document."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from turkcell_hub import approvals
from turkcell_hub.approvals import Kind, Matter
from turkcell_hub.erp import document_gate
from turkcell_hub.erp.models import Document
from turkcell_hub.erp.services import documents
from turkcell_hub.erp.states import DocumentState, may_move


def join() -> None:
    """Called once when the apps are ready."""
    approvals.register(
        Kind(
            document_gate.KIND,
            gettext_lazy("ERP belgesi"),
            _matter,
            approved=_approved,
            refused=_refused,
            url=lambda pk: reverse("erp-documents-detail", args=[pk]),
        )
    )


def _matter(document_id: int) -> Matter | None:
    row = Document.objects.select_related("account").filter(pk=document_id).first()
    if row is None or not may_move(row.state, DocumentState.READY):
        return None
    return document_gate.matter_of(row)


def _approved(actor: Any, document_id: int) -> None:
    documents.offer(Document.objects.get(pk=document_id), actor)


def _refused(_actor: Any, _document_id: int, _note: str) -> None:
    """It stays checked: its owner mends or cancels it; the approval keeps the reason."""

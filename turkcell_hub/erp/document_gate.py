"""A document before people: above a workflow card's amount it is not offered to the ERP until they
have agreed (decision 20). Meanwhile it stays where it was, checked or refused. What their answer
does stands in ``decided``."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from turkcell_hub import approvals
from turkcell_hub.approvals import Matter
from turkcell_hub.erp.models import Document
from turkcell_hub.errors import Conflict
from turkcell_hub.lib.money import format_amount
from turkcell_hub.tenancy.actor import Actor

KIND = "erp_document"
_BOUND = ("kind", "source_key", "account_id", "number", "document_number", "date",
          "document_date", "note", "currency", "total")  # fmt: skip
_LINE = ("position", "service_card_id", "description", "quantity", "net", "vat_rate", "vat",
         "vat_difference", "project_id", "workplace_id", "special_code", "number")  # fmt: skip


def holds_back(by: Actor, row: Document) -> bool:
    """Asks people about a locked document that somebody releases; False when it may go at once.
    Raises ``Conflict`` while they are still deciding."""
    if approvals.runs(KIND, row.pk):
        raise Conflict(
            _("Bu belge iş akışıyla onaylanıyor; onaylanınca ERP'ye sunulur."),
            code="approval_runs",
        )
    matter = matter_of(row)
    if not approvals.required(matter):
        return False
    approvals.ask(by, matter)
    return True


def waits(row: Document) -> bool:
    """Whether people have to agree to a document that is not written yet."""
    asked = Matter(
        kind=KIND,
        id=row.pk or 0,
        title="",
        text="",
        content={},
        amount=row.total,
        currency=row.currency,
        authority_code_id=row.authority_code_id,
    )
    return approvals.required(asked)


def withdraw(by: Actor, row: Document) -> None:
    """The document is cancelled: nobody need decide about it any more."""
    approvals.withdraw(by, KIND, row.pk, _("Belge iptal edildi."))


def matter_of(row: Document) -> Matter:
    """The slip with every line of it."""
    total = format_amount(row.total, row.currency)
    content: dict[str, Any] = {name: getattr(row, name) for name in _BOUND}
    content["lines"] = list(row.lines.order_by("position").values(*_LINE))
    return Matter(
        kind=KIND,
        id=row.pk,
        title=f"{row.document_number} {row.account.title}".strip(),
        text=f"{row.document_number[:31]}, {row.account.title[:45]}, {total}",
        content=content,
        facts=(
            (_("Tür"), str(row.get_kind_display())),
            (_("Cari hesap"), row.account.title),
            (_("Fatura no"), row.document_number),
            (_("Fatura tarihi"), f"{row.document_date:%d.%m.%Y}"),
            (_("Toplam"), total),
            (_("Satır sayısı"), str(len(content["lines"]))),
        ),
        amount=row.total,
        currency=row.currency,
        authority_code_id=row.authority_code_id,
    )

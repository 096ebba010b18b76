"""Many documents at once: drafted, checked and offered by a handful of statements.

For each the same holds as for ``documents.draft`` and ``documents.release`` one after the other;
only the trail has one entry for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.erp import checking, document_gate
from turkcell_hub.erp.models import Account, Document, DocumentLine, Project, ServiceCard, Workplace
from turkcell_hub.erp.services import documents, drafting
from turkcell_hub.erp.specs import DocumentSpec
from turkcell_hub.erp.states import DocumentState
from turkcell_hub.errors import HubError, NotFound
from turkcell_hub.events.services import publishing
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

S = DocumentState
Answer = Document | HubError


def book_many(firm: Firm, specs: Sequence[DocumentSpec], by: Actor) -> list[Answer]:
    """The document of each spec, or why there is none; in the order given.

    Raises ``IntegrityError`` when somebody books the same source at this very moment: nothing of
    the call is written then, and it may be made again one by one.
    """
    by.require("erp.document.add")
    by.require("erp.document.release")
    if firm.pk != by.firm_id:
        raise NotFound(_("Firma bulunamadı."))
    with transaction.atomic():
        known = _Known(specs, by)
        answers: list[Answer] = []
        written: list[tuple[Document, list[DocumentLine]]] = []
        for spec in specs:
            try:
                made = known.checked(spec)
            except HubError as problem:
                answers.append(problem)
            else:
                answers.append(made[0])
                written.append(made)
        _write(by, written)
    return answers


class _Known:
    """What the specs name, looked up once, and what is booked already."""

    def __init__(self, specs: Sequence[DocumentSpec], by: Actor) -> None:
        self._by, self._today = by, timezone.localdate()
        lines = [line for spec in specs for line in spec.lines]
        self._accounts = self._rows(Account, {spec.account_id for spec in specs})
        self._cards = self._rows(ServiceCard, {line.service_card_id for line in lines})
        self._projects = self._rows(Project, {line.project_id for line in lines})
        self._places = self._rows(Workplace, {line.workplace_id for line in lines})
        standing = Document.objects.exclude(state=S.CANCELLED)
        keys = standing.filter(source_key__in=[spec.source_key for spec in specs])
        self._sources = set(keys.values_list("source_key", flat=True))
        numbers = standing.filter(
            number__in=[spec.number or spec.document_number for spec in specs]
        )
        self._numbers = set(numbers.values_list("kind", "account_id", "number"))

    def _rows(self, model: Any, ids: set[Any]) -> dict[int, Any]:
        wanted = ids - {None}
        if not wanted:
            return {}
        return {row.pk: row for row in self._by.visible(model.objects.filter(pk__in=wanted))}

    def checked(self, spec: DocumentSpec) -> tuple[Document, list[DocumentLine]]:
        """Rows that may be written. Raises as ``documents.draft`` and ``documents.release``."""
        drafting.refuse_unusable(spec)
        account = self._named(self._accounts, spec.account_id, "account_id")
        document = drafting.unsaved(spec, account, self._by)
        lines = drafting.lines_of(document, spec)
        for line in lines:
            line.service_card = self._named(self._cards, line.service_card_id, "service_card_id")
            if line.project_id:
                line.project = self._named(self._projects, line.project_id, "project_id")
            if line.workplace_id:
                line.workplace = self._named(self._places, line.workplace_id, "workplace_id")
        found = checking.problems(document, lines, self._today)
        if found:
            raise documents.NotPostable(found)
        number = (spec.kind, spec.account_id, document.number)
        if spec.source_key in self._sources:
            raise drafting.source_taken()
        if number in self._numbers:
            raise drafting.number_taken(spec)
        self._sources.add(spec.source_key)
        self._numbers.add(number)
        return document, lines

    def _named(self, known: dict[int, Any], pk: int | None, field: str) -> Any:
        if pk not in known:
            raise NotFound(
                _("Belgenin gösterdiği bir ERP kartı bulunamadı."),
                code="erp_row_unknown",
                field=field,
                extra={"ids": [pk]},
            )
        return known[pk]


def _write(by: Actor, written: Sequence[tuple[Document, list[DocumentLine]]]) -> None:
    held = []
    for document, _lines in written:
        waits = document_gate.waits(document)
        document.state = S.CHECKED if waits else S.READY
        if waits:
            held.append(document)
    Document.objects.bulk_create([document for document, _lines in written])
    lines = [line for _document, found in written for line in found]
    for line in lines:
        line.document_id = line.document.pk
    DocumentLine.objects.bulk_create(lines, batch_size=1000)
    for document in held:
        document_gate.holds_back(by, document)
    told = [
        {"document": row.pk, "source_key": row.source_key, "state": row.state}
        for row, _lines in written
        if row.state == S.READY
    ]
    publishing.publish_many(by.firm_id, "erp.document.ready", told)
    if written:
        total = sum((row.total for row, _lines in written), Decimal(0))
        trail.record(by, "erp.document.released", None,
                     {"count": len(written), "total": str(total)},
                     label=_("%(count)d belge") % {"count": len(written)})  # fmt: skip

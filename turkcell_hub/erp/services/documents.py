"""ERP documents: drafted by a room, checked, released, cancelled.

``taking`` has what an ERP does with a released one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.erp import checking, document_gate
from turkcell_hub.erp.checking import Problem
from turkcell_hub.erp.models import Document
from turkcell_hub.erp.services import drafting, moves
from turkcell_hub.erp.specs import DocumentSpec
from turkcell_hub.erp.states import DocumentState, may_move
from turkcell_hub.errors import Conflict, HubError, Invalid, NotFound
from turkcell_hub.events.services import publishing
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

S = DocumentState


class NotPostable(Invalid):
    """The document cannot go to the ERP. ``code`` is the first problem's; ``extra.problems``
    lists all: ``{code, line, text}``."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        listed = [{"code": p.code, "line": p.line, "text": p.text} for p in problems]
        text = " ".join(p.text for p in problems[:5])
        super().__init__(text, code=problems[0].code, extra={"problems": listed})


@dataclass(frozen=True)
class Cancelled:
    """``done``: ids that are cancelled now. ``refused``: id -> why it was left as it is."""

    done: tuple[int, ...]
    refused: Mapping[int, HubError] = field(default_factory=dict)


def draft(firm: Firm, spec: DocumentSpec, by: Actor) -> Document:
    """A draft of ``firm``, in whose scope ``by`` acts; nothing goes to the ERP yet.

    Raises ``NotFound`` for rows that ``by`` may not see, ``Invalid`` for what no ERP could
    store, ``Conflict`` ``erp_source_taken`` when the source is booked already (I5) and
    ``erp_number_taken`` when the account has such a number.
    """
    by.require("erp.document.add")
    if firm.pk != by.firm_id:
        raise NotFound(_("Firma bulunamadı."))
    with transaction.atomic():
        document = drafting.build(spec, by)
        trail.record(by, "erp.document.drafted", document, {"total": str(document.total)})
    return document


def problems_of(document: Document) -> list[Problem]:
    """Why the document could not go to the ERP at this moment; empty: nothing stands against."""
    lines = list(
        document.lines.select_related("service_card", "project", "workplace").order_by("position")
    )
    return checking.problems(document, lines, timezone.localdate())


def check(document: Document, by: Actor) -> Document:
    """Draft → checked. Raises ``NotPostable`` with every problem."""
    by.require("erp.document.add")
    with transaction.atomic():
        row = moves.locked(document.pk, by)
        _refuse_move(row, S.CHECKED)
        _refuse_problems(row)
        moves.put(row, S.CHECKED)
        trail.record(by, "erp.document.checked", row)
    return row


def release(document: Document, by: Actor) -> Document:
    """Offers the document to the ERP, or puts it before the people who have to agree to it;
    checked once more, since cards may have changed.

    From draft, checked, or refused (a new try after what was wrong has been mended).
    Raises ``NotPostable``; ``Conflict`` from any other state, and while people decide about it.
    """
    by.require("erp.document.release")
    with transaction.atomic():
        row = _releasable(document, by)
        if document_gate.holds_back(by, row):
            if row.state == S.DRAFT:
                moves.put(row, S.CHECKED)
            return row
        return offer(row, by)


def offer(document: Document, by: Actor) -> Document:
    """The same once people have agreed. Raises as ``release``."""
    with transaction.atomic():
        row = _releasable(document, by)
        moves.put(row, S.READY, in_doubt=False, errors=[], settled_at=None)
        trail.record(by, "erp.document.released", row)
    return row


def _releasable(document: Document, by: Actor) -> Document:
    row = moves.locked(document.pk, by)
    if row.state == S.TAKEN:
        raise moves.wrong_state(row)
    _refuse_move(row, S.READY)
    _refuse_problems(row)
    return row


def cancel(document: Document, by: Actor, reason: str) -> Document:
    """Ends a document that is not in the ERP; its source may then be booked anew.

    Raises ``Conflict``: ``erp_document_in_doubt`` when the ERP may have it, ``erp_document_state``
    when the ERP holds or has booked it (``void`` is for the latter).
    """
    by.require("erp.document.cancel")
    with transaction.atomic():
        row = moves.locked(document.pk, by)
        _refuse_cancel(row)
        moves.put(row, S.CANCELLED, reason=_reason(reason), settled_at=timezone.now())
        document_gate.withdraw(by, row)
        trail.record(by, "erp.document.cancelled", row, {"reason": row.reason})
    return row


def cancel_many(documents: QuerySet[Document], by: Actor, reason: str) -> Cancelled:
    """Cancels those of ``documents`` that may be cancelled; says of each other one why not."""
    by.require("erp.document.cancel")
    with transaction.atomic():
        rows = list(
            by.visible(Document.objects.filter(pk__in=documents.values("pk")))
            .select_for_update(of=("self",))
            .select_related("account")
            .order_by("pk")
        )
        refused: dict[int, HubError] = {}
        for row in rows:
            try:
                _refuse_cancel(row)
            except HubError as error:
                refused[row.pk] = error
        done = tuple(row.pk for row in rows if row.pk not in refused)
        Document.objects.filter(pk__in=done).update(
            state=S.CANCELLED, reason=_reason(reason), settled_at=timezone.now()
        )
        told = [{"document": row.pk, "source_key": row.source_key, "state": S.CANCELLED}
                for row in rows if row.pk in set(done)]  # fmt: skip
        publishing.publish_many(by.firm_id, "erp.document.cancelled", told)
        if done:
            trail.record(by, "erp.document.cancelled", None,
                         {"count": len(done), "reason": reason[:300]},
                         label=_("%(count)d belge") % {"count": len(done)})  # fmt: skip
    return Cancelled(done, refused)


def void(document: Document, by: Actor, reason: str) -> Document:
    """A posted document was cancelled in the ERP itself: its sources are free again. Only by an
    explicit, reasoned act."""
    by.require("erp.document.void")
    with transaction.atomic():
        row = moves.locked(document.pk, by)
        if row.state != S.POSTED:
            raise moves.wrong_state(row)
        moves.put(row, S.CANCELLED, reason=_reason(reason))
        trail.record(by, "erp.document.voided", row, {"reason": row.reason, "erp": row.erp_ref})
    return row


def _refuse_move(row: Document, state: DocumentState) -> None:
    if not may_move(row.state, state):
        raise moves.wrong_state(row)


def _refuse_problems(row: Document) -> None:
    found = problems_of(row)
    if found:
        raise NotPostable(found)


def _refuse_cancel(row: Document) -> None:
    if row.state == S.POSTED:
        raise moves.wrong_state(row)
    _refuse_move(row, S.CANCELLED)
    if row.in_doubt:
        raise Conflict(
            _("%(number)s ERP'ye yazılmış olabilir: son denemenin yanıtı gelmedi. ERP'de arayın ve"
              " sonucu “Sonucu işaretle” ile bildirin.") % {"number": row.number},
            code="erp_document_in_doubt",
        )  # fmt: skip


def _reason(text: str) -> str:
    reason = text.strip()[:300]
    if not reason:
        raise Invalid(_("Nedenini yazın."), code="reason_missing", field="reason")
    return reason

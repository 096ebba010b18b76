"""What an ERP does with released documents: takes them by a lease, and says what came of them.

Nothing is booked twice: an attempt whose answer never came leaves the document ``in_doubt``, and
whoever takes it next is told to search in the ERP before writing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.erp.models import Document
from turkcell_hub.erp.services import moves
from turkcell_hub.erp.states import DocumentState
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.scope import every_firm

S = DocumentState
MOST = 100
LEASES = range(30, 3601)  # seconds
RIGHT = "erp.document.post"


def take(by: Actor, taker: str, count: int = 10, lease_seconds: int = 300) -> list[Document]:
    """Up to ``count`` documents, held for ``taker`` until the lease ends. What it already holds
    comes first, with the lease begun anew: asking twice takes nothing twice."""
    by.require(RIGHT)
    taker = taker.strip()
    if not taker or len(taker) > 150:
        raise Invalid(_("Kimin aldığını 1–150 karakterle yazın."), field="taker")
    if not 1 <= count <= MOST:
        raise Invalid(_("1 ile %(most)d arasında bir sayı verin.") % {"most": MOST}, field="count")
    if lease_seconds not in LEASES:
        raise Invalid(_("30 ile 3600 saniye arasında bir süre verin."), field="lease_seconds")
    lease = NOW + dt.timedelta(seconds=lease_seconds)
    with transaction.atomic():
        expire(Document.objects.all())
        rows = by.visible(Document.objects.order_by("pk"))
        held = _ids(rows.filter(state=S.TAKEN, taken_by=taker), count)
        free = _ids(rows.filter(state=S.READY), count - len(held))
        Document.objects.filter(pk__in=held).update(lease_until=lease)
        Document.objects.filter(pk__in=free).update(
            state=S.TAKEN, taken_by=taker, lease_until=lease, attempts=F("attempts") + 1
        )
        if free:
            trail.record(by, "erp.document.taken", None, {"count": len(free), "taker": taker},
                         label=_("%(count)d belge") % {"count": len(free)})  # fmt: skip
    return list(
        Document.objects.filter(pk__in=[*held, *free])
        .select_related("account")
        .prefetch_related("lines__service_card", "lines__project", "lines__workplace")
        .order_by("pk")
    )


def posted(document: Document, by: Actor, erp_ref: str) -> Document:
    """The ERP has booked it under ``erp_ref``. The same word twice is one; a late one counts
    too, also for a document whose lease has ended. Raises ``Conflict`` for another reference."""
    by.require(RIGHT)
    erp_ref = erp_ref.strip()
    if not erp_ref or len(erp_ref) > 64:
        raise Invalid(_("ERP kayıt numarasını 1–64 karakterle yazın."), field="erp_ref")
    with transaction.atomic():
        row = moves.locked(document.pk, by)
        if row.state == S.POSTED and row.erp_ref == erp_ref:
            return row
        if row.state not in (S.TAKEN, S.READY) or not row.attempts:
            raise moves.wrong_state(row)
        moves.put(row, S.POSTED, erp_ref=erp_ref, in_doubt=False, errors=[], lease_until=None,
             settled_at=timezone.now())  # fmt: skip
        trail.record(by, "erp.document.posted", row, {"erp": erp_ref})
    return row


def refused(document: Document, by: Actor, errors: Sequence[str]) -> Document:
    """The ERP would not book it. ``errors``: every text that it gave, at least one. The same
    word twice is one."""
    by.require(RIGHT)
    told = [text.strip()[:1000] for text in errors if text.strip()][:50]
    if not told:
        raise Invalid(_("ERP'nin hata metinlerini yazın."), field="errors")
    with transaction.atomic():
        row = moves.locked(document.pk, by)
        if row.state == S.REFUSED and row.errors == told:
            return row
        if row.state != S.TAKEN and not (row.state == S.READY and row.in_doubt):
            raise moves.wrong_state(row)
        moves.put(row, S.REFUSED, errors=told, in_doubt=False, lease_until=None,
             settled_at=timezone.now())  # fmt: skip
        trail.record(by, "erp.document.refused", row, {"errors": " · ".join(told[:5])})
    return row


def give_back(document: Document, by: Actor, taker: str) -> Document:
    """``taker`` has not written it and will not: ready again. What was in doubt before stays so."""
    by.require(RIGHT)
    with transaction.atomic():
        row = moves.locked(document.pk, by)
        if row.state == S.READY:
            return row
        if row.state != S.TAKEN:
            raise moves.wrong_state(row)
        if row.taken_by != taker.strip():
            raise Conflict(
                _("Belge şu anda “%(taker)s” tarafından tutuluyor.") % {"taker": row.taken_by},
                code="erp_document_held",
            )
        moves.put(row, S.READY, lease_until=None)
        trail.record(by, "erp.document.given_back", row)
    return row


def settle_doubt(document: Document, by: Actor, erp_ref: str) -> Document:
    """A person has looked into the ERP: ``erp_ref`` is what he found there, "" that it is not
    there and may be written again."""
    by.require("erp.document.void")
    with transaction.atomic():
        row = moves.locked(document.pk, by)
        if row.state != S.READY or not row.in_doubt:
            raise moves.wrong_state(row)
        found = erp_ref.strip()[:64]
        if found:
            moves.put(row, S.POSTED, erp_ref=found, in_doubt=False, settled_at=timezone.now())
        else:
            moves.put(row, S.READY, in_doubt=False)
        trail.record(by, "erp.document.settled", row, {"erp": found})
    return row


def sweep() -> int:
    """Leases that ended without an answer, in every firm; how many."""
    with every_firm():
        return expire(Document.objects.all())


def expire(rows: QuerySet[Document]) -> int:
    return rows.filter(state=S.TAKEN, lease_until__lt=NOW).update(
        state=S.READY, in_doubt=True, lease_until=None
    )


def _ids(rows: QuerySet[Document], count: int) -> list[int]:
    if count <= 0:
        return []
    locked_rows = rows.select_for_update(skip_locked=True, of=("self",))
    return list(locked_rows.values_list("pk", flat=True)[:count])

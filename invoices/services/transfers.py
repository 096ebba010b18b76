"""Fatura aktarımı: filter, preview of the four cases, start, undo (L-101 … L-114)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from invoices import matching
from invoices.matching import Plan, Source, Unmatched
from invoices.models import (
    Bill,
    BillState,
    DateChoice,
    MatchingTable,
    Taking,
    Transfer,
    TransferState,
)
from invoices.permissions import TRANSFER, UNDO
from invoices.selectors import bills as stored
from invoices.selectors import tables
from turkcell_hub.audit.services import trail
from turkcell_hub.erp.models import Document, Side
from turkcell_hub.erp.services import documents
from turkcell_hub.erp.states import DocumentState
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.jobs.services import jobs
from turkcell_hub.lib.wording import said
from turkcell_hub.tenancy.actor import Actor

KIND = "invoices.transfer"
CASES = ((False, False), (True, False), (False, True), (True, True))
FIRST_YEAR = 2000


@dataclass(frozen=True)
class Options:
    """The guide's filter. ``date`` is None for İşlem Tarihi: the day on which it is booked."""

    table: MatchingTable
    side: str = Side.RECEIVED
    year: int | None = None
    month: int | None = None
    date: date | None = None
    merge: bool = True
    by_number: bool = False
    unmatched: Unmatched = Unmatched.STOP

    @property
    def is_issued(self) -> bool:
        return self.side == Side.ISSUED

    @property
    def date_choice(self) -> str:
        return DateChoice.TODAY if self.date is None else DateChoice.TYPED


@dataclass(frozen=True)
class Preview:
    """What would be booked. ``plans`` holds all four cases; ``amounts`` is what of the bills is
    still to be booked, by currency, which every case must come to."""

    options: Options
    sources: Sequence[Source]
    plans: Mapping[tuple[bool, bool], Plan]

    @property
    def chosen(self) -> Plan:
        return self.plans[self.options.merge, self.options.by_number]

    @property
    def amounts(self) -> Mapping[str, Decimal]:
        """What of the bills is still to be booked; of issued services, what is billed on."""
        return self.chosen.totals if self.options.is_issued else matching.totals_of(self.sources)

    @property
    def numbers(self) -> dict[str, str]:
        """Bill key -> bill number, for texts."""
        return {source.key: source.bill.number for source in self.sources}


def options(actor: Actor, data: Mapping[str, Any]) -> Options:
    """The filter as typed, checked. Raises ``Invalid`` beside its field: a month needs a year, the
    second date choice a date, no date may be ahead, and who bills on needs numbers to bill."""
    actor.require(TRANSFER)
    table = data.get("table")
    if not isinstance(table, MatchingTable):
        raise Invalid(
            _("Eşleştirme tablosu seçin; yoksa önce Fatura Eşleştirme Tabloları'ndan ekleyin."),
            code="table_missing",
            field="table",
        )
    year, month = data.get("year"), data.get("month")
    if month is not None and year is None:
        raise Invalid(_("Ay için yıl da gerekir; yılı yazın."), code="year_missing", field="year")
    today = timezone.localdate()
    if year is not None and not FIRST_YEAR <= year <= today.year + 1:
        raise Invalid(_("Yılı dört hane olarak yazın, örneğin 2026."), field="year")
    side = Side(data.get("side") or Side.RECEIVED)
    if side == Side.ISSUED and not tables.as_table(table, side).numbers:
        raise Invalid(
            _("Tablonun Verilen Hizmetler sekmesinde hizmet numarası yok. Tabloda “Hizmet"
              " numaraları bazında”yı işaretleyip kime kesileceğini numara numara yazın."),
            code="no_issued_numbers",
            field="table",
        )  # fmt: skip
    return Options(
        table=table,
        side=side,
        year=year,
        month=month,
        date=_date(data, today),
        merge=bool(data.get("merge", True)),
        by_number=side == Side.ISSUED or bool(data.get("by_number", table.by_number)),
        unmatched=Unmatched(data.get("unmatched") or Unmatched.STOP),
    )


def preview(actor: Actor, chosen: Options) -> Preview:
    """All four cases side by side; nothing is written."""
    actor.require(TRANSFER)
    table = tables.as_table(chosen.table, chosen.side)
    sources = stored.sources(stored.candidates(chosen.year, chosen.month, chosen.side), chosen.side)
    cases = tuple(key for key in CASES if key[1] or not chosen.is_issued)
    plans = {key: planned(chosen, sources, table, *key) for key in cases}
    return Preview(chosen, sources, plans)


def planned(
    chosen: Options | Transfer,
    sources: Sequence[Source],
    table: matching.Table,
    merge: bool,
    by_number: bool,
) -> Plan:
    """What one way of booking makes of the bills, or of their numbers that are billed on."""
    if chosen.side == Side.ISSUED:
        return matching.rebill(sources, table, merge=merge)
    unmatched = Unmatched(chosen.unmatched)
    return matching.plan(sources, table, merge=merge, by_number=by_number, unmatched=unmatched)


def start(actor: Actor, chosen: Options, *, collect: bool = False) -> Transfer:
    """Starts the run. ``collect``: takes the operator's new bills first. Raises ``Conflict``
    ``transfer_running`` while another one of the firm runs: fifty people who press at once are one
    run, and one login."""
    actor.require(TRANSFER)
    try:
        with transaction.atomic():
            row = Transfer.objects.create(
                firm_id=actor.firm_id,
                table=chosen.table,
                side=chosen.side,
                year=chosen.year,
                month=chosen.month,
                date_choice=chosen.date_choice,
                date=chosen.date or timezone.localdate(),
                merge=chosen.merge,
                by_number=chosen.by_number,
                unmatched=chosen.unmatched,
                started_by=actor.label[:120],
            )
            title = said("Fatura aktarımı (%(table)s)", table=chosen.table.code)
            job = jobs.start(KIND, actor, {"transfer": row.pk, "collect": collect}, title=title)
            Transfer.objects.filter(pk=row.pk).update(job_id=job.pk)
            row.job_id = job.pk
            trail.record(actor, "invoices.transfer.started", row, _told(chosen))
    except IntegrityError:
        running = Transfer.objects.filter(state=TransferState.RUNNING).first()
        raise Conflict(
            _("Bir fatura aktarımı zaten sürüyor; bitince sonucu İşlemlerim'de görünür."),
            code="transfer_running",
            extra={"job": running.job_id if running else None},
        ) from None
    return row


def undo(actor: Actor, transfer: Transfer, reason: str) -> tuple[int, int]:
    """Takes a whole run back: its documents are cancelled and its bills are free again. Returns
    how many were cancelled and how many could not be. Raises ``Conflict`` when the ERP has booked
    one of them: it must be cancelled there first."""
    actor.require(UNDO)
    with transaction.atomic():
        row = _locked(transfer.pk)
        if row.state == TransferState.RUNNING:
            raise Conflict(_("Aktarım sürüyor; önce bitmesini bekleyin ya da durdurun."))
        rows = Document.objects.filter(
            bill_takings__transfer=row, bill_takings__released_at__isnull=True
        ).distinct()
        booked = rows.filter(state=DocumentState.POSTED).count()
        if booked:
            raise Conflict(
                _("%(count)d belge ERP'ye işlenmiş. Önce ERP'de iptal edip ERP Belgeleri'nde"
                  " sonucunu işaretleyin.") % {"count": booked},
                code="transfer_posted",
            )  # fmt: skip
        open_rows = Document.objects.filter(
            pk__in=rows.exclude(state=DocumentState.CANCELLED).values("pk")
        )
        done = documents.cancel_many(open_rows, actor, reason)
        freed = _release(row)
        if not done.refused:
            _release(row, without_document=True)
            Transfer.objects.filter(pk=row.pk).update(state=TransferState.UNDONE)
        changes = {"cancelled": len(done.done), "left": len(done.refused), "parts": freed,
                   "reason": reason[:300]}  # fmt: skip
        trail.record(actor, "invoices.transfer.undone", row, changes)
    return len(done.done), len(done.refused)


def free(actor: Actor, transfer: Transfer) -> int:
    """Frees the bills whose documents were cancelled one by one: an explicit, logged act (B6)."""
    actor.require(UNDO)
    with transaction.atomic():
        row = _locked(transfer.pk)
        freed = _release(row)
        trail.record(actor, "invoices.transfer.undone", row, {"parts": freed})
    return freed


def refresh_states(bill_ids: Sequence[int]) -> None:
    """How much of each bill is booked, from what is taken of it."""
    rows = Bill.objects.filter(
        pk__in=bill_ids,
        state__in=(BillState.OPEN, BillState.PARTLY, BillState.BOOKED),
    ).annotate(
        taken=Count(
            "takings", filter=Q(takings__released_at__isnull=True, takings__side=Side.RECEIVED)
        )
    )
    for bill in rows:
        state = BillState.PARTLY if bill.taken else BillState.OPEN
        if bill.taken >= bill.parts:
            state = BillState.BOOKED
        if state != bill.state:
            Bill.objects.filter(pk=bill.pk).update(state=state)


def slip_number(bill_number: str, suffix: int) -> str:
    """The ERP's own number of a document, at most 16 characters. A part of a bulk bill keeps the
    bill's first three characters, two digits of its year and its last seven, and counts from 1."""
    if not suffix:
        return bill_number[:16]
    counted = _base36(suffix)
    if len(bill_number) == 16:
        head = bill_number[:3] + bill_number[5:7] + bill_number[-7:]
    else:
        head = bill_number[-12:]
    return f"{head}-{counted:0>3}"


def _base36(number: int) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
    return text


def _release(row: Transfer, *, without_document: bool = False) -> int:
    rows = Taking.objects.filter(transfer=row, released_at__isnull=True)
    gone = Q(document__state=DocumentState.CANCELLED)
    rows = rows.filter(Q(document=None) if without_document else gone)
    bills = list(rows.values_list("bill_id", flat=True).distinct())
    count = rows.update(released_at=timezone.now())
    refresh_states(bills)
    return count


def _date(data: Mapping[str, Any], today: date) -> date | None:
    if (data.get("date_choice") or DateChoice.TODAY) == DateChoice.TODAY:
        return None
    typed = data.get("date")
    if not isinstance(typed, date):
        raise Invalid(
            _("“Filtrede girilen değer” için tarihi yazın."), code="date_missing", field="date"
        )
    if typed > today:
        raise Invalid(_("Fatura tarihi ileri bir gün olamaz."), code="date_ahead", field="date")
    return typed


def _locked(pk: int) -> Transfer:
    row = Transfer.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("Aktarım bulunamadı."))
    return row


def _told(chosen: Options) -> dict[str, Any]:
    return {
        "table": chosen.table.code,
        "side": str(chosen.side),
        "year": chosen.year,
        "month": chosen.month,
        "merge": chosen.merge,
        "by_number": chosen.by_number,
    }

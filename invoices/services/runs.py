"""The work of a transfer, document by document; a killed run goes on where it was."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from invoices import words
from invoices.matching import PlanDocument, Source
from invoices.models import DateChoice, Taking, Transfer, TransferState
from invoices.permissions import TRANSFER
from invoices.selectors import bills as stored
from invoices.selectors import tables
from invoices.services import intake, transfers
from turkcell_hub.audit.services import trail
from turkcell_hub.erp.models import Document, Side
from turkcell_hub.erp.services import booking
from turkcell_hub.erp.specs import DocumentSpec, LineSpec
from turkcell_hub.errors import Conflict, HubError
from turkcell_hub.gateways.invoice.contract import BillQuery
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.progress import LeaseLost, Progress
from turkcell_hub.jobs.runners import Runner
from turkcell_hub.lib.local_time import add_months
from turkcell_hub.lib.money import LIRA, format_amount
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.services import account_choice

_TEXTS = 200  # problems that are kept as texts
_NOTE = 300
_CHUNK = 50


def run(job: Job, actor: Actor, progress: Progress) -> None:
    """Takes the operator's new bills where asked to, then books. Ends the transfer whatever
    happens, except that another worker has it or will take it up."""
    transfer = Transfer.objects.select_related("table__account").get(pk=job.params["transfer"])
    try:
        if job.params.get("collect") and not job.checkpoint.get("collected"):
            job.result = {**job.result, "collected": _collect(actor, transfer, progress)}
            progress.checkpoint(collected=True)
        _book_all(actor, transfer, job, progress)
    except (LeaseLost, InterfaceError, OperationalError):
        raise
    except Exception:
        _end(transfer, TransferState.FAILED)
        raise


def query_of(transfer: Transfer) -> BillQuery:
    """Which of the operator's bills the filter means: without a filter, what is new (L-105)."""
    if transfer.year is None:
        return BillQuery(only_new=True)
    # A bill is dated after the end of its period: one month more is looked through.
    first = date(transfer.year, transfer.month or 1, 1)
    last = add_months(first, 2 if transfer.month else 13)
    return BillQuery(first, last)


def _collect(actor: Actor, transfer: Transfer, progress: Progress) -> dict[str, object]:
    account = account_choice.default_account(actor.firm_id, account_choice.Service.INVOICE)
    if account is None:
        raise Conflict(
            account_choice.no_account(account_choice.Service.INVOICE), code="no_invoice_account"
        )
    taken = intake.from_operator(actor, account, query_of(transfer), progress.step)
    return taken.as_json()


def _book_all(actor: Actor, transfer: Transfer, job: Job, progress: Progress) -> None:
    table = tables.as_table(transfer.table, transfer.side)
    sources = stored.sources(
        stored.candidates(transfer.year, transfer.month, transfer.side), transfer.side
    )
    plan = transfers.planned(transfer, sources, table, transfer.merge, transfer.by_number)
    by_key = {source.key: source for source in sources}
    numbers = {source.key: source.bill.number for source in sources}
    problems = [words.problem(one, numbers[one.bill]) for one in plan.problems[:_TEXTS]]
    firm = Firm.objects.get(pk=actor.firm_id)
    ready = plan.ready
    progress.step(0, len(ready), force=True)
    for start in range(0, len(ready), _CHUNK):
        chunk = list(ready[start : start + _CHUNK])
        problems += _book_chunk(actor, firm, transfer, chunk, by_key, progress)
        progress.step(start + len(chunk))
    with transaction.atomic():
        progress.hold()
        _take_nothing(actor, transfer, plan.nothing)
        _finish(actor, transfer, job, len(plan.stopped_at), problems)


def _book_chunk(
    actor: Actor,
    firm: Firm,
    transfer: Transfer,
    chunk: Sequence[PlanDocument],
    by_key: dict[str, Source],
    progress: Progress,
) -> list[str]:
    """Books documents with what is taken by them, in one transaction; what could not be, in words.
    Where another program was quicker with one of them, each is tried alone."""
    try:
        with transaction.atomic():
            progress.hold()
            left, problems = _still_there(chunk, by_key)
            made, refused = _book(actor, firm, transfer, left, by_key)
    except IntegrityError:
        if len(chunk) > 1:
            told = [_book_chunk(actor, firm, transfer, [one], by_key, progress) for one in chunk]
            return [text for texts in told for text in texts]
        number = by_key[chunk[0].bills[0]].bill.number
        return [_("%(number)s başka bir aktarımla alınmış.") % {"number": number}]
    for name, value in _grown(transfer, made).items():
        setattr(transfer, name, value)
    return problems + refused


def _still_there(
    chunk: Sequence[PlanDocument], by_key: dict[str, Source]
) -> tuple[list[PlanDocument], list[str]]:
    """Locks the bills of these documents. Since the plan was made a person may have set one aside
    or taken its correction instead: booked as well, it would be paid twice."""
    wanted = {int(key) for planned in chunk for key in planned.bills}
    rows = stored.bookable().filter(pk__in=wanted).select_for_update(of=("self",))
    there = {str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)}
    gone = dict.fromkeys(key for one in chunk for key in one.bills if key not in there)
    return (
        [one for one in chunk if there.issuperset(one.bills)],
        [
            _("%(number)s bu arada kenara alınmış ya da yerine başkası geçmiş; aktarılmadı.")
            % {"number": by_key[key].bill.number}
            for key in gone
        ],
    )


def _book(
    actor: Actor,
    firm: Firm,
    transfer: Transfer,
    chunk: Sequence[PlanDocument],
    by_key: dict[str, Source],
) -> tuple[list[Document], list[str]]:
    specs = [specification(transfer, planned, by_key) for planned in chunk]
    made: list[Document] = []
    takings: list[Taking] = []
    problems: list[str] = []
    for planned, answer in zip(chunk, booking.book_many(firm, specs, actor), strict=True):
        if isinstance(answer, HubError):
            problems.append(f"{by_key[planned.bills[0]].bill.number}: {answer.message}")
            continue
        made.append(answer)
        takings += [
            Taking(
                firm_id=actor.firm_id,
                bill_id=int(key),
                side=transfer.side,
                number=number,
                transfer=transfer,
                document=answer,
            )
            for key, number in planned.sources
        ]
    Taking.objects.bulk_create(takings, batch_size=1000)
    transfers.refresh_states(sorted({taking.bill_id for taking in takings}))
    Transfer.objects.filter(pk=transfer.pk).update(**_grown(transfer, made))
    return made, problems


def _grown(transfer: Transfer, made: Sequence[Document]) -> dict[str, Any]:
    """What the run has booked with these documents too."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for code, amount in transfer.amounts.items():
        sums[code] += Decimal(amount)
    for document in made:
        sums[document.currency] += document.total
    return {
        "documents": transfer.documents + len(made),
        "total": sums.get(LIRA, Decimal(0)),
        "totals": {code: str(amount) for code, amount in sums.items()},
    }


def specification(
    transfer: Transfer, planned: PlanDocument, by_key: dict[str, Source]
) -> DocumentSpec:
    """What the ERP is given: the bill's own date and number stay beside the booking's."""
    bills = [by_key[key].bill for key in planned.bills]
    first = bills[0]
    booked = timezone.localdate() if transfer.date_choice == DateChoice.TODAY else transfer.date
    note = ", ".join(f"{bill.number} {bill.ettn}".strip() for bill in bills)
    return DocumentSpec(
        kind="purchase_service" if transfer.side == Side.RECEIVED else "issued_service",
        source_key=f"invoices:{transfer.side}:{_digest(planned.sources)}",
        account_id=planned.account_id or transfer.table.account_id,
        date=booked,
        document_date=first.issue_date,
        document_number=first.number,
        lines=_lines(planned, first.number),
        total=planned.total,
        number=transfers.slip_number(first.number, planned.suffix),
        note=note[:_NOTE],
        currency=first.currency,
    )


def _digest(sources: Sequence[tuple[str, str]]) -> str:
    """The same parts have the same key, whatever run books them."""
    told = "\n".join(f"{key}/{number}" for key, number in sorted(sources))
    return hashlib.sha256(told.encode()).hexdigest()


def _lines(planned: PlanDocument, bill_number: str) -> tuple[LineSpec, ...]:
    return tuple(
        LineSpec(
            service_card_id=line.card.id,
            net=line.net,
            vat_rate=line.vat_rate.quantize(Decimal("0.01")),
            vat=line.vat,
            description=words.description(line),
            vat_difference=line.difference,
            project_id=line.project_id,
            workplace_id=line.workplace_id,
            special_code=line.special_code,
            number=line.number,
        )
        for line in planned.lines
        if line.net or line.vat or line.number
    )


def _take_nothing(actor: Actor, transfer: Transfer, nothing: Sequence[tuple[str, str]]) -> None:
    """Numbers without any amount are done with: they need no document."""
    Taking.objects.bulk_create(
        [
            Taking(
                firm_id=actor.firm_id,
                bill_id=int(key),
                side=transfer.side,
                number=number,
                transfer=transfer,
            )
            for key, number in nothing
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )
    transfers.refresh_states(sorted({int(key) for key, _ in nothing}))


def _finish(actor: Actor, transfer: Transfer, job: Job, stopped: int, problems: list[str]) -> None:
    Transfer.objects.filter(pk=transfer.pk).update(
        state=TransferState.DONE,
        stopped=stopped,
        problems=problems[:_TEXTS],
        ended_at=timezone.now(),
    )
    job.result = {
        **job.result,
        "transfer": transfer.pk,
        "documents": transfer.documents,
        "stopped": stopped,
        "total": str(transfer.total),
        "totals": transfer.amounts,
    }
    told = " + ".join(format_amount(Decimal(a), code) for code, a in transfer.amounts.items())
    changes = {"documents": transfer.documents, "stopped": stopped, "total": told}
    trail.record(actor, "invoices.transfer.done", transfer, changes)


def _end(transfer: Transfer, state: str) -> None:
    Transfer.objects.filter(pk=transfer.pk, state=TransferState.RUNNING).update(
        state=state, ended_at=timezone.now()
    )


def sweep() -> int:
    """Ends transfers whose job has ended without them (cancelled while it waited)."""
    ended = 0
    for row in Transfer.objects.filter(state=TransferState.RUNNING):
        job = Job.objects.filter(pk=row.job_id).first()
        if job is None or job.is_over:
            _end(row, TransferState.FAILED)
            ended += 1
    return ended


RUNNER = Runner(transfers.KIND, TRANSFER, run, page="invoice-transfer-progress")

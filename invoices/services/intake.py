"""Bills into the portal: each once, its file kept, doubtful ones for a person (L-090, B6)."""

from __future__ import annotations

import enum
import hashlib
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from invoices import matching
from invoices.models import BESIDE, Bill, BillDocument, BillNumber, BillState
from invoices.selectors import bills as selectors
from invoices.services import logins
from turkcell_hub.audit.services import trail
from turkcell_hub.gateways.invoice import reading
from turkcell_hub.gateways.invoice.bill import Bill as ReadBill
from turkcell_hub.gateways.invoice.bill import UnreadableBill
from turkcell_hub.gateways.invoice.contract import BillQuery, BillRef, Document
from turkcell_hub.lib.money import to_kurus
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount

_LOCK = 7_300_411  # advisory: one writer of a firm's bills at a time, so that twins see each other
_MARKED_AT_ONCE = 50
_NAMED = 20


class Outcome(enum.StrEnum):
    NEW = "NEW"
    SAME = "SAME"
    CONFLICT = "CONFLICT"
    DETAILED = "DETAILED"  # a list of numbers joined the bill that had none
    UNREADABLE = "UNREADABLE"


@dataclass
class Taken:
    """What came of a run of intake. ``unreadable``: (file, reason code)."""

    counts: Counter[str] = field(default_factory=Counter)
    unreadable: list[tuple[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {**self.counts, "files": [list(one) for one in self.unreadable[:_NAMED]]}


Step = Callable[[int], None]


def from_file(actor: Actor, content: bytes, name: str, step: Step = lambda _: None) -> Taken:
    """Takes the bills of an uploaded XML, CSV or ZIP. Raises ``UnreadableBill`` for an archive
    that must not be opened; single files that cannot be read are told in the result."""
    taken = Taken()
    for place, document in enumerate(reading.unpacked(content, name), 1):
        _take(actor, document, None, "", taken)
        step(place)
    _tell(actor, taken)
    return taken


def from_operator(
    actor: Actor, account: GatewayAccount, query: BillQuery, step: Step = lambda _: None
) -> Taken:
    """Takes every bill of the account that ``query`` names and that is not here yet, then tells
    the operator. Whoever is killed in between takes nothing twice; a bill that cannot be read is
    not told, so that it is told here every time. Raises what ``logins.opened`` raises."""
    taken = Taken()
    with logins.opened(actor, account) as inbox:
        marks = inbox.capabilities().marks_taken
        stored: list[BillRef] = []
        cursor = None
        refs: list[BillRef] = []
        while True:
            page = inbox.bills(query, cursor)
            refs += page.refs
            cursor = page.cursor
            if cursor is None:
                break
        known = _known(account, refs)
        for seen, ref in enumerate(refs, 1):
            if ref.id in known:
                taken.counts[Outcome.SAME] += 1
                stored.append(ref)
            elif _take(actor, inbox.document(ref), account, ref.id, taken):
                stored.append(ref)
            if marks and len(stored) >= _MARKED_AT_ONCE:
                inbox.mark_taken(stored)
                stored = []
            step(seen)
        if marks and stored:
            inbox.mark_taken(stored)
    _tell(actor, taken)
    return taken


def store(
    actor: Actor,
    read: ReadBill,
    document: Document,
    account: GatewayAccount | None = None,
    source_id: str = "",
) -> Outcome:
    """One bill in one transaction, one at a time in a firm: a corrected bill that comes in the
    same moment is seen as one. The same ETTN is the same bill; the same number with another ETTN or
    amount is a conflict that a person settles."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, actor.firm_id])
        return _store(actor, read, document, account, source_id)


def _take(
    actor: Actor,
    document: Document,
    account: GatewayAccount | None,
    source_id: str,
    taken: Taken,
) -> bool:
    try:
        bills = reading.read(document)
    except UnreadableBill as refused:
        taken.counts[Outcome.UNREADABLE] += 1
        taken.unreadable.append((document.name[:120], refused.reason))
        return False
    for read in bills:
        taken.counts[store(actor, read, document, account, source_id)] += 1
    return True


def _store(
    actor: Actor,
    read: ReadBill,
    document: Document,
    account: GatewayAccount | None,
    source_id: str,
) -> Outcome:
    amount = to_kurus(read.totals.amount)
    rivals = Bill.objects.exclude(state__in=BESIDE)
    if read.ettn:
        same = rivals.filter(ettn=read.ettn).first()
        if same is not None:
            return Outcome.SAME if same.amount == amount else _conflict(
                actor, read, document, account, source_id
            )  # fmt: skip
    key = read.number.strip().upper()
    same = rivals.filter(supplier_tax_no=read.supplier_tax_no, number_key=key).first()
    if same is not None:
        is_same = same.amount == amount and not (read.ettn and same.ettn)
        return Outcome.SAME if is_same else _conflict(actor, read, document, account, source_id)
    twin = _twin(read, amount)
    if twin is not None and not read.ettn:
        return _add_numbers(twin, read)
    state = BillState.CONFLICT if twin is not None else _first_state(read)
    _write(actor, read, document, account, source_id, state)
    return Outcome.CONFLICT if twin is not None else Outcome.NEW


def _first_state(read: ReadBill) -> str:
    return BillState.REVIEW if read.totals.review else BillState.OPEN


def _twin(read: ReadBill, amount: Decimal) -> Bill | None:
    """The same bill from the other kind of source: a CSV list has no ETTN and no number."""
    found = selectors.twins(read.issue_date, amount, is_list=not read.ettn)
    return found.exclude(state__in=BESIDE).first()


def _add_numbers(bill: Bill, read: ReadBill) -> Outcome:
    if bill.number_count or bill.takings.filter(released_at__isnull=True).exists():
        return Outcome.SAME
    _write_numbers(bill, read)
    bill.number_count = len(read.numbers)
    bill.is_collective = read.is_collective
    bill.save(update_fields=["number_count", "is_collective"])
    return Outcome.DETAILED


def _conflict(
    actor: Actor,
    read: ReadBill,
    document: Document,
    account: GatewayAccount | None,
    source_id: str,
) -> Outcome:
    kept = _document(actor.firm_id, document)
    if Bill.objects.filter(document=kept, number_key=read.number.strip().upper()).exists():
        return Outcome.SAME
    _write(actor, read, document, account, source_id, BillState.CONFLICT)
    return Outcome.CONFLICT


def _write(
    actor: Actor,
    read: ReadBill,
    document: Document,
    account: GatewayAccount | None,
    source_id: str,
    state: str,
) -> Bill:
    totals = read.totals
    bill = Bill(
        firm_id=actor.firm_id,
        account=account,
        document=_document(actor.firm_id, document),
        state=state,
        ettn=read.ettn,
        number=read.number,
        supplier_tax_no=read.supplier_tax_no,
        supplier_name=read.supplier_name,
        subscriber_no=read.subscriber_no,
        currency=read.currency,
        type_code=read.type_code,
        issue_date=read.issue_date,
        period=read.period,
        due_date=read.due_date,
        net=to_kurus(totals.net),
        third_party=to_kurus(totals.third_party),
        rounding=to_kurus(totals.rounding),
        withheld=to_kurus(totals.withheld),
        amount=to_kurus(totals.amount),
        payable=to_kurus(totals.payable),
        carried=to_kurus(totals.carried),
        rule=totals.rule[:4],
        taxes=[_tax(one) for one in totals.taxes],
        reviews=[str(one) for one in totals.review],
        proposal=_tax(totals.proposal) if totals.proposal else None,
        warnings=list(read.warnings),
        is_collective=read.is_collective,
        number_count=len(read.numbers),
        parts=len(matching.units(read)),
        source_id=source_id,
    )
    bill.save()
    _write_numbers(bill, read)
    return bill


def _write_numbers(bill: Bill, read: ReadBill) -> None:
    BillNumber.objects.bulk_create(
        [
            BillNumber(
                firm_id=bill.firm_id,
                bill=bill,
                number=one.number,
                tariff=one.tariff[:200],
                amount=to_kurus(one.amount),
                kdv=to_kurus(one.kdv),
                oiv=to_kurus(one.oiv),
                net=None if one.net is None else to_kurus(one.net),
                campaigns=list(one.campaigns[:10]),
            )
            for one in read.numbers
        ],
        batch_size=1000,
    )


def _tax(tax: Any) -> dict[str, str]:
    return {
        "code": tax.code,
        "name": tax.name,
        "rate": f"{tax.rate.normalize():f}",
        "base": f"{to_kurus(tax.base):f}",
        "amount": f"{to_kurus(tax.amount):f}",
    }


def _document(firm_id: int, document: Document) -> BillDocument:
    digest = hashlib.sha256(document.content).hexdigest()
    kept, _made = BillDocument.objects.get_or_create(
        firm_id=firm_id,
        sha256=digest,
        defaults={
            "media_type": document.media_type,
            "name": document.name[:160],
            "content": zlib.compress(document.content),
            "size": len(document.content),
        },
    )
    return kept


def _known(account: GatewayAccount, refs: list[BillRef]) -> set[str]:
    ids = [ref.id for ref in refs]
    rows = Bill.objects.filter(account=account, source_id__in=ids)
    return set(rows.values_list("source_id", flat=True))


def _tell(actor: Actor, taken: Taken) -> None:
    if taken.counts:
        trail.record(actor, "invoices.bills.taken", None, dict(taken.counts))

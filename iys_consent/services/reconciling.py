"""Nightly reconciliation: the counts of a finished day, its SHA-384, and where they differ the
registry's file, from which what we lack is taken over."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import structlog
from django.db import connection
from django.utils.translation import gettext as _

from iys_consent.models import DayState, Origin, RegistryDay
from iys_consent.services import accounts, incoming, listing
from iys_consent.sql import incoming as sql
from turkcell_hub.gateways.errors import Busy, GatewayError
from turkcell_hub.gateways.iys.contract import Agreement, DayCount, IysGateway, Record
from turkcell_hub.gateways.iys.values import (
    REGISTRY_ZONE,
    Channel,
    RecipientType,
    Status,
)
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.models import Brand, GatewayAccount
from turkcell_hub.tenancy.services import account_health, connections

log = structlog.get_logger(__name__)
COLUMNS = (
    "creationDate", "transactionId", "recipient", "recipientType", "type", "status",
    "consentDate", "source",
)  # fmt: skip
_FORMAT = "%Y-%m-%d %H:%M:%S"
# The registry tells of days at most seven back; the night's own feed has an hour to arrive.
DAYS_BACK = 6
FIRST_HOUR = 2
AGAIN = timedelta(hours=1)


class Row(NamedTuple):
    """One line of the registry's file, as text."""

    created: str
    transaction_id: str
    recipient: str
    recipient_type: str
    channel: str
    status: str
    consented: str
    source: str


def due() -> list[tuple[int, int]]:
    """(firm, day) to compare now; in the scope of every firm. Makes the rows of finished days, and
    says of those of which İYS tells no more that nobody has compared them."""
    now = listing.database_now().astimezone(REGISTRY_ZONE)
    last = now.date() - timedelta(days=1 if now.hour >= FIRST_HOUR else 2)
    with_account = GatewayAccount.objects.filter(
        service=GatewayAccount.Service.IYS, is_active=True
    ).values("firm")
    brands = Brand.objects.filter(firm__in=with_account, is_active=True)
    days = [last - timedelta(days=back) for back in range(DAYS_BACK)]
    RegistryDay.objects.bulk_create(
        [
            RegistryDay(firm_id=brand.firm_id, brand=brand, day=day)
            for brand in brands
            for day in days
        ],
        ignore_conflicts=True,
    )
    open_ones = RegistryDay.objects.filter(state=DayState.WAITING, firm__in=with_account)
    open_ones.filter(day__lt=days[-1]).update(
        state=DayState.DIFFERENT,
        note=_("Süresinde karşılaştırılamadı; İYS yedi günden eskisini bildirmez."),
        checked_at=now,
    )
    found = open_ones.filter(next_at__lte=NOW)
    return list(found.order_by("day", "pk").values_list("firm_id", "pk")[:500])


def compare(day_id: int) -> DayState | None:
    """Compares one day, in the firm's scope; None when it is not its turn."""
    mine = RegistryDay.objects.filter(pk=day_id, state=DayState.WAITING, next_at__lte=NOW)
    row = RegistryDay.objects.select_related("brand").filter(pk=day_id).first()
    account = accounts.for_brand(row.brand) if row else None
    if row is None or not mine.update(next_at=NOW + AGAIN) or account is None:
        return None
    try:
        with connections.registry(account) as gateway:
            if not gateway.capabilities().reconciliation:
                return _end(row, DayState.EMPTY, _("Bu bağlantı türünde mutabakat yok."))
            return _compare(gateway, row)
    except GatewayError as error:
        account_health.note_failure(account, error)
        wait = timedelta(seconds=error.retry_after or 0) if isinstance(error, Busy) else AGAIN
        note = (error.answer.text or account_health.explain(error))[:300]
        RegistryDay.objects.filter(pk=day_id).update(next_at=NOW + max(wait, AGAIN), note=note)
        log.info("iys.not_compared", day_id=day_id, reason=error.reason)
        return None


def _compare(gateway: IysGateway, row: RegistryDay) -> DayState:
    brand, day = row.brand, row.day
    told = gateway.agreement(brand.code, day)
    ours = known(brand, day)
    row.ours, row.theirs = len(ours), _total(gateway, brand, day)
    if told is None:
        if not ours:
            return _end(row, DayState.EMPTY, "")
        row.unknown = len(ours)
        return _end(row, DayState.DIFFERENT, _("İYS o gün için hareket bildirmiyor."))
    if told.state in ("queued", "inprogress"):
        RegistryDay.objects.filter(pk=row.pk).update(next_at=NOW + AGAIN)
        return DayState.WAITING
    row.their_hash = told.hash
    if told.hash in hashes(ours):
        return _agree(gateway, row, told, DayState.AGREED)
    return _repair(gateway, row, told, ours)


def _repair(
    gateway: IysGateway, row: RegistryDay, told: Agreement, ours: Sequence[Row]
) -> DayState:
    """Takes over from the registry's own file what we lack. The file is believed only when it
    is what the registry's hash covers."""
    body = gateway.day_file(row.brand.code, row.day) or b""
    if hashlib.sha384(body).hexdigest() != told.hash:
        return _end(row, DayState.DIFFERENT, _("İYS dosyası, İYS'nin bildirdiği özete uymuyor."))
    theirs = list(read(body))
    here, there = Counter(map(_sign, ours)), Counter(map(_sign, theirs))
    missing = [one for one in theirs if not here[_sign(one)]]
    row.missing = len(missing)
    row.unknown = sum((here - there).values())
    actor = actors.system(row.firm_id, _("Mutabakat"))
    incoming.take(actor, row.brand, [_record(one) for one in missing], Origin.RECONCILIATION)
    if row.unknown:
        note = _("%(count)d hareketimiz İYS dosyasında yok; hareketlerin alındısına bakın.")
        return _end(row, DayState.DIFFERENT, note % {"count": row.unknown})
    return _agree(gateway, row, told, DayState.REPAIRED if missing else DayState.AGREED)


def _agree(gateway: IysGateway, row: RegistryDay, told: Agreement, state: DayState) -> DayState:
    if told.agreed is not True:
        gateway.agree(row.brand.code, row.day)
    return _end(row, state, "")


def _end(row: RegistryDay, state: DayState, note: str) -> DayState:
    row.state, row.note, row.checked_at = state, note[:300], listing.database_now()
    row.save(
        update_fields=[
            "state", "note", "checked_at", "ours", "theirs", "missing", "unknown", "their_hash",
        ]
    )  # fmt: skip
    return state


def _total(gateway: IysGateway, brand: Brand, day: date) -> int:
    counts: list[DayCount] = []
    for recipient_type in RecipientType:
        counts += gateway.day_counts(brand.code, day, recipient_type)
    return sum(one.total for one in counts)


def known(brand: Brand, day: date) -> list[Row]:
    """What we know that the registry recorded on the day, in the file's order."""
    start = datetime.combine(day, time.min, REGISTRY_ZONE)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.KNOWN_OF_DAY, [brand.firm_id, brand.pk, start, start + timedelta(days=1)]
        )
        rows = [
            Row(_written(created), ref, recipient, kind, channel, status, _written(at), source)
            for created, ref, recipient, kind, channel, status, at, source in cursor.fetchall()
        ]
    return sorted(rows, key=lambda row: (row.created, row.transaction_id))


def hashes(rows: Iterable[Row]) -> set[str]:
    """SHA-384 of the file as we would write it, with the header line and without: which of the
    two is hashed the registry's document leaves open."""
    body = "".join(",".join(row) + "\n" for row in rows)
    header = ",".join(COLUMNS) + "\n"
    return {hashlib.sha384(text.encode()).hexdigest() for text in (body, header + body)}


def read(body: bytes) -> Iterator[Row]:
    """The lines of the registry's file, whatever the order of its columns."""
    lines = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    order = list(COLUMNS)
    for place, line in enumerate(lines):
        if place == 0 and set(line) >= set(COLUMNS[:6]):
            order = line
            continue
        facts = dict(zip(order, line, strict=False))
        yield Row(*(facts.get(name, "") for name in COLUMNS))


def _sign(row: Row) -> tuple[str, ...]:
    """What makes two lines the same movement. Sources and dates are the registry's to word."""
    return row.transaction_id, row.recipient.lower(), row.recipient_type, row.channel, row.status


def _record(row: Row) -> Record:
    return Record(
        recipient=row.recipient,
        recipient_type=RecipientType(row.recipient_type),
        channel=Channel(row.channel),
        status=Status(row.status),
        source=row.source,
        consented_at=_moment(row.consented),
        created_at=_moment(row.created),
        transaction_id=row.transaction_id,
    )


def _written(at: datetime | None) -> str:
    return at.astimezone(REGISTRY_ZONE).strftime(_FORMAT) if at else ""


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    return datetime.strptime(text, _FORMAT).replace(tzinfo=REGISTRY_ZONE)

"""What the SMS adapters share: their operators' spellings of times, numbers and refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NoReturn, TypeVar
from urllib.parse import quote
from zoneinfo import ZoneInfo

import orjson

from turkcell_hub.gateways.errors import (
    BadCredentials,
    Broken,
    Busy,
    GatewayError,
    OutOfFunds,
    Refused,
    Unknown,
)
from turkcell_hub.gateways.http import Reply
from turkcell_hub.gateways.sms.contract import (
    BatchKnown,
    DeliveryReport,
    InboundMessage,
    LookupResult,
    OutgoingMessage,
    ParsedPush,
    ReportPage,
)
from turkcell_hub.lib import phone
from turkcell_hub.lib.identity import mask_tckn
from turkcell_hub.lib.redact import redact_text

T = TypeVar("T")
ISTANBUL = ZoneInfo("Europe/Istanbul")
PREFIX = "+90"
# What reading a field of another kind than promised can raise.
UNREADABLE = (KeyError, TypeError, ValueError, OverflowError, AttributeError)
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(hours=48)


@dataclass(frozen=True)
class Code:
    """One row of an adapter's table of refusals: the error it becomes and the portal's reason."""

    error: type[GatewayError]
    reason: str

    def error_for(self, reply: Reply, word: str, text: str, *, submit: bool) -> GatewayError:
        """A fault "inside the operator" may have come after acceptance: only a question may
        be repeated."""
        error = self.error
        if error is Unknown and not submit:
            error = Busy
        return error(self.reason, reply.answer(word, clip(text)))


ACCOUNT, REQUEST, FUNDS, UNCLEAR = BadCredentials, Refused, OutOfFunds, Unknown


def not_supported() -> NoReturn:
    raise Refused("NOT_SUPPORTED")


def clip(text: str) -> str:
    """The operator's own text for people: short, and with every phone number and key masked."""
    return redact_text(" ".join(text[:400].split()))[:200]


VALIDITY = (_SHORTEST, _LONGEST)


def hours_minutes(validity: timedelta) -> str:
    """HH:MM, held between 00:01 and 48:00; seconds are rounded up to the minute."""
    held = min(max(validity, _SHORTEST), _LONGEST)
    minutes = -(-int(held.total_seconds()) // 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def moment(value: object) -> datetime | None:
    """An operator's time as an aware datetime; without an offset it is Turkish local time. None
    when it cannot be read: a report is worth more than its time."""
    if not isinstance(value, str) or not value:
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=ISTANBUL)


def integer(value: object) -> int | None:
    """An int that may come as text; None when nothing was told. Raises ValueError."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("not a whole number")
    return int(value)


def word(value: object) -> str:
    """A text or an id that may come as a number; "" when nothing was told."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("not a word")
    return str(value)


def e164(number: str) -> str:
    """5XXXXXXXXX, 905XXXXXXXXX, 00X… or +X… as E.164; "" when told nothing or no number."""
    digits = number.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return ""
    if number.startswith("+"):
        return number
    if number.startswith("00"):
        return "+" + number[2:]
    return PREFIX + number if len(number) == 10 else "+" + number


def every_page(page_of: Callable[[str | None], tuple[Sequence[T], str | None]]) -> Iterator[T]:
    """All rows of a list that is read page by page."""
    cursor: str | None = None
    while True:
        page, cursor = page_of(cursor)
        yield from page
        if cursor is None:
            return


def next_offset(offset: str, rows: int, total: int) -> str | None:
    """Where the next page of an offset list begins; None after the last or an empty one."""
    seen = int(offset) + rows
    return str(seen) if rows and seen < total else None


def segment(packet_id: str) -> str:
    """An id as one segment of a path, whatever it holds."""
    return quote(packet_id, safe="")


def push_items(body: bytes) -> list[Any]:
    """The items of a pushed JSON array. Raises ``Broken`` when the body is no push at all."""
    try:
        items = orjson.loads(body)
    except orjson.JSONDecodeError:
        items = None
    if isinstance(items, dict) and "type" in items:
        items = [items]
    if not isinstance(items, list):
        raise Broken("UNREADABLE_PUSH")
    return items


@dataclass(frozen=True)
class RawPage:
    """What a page of reports held: its readable rows, how many there were, the last one's id."""

    reports: tuple[DeliveryReport, ...]
    rows: int
    last_id: str

    def page(self, cursor: str | None) -> ReportPage:
        return ReportPage(self.reports, cursor, self.rows - len(self.reports))


@dataclass(frozen=True)
class Answer:
    """The body of a success, as JSON or text, with the reply that brought it."""

    body: Any
    reply: Reply


def converted(answer: Answer, convert: Callable[[Any], T]) -> T:
    """``convert`` of the body; ``Broken`` when the body is not what the contract says."""
    try:
        return convert(answer.body)
    except UNREADABLE:
        pass
    raise Broken("UNREADABLE", answer.reply.answer())


def summary(messages: Sequence[OutgoingMessage], **facts: object) -> str:
    """A line for the gateway log: how many and how; the number, masked, when it is one (8.7)."""
    told = " ".join(f"{name}={fact}" for name, fact in facts.items() if fact is not None)
    to = f" to={_masked(messages[0].to)}" if len(messages) == 1 else ""
    return f"{len(messages)} SMS{to} {told}"


def _masked(address: str) -> str:
    return phone.mask(address) if address.startswith("+") else mask_tckn(address)


def report_page(
    rows: object, report: Callable[[Mapping[str, Any]], DeliveryReport], id_name: str
) -> RawPage:
    """Reads a page row by row: one bad row hides no other. Raises ValueError when it is no list
    or nothing in it can be read."""
    if not isinstance(rows, list):
        raise ValueError("no list")
    reports: list[DeliveryReport] = []
    for row in rows:
        with suppress(*UNREADABLE):
            reports.append(report(row))
    if rows and not reports:
        raise ValueError("no readable row")
    last = ""
    with suppress(*UNREADABLE):
        last = word(rows[-1].get(id_name)) if rows else ""
    return RawPage(tuple(reports), len(rows), last)


def looked_up(found: RawPage) -> LookupResult:
    """A known reference has messages; a page without any is no proof that it is known."""
    if not found.reports:
        return LookupResult(BatchKnown.NO)
    ids = {r.reference: r.operator_id for r in found.reports if r.reference and r.operator_id}
    return LookupResult(BatchKnown.YES, found.reports[0].packet_id, ids)


def parse_push(
    body: bytes,
    report: Callable[[Mapping[str, Any]], DeliveryReport],
    inbound: Callable[[Mapping[str, Any]], InboundMessage],
) -> ParsedPush:
    """Reads a pushed array item by item: one bad item spoils no other."""
    reports: list[DeliveryReport] = []
    messages: list[InboundMessage] = []
    unreadable = 0
    for item in push_items(body):
        try:
            if item["type"] == "outbound":
                reports.append(report(item))
            elif item["type"] == "inbound":
                messages.append(inbound(item))
            else:
                unreadable += 1
        except UNREADABLE:
            unreadable += 1
    return ParsedPush(tuple(reports), tuple(messages), unreadable)

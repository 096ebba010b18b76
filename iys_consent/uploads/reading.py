"""One row of a list as one row of staging. A million of them pass here (K-001, P7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

import orjson

from iys_consent.rules import AddressKind, DateRules, Proposal, Severity, check
from iys_consent.rules import findings as f
from iys_consent.uploads import cells, verdicts
from iys_consent.uploads.kinds import Kind
from turkcell_hub.gateways.iys.values import FIRST_DAY, REGISTRY_ZONE, Source, Status

_APPROVED = Status.APPROVED.value
_OF_A_CHANNEL = {"channel", "status"}
_NAMES = (
    "brand", "recipient_type", "first_name", "last_name", "full_name", "phone", "email",
    "address", "call", "message", "mail", "source", "consented_at", "iys_code",
)  # fmt: skip


class Staged(NamedTuple):
    """In the order of the COPY. ``consented_at`` is wall time in Istanbul, "" for none."""

    number: int
    recipient_type: str
    first_name: str
    last_name: str
    phone: str
    email: str
    call: str
    message: str
    mail: str
    call_verdict: str
    message_verdict: str
    mail_verdict: str
    source: str
    consented_at: datetime | None
    kinds: int
    level: int
    notes: str
    raw: str


@dataclass(frozen=True)
class Reading:
    """What one pass over a list needs. ``own_brands``: codes that the person may use;
    ``iys_codes``: the firm's own numbers (none known: the column is not looked at);
    ``uploaded_at``: what an empty date would become (K-059)."""

    brand_code: str
    own_brands: frozenset[str]
    iys_codes: frozenset[str]
    dates: DateRules
    now: datetime
    uploaded_at: datetime


def reader(reading: Reading, places: Mapping[str, int]) -> Callable[[int, Sequence[Any]], Staged]:
    """The function that reads one row; it remembers what it has seen before."""
    # -1 is the place of the empty cell that every row gets: a column that the list has not.
    take = SimpleNamespace(**{name: places.get(name, -1) for name in _NAMES})
    read_type = cells.remembered(cells.recipient_type)
    read_source = cells.remembered(cells.source)
    read_moment = cells.remembered(cells.moment)
    read_status = cells.remembered(cells.status)
    brand_problem = cells.remembered(lambda cell: (_brand_problem(reading, cell), 0, ""))
    iys_problem = cells.remembered(lambda cell: (_iys_problem(reading, cell), 0, ""))
    judge = _Judge(reading)

    def read(number: int, row: Sequence[Any]) -> Staged:
        row = (*row, None)
        notes: list[str] = []
        kind, corrected, wrong = read_type(row[take.recipient_type])
        if wrong:
            notes.append("recipient_type:" + wrong)
        source, bits, wrong = read_source(row[take.source])
        corrected |= bits
        if wrong:
            notes.append("source:" + wrong)
        at, bits, wrong = read_moment(row[take.consented_at])
        corrected |= bits
        if wrong:
            notes.append("consented_at:" + wrong)
        for problem in (brand_problem(row[take.brand])[0], iys_problem(row[take.iys_code])[0]):
            if problem:
                notes.append("brand:" + problem)
        phone, email, bits = _addresses(take, row, notes)
        corrected |= bits
        call, bits, call_wrong = read_status(row[take.call])
        corrected |= bits
        message, bits, message_wrong = read_status(row[take.message])
        corrected |= bits
        mail, bits, mail_wrong = read_status(row[take.mail])
        corrected |= bits
        for channel, wrong in (("ARAMA", call_wrong), ("MESAJ", message_wrong),
                               ("EPOSTA", mail_wrong)):  # fmt: skip
            if wrong:
                notes.append(f"{channel}:{wrong}")
        if phone and not (call or message or call_wrong or message_wrong):
            call = message = _APPROVED
            corrected |= Kind.EMPTY_CHANNELS
        if email and not (mail or mail_wrong):
            mail = _APPROVED
            corrected |= Kind.EMPTY_EMAIL
        if at is None and kind == "BIREYSEL" and not any("consented_at" in n for n in notes):
            at, corrected = _filled_date(reading, source, corrected)
        first, last = _name(take, row, notes)
        blocked = bool(notes)
        found = [
            judge(blocked, AddressKind.PHONE, bool(phone), kind, "ARAMA", call, source, at, notes),
            judge(
                blocked, AddressKind.PHONE, bool(phone), kind, "MESAJ", message, source, at, notes
            ),
            judge(blocked, AddressKind.EMAIL, bool(email), kind, "EPOSTA", mail, source, at, notes),
        ]
        if not (call or message or mail or notes):
            notes.append("status:" + verdicts.NO_CHANNEL.code)
        stands = verdicts.ERROR not in found and verdicts.BLOCK not in found and any(found)
        wrong_row = bool(notes) and (blocked or not stands)
        level = verdicts.WRONG if wrong_row else verdicts.NOTED if corrected or notes else 0
        return Staged(
            number, kind, first, last, phone, email, call, message, mail, *found, source, at,
            int(corrected), level, verdicts.joined(notes), _raw(row) if level else "",
        )  # fmt: skip

    return read


class _Judge:
    """``rules.check`` of a cell whose key is not stored, asked once for equal questions."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known: dict[tuple[Any, ...], tuple[str, tuple[str, ...]]] = {}

    def __call__(
        self,
        blocked: bool,
        address_kind: AddressKind,
        has_address: bool,
        recipient_type: str,
        channel: str,
        status: str,
        source: str,
        at: datetime | None,
        notes: list[str],
    ) -> str:
        if not status:
            return ""
        if not has_address:
            if not blocked:
                notes.append(f"{channel}:{f.ADDRESS_MISSING.code}")
            return verdicts.ERROR
        if blocked:
            return verdicts.ERROR
        # Moments of one day that are over are the same to the rules, but for 2015's own.
        day = at and (at.date(), at > self._reading.now, at == FIRST_DAY)
        key = (recipient_type, channel, status, source, day)
        found = self._known.get(key)
        if found is None:
            proposal = Proposal("x", address_kind, recipient_type, channel, status, source, at)
            found = self._known[key] = self._ask(proposal)
        verdict, more = found
        notes.extend(more)
        return verdict

    def _ask(self, proposal: Proposal) -> tuple[str, tuple[str, ...]]:
        return verdict_of(check(proposal, self._reading.now, self._reading.dates), proposal.channel)


def verdict_of(found: Sequence[f.Finding], channel: str) -> tuple[str, tuple[str, ...]]:
    """A cell's verdict and notes from what the rules say of it; NEW when they say nothing."""
    notes = tuple(
        f"{channel if one.field in _OF_A_CHANNEL else one.field}:{one.code}" for one in found
    )
    if not found:
        return verdicts.NEW, ()
    if all(one.problem is f.FIRST_IS_REFUSAL for one in found):
        return verdicts.BLOCK, notes
    if any(one.problem.severity is Severity.ERROR for one in found):
        return verdicts.ERROR, notes
    return verdicts.SKIP, notes


def _brand_problem(reading: Reading, cell: Any) -> str:
    written = cells.code(cell)
    if not written:
        return verdicts.BRAND_MISSING.code
    if written == reading.brand_code:
        return ""
    own = written in reading.own_brands
    return (verdicts.BRAND_OTHER if own else verdicts.BRAND_FOREIGN).code


def _iys_problem(reading: Reading, cell: Any) -> str:
    written = cells.code(cell)
    if not written or not reading.iys_codes or written in reading.iys_codes:
        return ""
    return verdicts.BRAND_FOREIGN.code


def _addresses(take: Any, row: Sequence[Any], notes: list[str]) -> tuple[str, str, int]:
    """Phone and e-mail of a row; one column for both is told apart by the "@" (K-036)."""
    phone_cell, email_cell = row[take.phone], row[take.email]
    both = row[take.address]
    if both is not None:
        if "@" in str(both):
            email_cell = email_cell if email_cell is not None else both
        else:
            phone_cell = phone_cell if phone_cell is not None else both
    phone, bits, wrong = cells.phone(phone_cell)
    if wrong:
        notes.append("phone:" + wrong)
    email = ""
    if email_cell is not None:
        email, more, wrong = cells.email(email_cell)
        bits |= more
        if wrong:
            notes.append("email:" + wrong)
    elif phone_cell is None:
        notes.append("address:" + f.ADDRESS_MISSING.code)
    return phone, email, bits


def _name(take: Any, row: Sequence[Any], notes: list[str]) -> tuple[str, str]:
    first, last = cells.name(row[take.first_name]), cells.name(row[take.last_name])
    if not (first or last) and row[take.full_name] is not None:
        first, _space, last = cells.name(row[take.full_name]).rpartition(" ")
        first, last = (first, last) if first else (last, "")
    if len(first) > 60 or len(last) > 60:
        notes.append("name:" + verdicts.NAME_TOO_LONG.code)
        return first[:60], last[:60]
    return first, last


def _filled_date(reading: Reading, source: str, corrected: int) -> tuple[datetime | None, int]:
    """HS_2015 has one date alone; any other empty date would be the moment of the upload."""
    if source == Source.BEFORE_2015:
        return FIRST_DAY, corrected | Kind.DATE_2015
    moment = reading.uploaded_at.astimezone(REGISTRY_ZONE).replace(microsecond=0)
    return moment, corrected | Kind.EMPTY_DATE


def _raw(row: Sequence[Any]) -> str:
    return orjson.dumps([None if c is None else str(c) for c in row[:-1]]).decode()

"""One row of a list as one row of staging. A million of them pass here (K-001, P7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from iys_consent.rules import AddressKind, DateRules, Proposal, Severity, check
from iys_consent.rules import findings as f
from iys_consent.uploads import cells, verdicts
from iys_consent.uploads.kinds import Kind
from turkcell_hub.gateways.iys.values import FIRST_DAY, REGISTRY_ZONE, Source, Status

_APPROVED = Status.APPROVED.value
_CHANNELS = ("ARAMA", "MESAJ", "EPOSTA")
_LONGEST_NAME = 60
_MOST_KEPT = 50_000
_OF_A_CHANNEL = {"channel", "status"}
_FRAME = ("recipient_type", "source", "brand", "iys_code", "dealer", "call", "message", "mail")
_NAMES = (
    *_FRAME, "first_name", "last_name", "full_name", "phone", "email", "address", "consented_at",
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
    retailer_code: int | None
    kinds: int
    level: int
    notes: str
    raw: str


@dataclass(frozen=True)
class Reading:
    """What one pass over a list needs. ``own_brands``: codes that the person may use;
    ``iys_codes``: the firm's own numbers (none known: the column is not looked at); ``dealers``:
    codes of the brand's dealers;
    ``uploaded_at``: what an empty date would become (K-059)."""

    brand_code: str
    own_brands: frozenset[str]
    iys_codes: frozenset[str]
    dealers: frozenset[int]
    dates: DateRules
    now: datetime
    uploaded_at: datetime


class _Frame(NamedTuple):
    """The cells of a row that few different values fill; each combination is read once."""

    recipient_type: str
    source: str
    dealer: int | None
    call: str
    message: str
    mail: str
    kinds: int
    notes: tuple[str, ...]
    status_notes: tuple[str, ...]


class _Outcome(NamedTuple):
    """What a frame becomes with or without a phone, an e-mail and a date."""

    call: str
    message: str
    mail: str
    verdicts: tuple[str, str, str]
    filled_at: datetime | None
    kinds: int
    level: int
    notes: str


def reader(reading: Reading, places: Mapping[str, int]) -> Callable[[int, Sequence[Any]], Staged]:
    """The function that reads one row; it remembers what it has seen before."""
    # -1 is the place of the empty cell that every row gets: a column that the list has not.
    at_of = {name: places.get(name, -1) for name in _NAMES}
    frame_cells = itemgetter(*(at_of[name] for name in _FRAME))
    phone_at, email_at, both_at = at_of["phone"], at_of["email"], at_of["address"]
    first_at, last_at, full_at = at_of["first_name"], at_of["last_name"], at_of["full_name"]
    date_at = at_of["consented_at"]
    read_moment, read_name = cells.remembered(cells.moment), cells.remembered_name()
    frames: dict[tuple[Any, ...], _Frame] = {}
    outcomes: dict[tuple[Any, ...], _Outcome] = {}
    judge = _Judge(reading)

    def read(number: int, given: Sequence[Any]) -> Staged:
        row = (*given, None)
        key = frame_cells(row)
        frame = frames.get(key)
        if frame is None:
            if len(frames) >= _MOST_KEPT:  # a list that has a new one in each row
                frames.clear()
                outcomes.clear()
            frame = frames[key] = _frame(reading, key)
        at, date_kind, wrong_date = read_moment(row[date_at])
        own: tuple[str, ...] = ()
        phone_cell, email_cell = row[phone_at], row[email_at]
        if phone_cell is None or row[both_at] is not None:
            phone_cell, email_cell = _told_apart(phone_cell, email_cell, row[both_at])
        phone, kinds, wrong = cells.phone(phone_cell)
        if wrong:
            own = ("phone:" + wrong,)
        email = ""
        if email_cell is not None:
            email, more, wrong = cells.email(email_cell)
            kinds |= more
            if wrong:
                own += ("email:" + wrong,)
        elif phone_cell is None:
            own = ("address:" + f.ADDRESS_MISSING.code,)
        first, last = read_name(row[first_at]), read_name(row[last_at])
        if not (first or last) and row[full_at] is not None:
            first, last = _parted(cells.name(row[full_at]))
        if len(first) > _LONGEST_NAME or len(last) > _LONGEST_NAME:
            own += ("name:" + verdicts.NAME_TOO_LONG.code,)
            first, last = first[:_LONGEST_NAME], last[:_LONGEST_NAME]
        # Moments of one day that are over are the same to the rules, but for 2015's own.
        day = at and (at.date(), at > reading.now, at == FIRST_DAY)
        asked = (key, not phone, not email, day, wrong_date, own)
        outcome = outcomes.get(asked)
        if outcome is None:
            outcome = _outcome(reading, judge, frame, phone, email, at, wrong_date, own)
            if not own and len(outcomes) < _MOST_KEPT:
                outcomes[asked] = outcome
        kinds |= frame.kinds | date_kind | outcome.kinds
        level = outcome.level or (verdicts.NOTED if kinds else verdicts.CLEAN)
        return Staged(
            number, frame.recipient_type, first, last, phone, email, outcome.call,
            outcome.message, outcome.mail, *outcome.verdicts, frame.source,
            at or outcome.filled_at, frame.dealer, int(kinds), level, outcome.notes,
            _raw(given) if level else "",
        )  # fmt: skip

    return read


def _frame(reading: Reading, key: Sequence[Any]) -> _Frame:
    type_cell, source_cell, brand_cell, iys_cell, dealer_cell, *status_cells = key
    kind, kinds, wrong = cells.recipient_type(type_cell)
    notes = ["recipient_type:" + wrong] if wrong else []
    source, more, wrong = cells.source(source_cell)
    kinds |= more
    if wrong:
        notes.append("source:" + wrong)
    problems = (_brand_problem(reading, brand_cell), _iys_problem(reading, iys_cell))
    notes += ["brand:" + problem for problem in problems if problem]
    dealer, wrong = _dealer(reading, dealer_cell)
    if wrong:
        notes.append("dealer:" + wrong)
    statuses, status_notes = [], []
    for channel, cell in zip(_CHANNELS, status_cells, strict=True):
        status, more, wrong = cells.status(cell)
        kinds |= more
        statuses.append(status)
        if wrong:
            status_notes.append(f"{channel}:{wrong}")
    return _Frame(kind, source, dealer, *statuses, int(kinds), tuple(notes), tuple(status_notes))


def _outcome(
    reading: Reading,
    judge: _Judge,
    frame: _Frame,
    phone: str,
    email: str,
    at: datetime | None,
    wrong_date: str,
    own: tuple[str, ...],
) -> _Outcome:
    """Fills what would be invented (under its kind), and judges the three cells."""
    dated = ("consented_at:" + wrong_date,) if wrong_date else ()
    notes = [*frame.notes, *dated, *own, *frame.status_notes]
    call, message, mail = frame.call, frame.message, frame.mail
    unread = {note.partition(":")[0] for note in frame.status_notes}
    kinds, filled = 0, None
    if phone and not (call or message or unread & {"ARAMA", "MESAJ"}):
        call = message = _APPROVED
        kinds |= Kind.EMPTY_CHANNELS
    if email and not (mail or "EPOSTA" in unread):
        mail = _APPROVED
        kinds |= Kind.EMPTY_EMAIL
    if at is None and frame.recipient_type == "BIREYSEL" and not wrong_date:
        filled, more = _filled_date(reading, frame.source)
        kinds |= more
    blocked = bool(notes)
    found = tuple(
        judge(blocked, bool(phone if channel != "EPOSTA" else email), frame, channel, status,
              at or filled, notes)
        for channel, status in zip(_CHANNELS, (call, message, mail), strict=True)
    )  # fmt: skip
    if not (call or message or mail or notes):
        notes.append("status:" + verdicts.NO_CHANNEL.code)
    stands = verdicts.ERROR not in found and verdicts.BLOCK not in found and any(found)
    level = verdicts.CLEAN
    if notes:
        level = verdicts.WRONG if blocked or not stands else verdicts.NOTED
    return _Outcome(call, message, mail, found, filled, int(kinds), level, verdicts.joined(notes))  # type: ignore[arg-type]


class _Judge:
    """``rules.check`` of a cell whose key is not stored."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def __call__(
        self,
        blocked: bool,
        has_address: bool,
        frame: _Frame,
        channel: str,
        status: str,
        at: datetime | None,
        notes: list[str],
    ) -> str:
        if not status:
            return ""
        if blocked:
            return verdicts.ERROR
        if not has_address:
            notes.append(f"{channel}:{f.ADDRESS_MISSING.code}")
            return verdicts.ERROR
        kind = AddressKind.EMAIL if channel == "EPOSTA" else AddressKind.PHONE
        proposal = Proposal("x", kind, frame.recipient_type, channel, status, frame.source, at)
        found = check(proposal, self._reading.now, self._reading.dates)
        verdict, more = verdict_of(found, channel)
        notes.extend(more)
        return verdict


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


def _dealer(reading: Reading, cell: Any) -> tuple[int | None, str]:
    """The code of one of the brand's dealers, and what is wrong with it."""
    written = cells.code(cell)
    if not written:
        return None, ""
    known = written.isascii() and written.isdigit() and int(written[:9]) in reading.dealers
    return (int(written), "") if known else (None, verdicts.DEALER_UNKNOWN.code)


def _told_apart(phone: Any, email: Any, both: Any) -> tuple[Any, Any]:
    """One column for phones and e-mails is told apart by the "@" (K-036)."""
    if both is None:
        return phone, email
    if "@" in str(both):
        return phone, both if email is None else email
    return both if phone is None else phone, email


def _parted(full: str) -> tuple[str, str]:
    first, _space, last = full.rpartition(" ")
    return (first, last) if first else (last, "")


def _filled_date(reading: Reading, source: str) -> tuple[datetime, int]:
    """HS_2015 has one date alone; any other empty date would be the moment of the upload."""
    if source == Source.BEFORE_2015:
        return FIRST_DAY, Kind.DATE_2015
    moment = reading.uploaded_at.astimezone(REGISTRY_ZONE).replace(microsecond=0)
    return moment, Kind.EMPTY_DATE


def _raw(row: Sequence[Any]) -> str:
    return orjson.dumps([None if c is None else str(c) for c in row]).decode()

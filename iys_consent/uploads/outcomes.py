"""What the cells of a row become that few different values fill, each combination judged once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from iys_consent.rules import AddressKind, DateRules, Proposal, Severity, check
from iys_consent.rules import findings as f
from iys_consent.uploads import cells, verdicts
from iys_consent.uploads.kinds import Kind
from turkcell_hub.gateways.iys.values import FIRST_DAY, REGISTRY_ZONE, Source, Status

_APPROVED = Status.APPROVED.value
_CHANNELS = ("ARAMA", "MESAJ", "EPOSTA")
_CODE_DIGITS = 8  # of a dealer's code
_OF_A_CHANNEL = {"channel", "status"}


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


@dataclass
class Frame:
    """One combination of the cells that few different values fill. ``outcomes``: what became of
    its rows, by whether they have a phone, an e-mail and which day."""

    recipient_type: str
    source: str
    dealer: int | None
    call: str
    message: str
    mail: str
    kinds: int
    notes: tuple[str, ...]
    status_notes: tuple[str, ...]
    outcomes: dict[tuple[Any, ...], Outcome] = field(default_factory=dict)


@dataclass
class Outcome:
    """What a frame becomes with or without a phone, an e-mail and a date. ``head``: the columns
    call … source of the COPY; ``tail``: those after the date, of a row without corrections of
    its own."""

    head: str
    filled_at: datetime | None
    dealer: str
    kinds: int
    level: int
    notes: str
    tail: str = ""

    def tail_with(self, kinds: int) -> tuple[str, int]:
        """The columns after the date, and the level, of a row that has these kinds too."""
        kinds |= self.kinds
        level = self.level or (verdicts.NOTED if kinds else verdicts.CLEAN)
        return f"{self.dealer}\t{kinds}\t{level}\t{self.notes}\t", level


def frame_of(reading: Reading, key: Sequence[Any]) -> Frame:
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
    call, message, mail = statuses
    return Frame(
        kind, source, dealer, call, message, mail, int(kinds), tuple(notes), tuple(status_notes)
    )


def outcome_of(
    reading: Reading,
    judge: Judge,
    frame: Frame,
    phone: str,
    email: str,
    at: datetime | None,
    wrong_date: str,
    own: tuple[str, ...],
) -> Outcome:
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
    head = "\t".join((call, message, mail, *found, frame.source))
    dealer = "\\N" if frame.dealer is None else str(frame.dealer)
    made = Outcome(head, filled, dealer, int(kinds) | frame.kinds, level, verdicts.joined(notes))
    made.tail, made.level = made.tail_with(0)
    return made


class Judge:
    """``rules.check`` of a cell whose key is not stored."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def __call__(
        self,
        blocked: bool,
        has_address: bool,
        frame: Frame,
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
    is_code = written.isascii() and written.isdigit() and len(written) == _CODE_DIGITS
    known = is_code and int(written) in reading.dealers
    return (int(written), "") if known else (None, verdicts.DEALER_UNKNOWN.code)


def _filled_date(reading: Reading, source: str) -> tuple[datetime, int]:
    """HS_2015 has one date alone; any other empty date would be the moment of the upload."""
    if source == Source.BEFORE_2015:
        return FIRST_DAY, Kind.DATE_2015
    moment = reading.uploaded_at.astimezone(REGISTRY_ZONE).replace(microsecond=0)
    return moment, Kind.EMPTY_DATE

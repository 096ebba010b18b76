"""One row of a list as one line of staging. A million of them pass here (K-001, P7), so what a cell
becomes is remembered, and a row is written without an object of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from iys_consent.rules import findings as f
from iys_consent.uploads import cells, verdicts
from iys_consent.uploads.outcomes import Frame, Judge, Reading, frame_of, outcome_of
from turkcell_hub.gateways.iys.values import FIRST_DAY
from turkcell_hub.lib import phone as phones

__all__ = ["COLUMNS", "Reading", "Staged", "reader"]
_LONGEST_NAME = 60
_MOST_KEPT = 50_000
_FRAME = ("recipient_type", "source", "brand", "iys_code", "dealer", "call", "message", "mail")
_NAMES = (
    *_FRAME, "first_name", "last_name", "full_name", "phone", "email", "address", "consented_at",
)  # fmt: skip
# In the order of a line.
COLUMNS = (
    "number", "recipient_type", "first_name", "last_name", "phone", "email", "call", "message",
    "mail", "call_verdict", "message_verdict", "mail_verdict", "source", "consented_at",
    "retailer_code", "kinds", "level", "notes", "raw",
)  # fmt: skip


class Staged(NamedTuple):
    """A row of the list, and its line for COPY."""

    number: int
    line: str


class _Moment(NamedTuple):
    """``day``: moments of one day that are over are the same to the rules, but for 2015's own."""

    at: Any
    kind: int
    wrong: str
    day: tuple[Any, ...]
    text: str


def reader(reading: Reading, places: Mapping[str, int]) -> Callable[[int, list[Any]], Staged]:
    """The function that reads one row; it remembers what it has seen before. The row is its own:
    it gets one empty cell more."""
    # -1 is the place of the empty cell that every row gets: a column that the list has not.
    at_of = {name: places.get(name, -1) for name in _NAMES}
    frame_cells = itemgetter(*(at_of[name] for name in _FRAME))
    phone_at, email_at, both_at = at_of["phone"], at_of["email"], at_of["address"]
    first_at, last_at, full_at = at_of["first_name"], at_of["last_name"], at_of["full_name"]
    date_at = at_of["consented_at"]
    moments, name_of = _Moments(reading), _names()
    frames: dict[tuple[Any, ...], Frame] = {}
    judge = Judge(reading)
    is_clean_phone = phones.is_clean_mobile

    def read(number: int, row: list[Any]) -> Staged:
        row.append(None)
        key = frame_cells(row)
        frame = frames.get(key)
        if frame is None:
            if len(frames) >= _MOST_KEPT:  # a list that has a new one in each row
                frames.clear()
            frame = frames[key] = frame_of(reading, key)
        moment = moments[row[date_at]]
        own: tuple[str, ...] = ()
        phone, email = row[phone_at], row[email_at]
        kinds = moment.kind
        if row[both_at] is None and email is None and type(phone) is str and is_clean_phone(phone):
            email = ""
        else:
            phone, email, more, own = _addresses(phone, email, row[both_at])
            kinds |= more
        first, last = row[first_at], row[last_at]
        if type(first) is not str or not first.isalnum():  # most need no look
            first = name_of(first)
        if type(last) is not str or not last.isalnum():
            last = name_of(last)
        if not (first or last) and row[full_at] is not None:
            first, last = _parted(cells.name(row[full_at]))
        if len(first) > _LONGEST_NAME or len(last) > _LONGEST_NAME:
            own += ("name:" + verdicts.NAME_TOO_LONG.code,)
            first, last = first[:_LONGEST_NAME], last[:_LONGEST_NAME]
        asked = (not phone, not email, moment.day, own)
        outcome = frame.outcomes.get(asked)
        if outcome is None:
            outcome = outcome_of(reading, judge, frame, phone, email, moment.at, moment.wrong, own)
            if len(frame.outcomes) < _MOST_KEPT:
                frame.outcomes[asked] = outcome
        tail, level = outcome.tail, outcome.level
        if kinds:
            tail, level = outcome.tail_with(kinds)
        if "\\" in first or "\\" in last:  # a name has no other blank than the space
            first, last = _escaped(first), _escaped(last)
        when = moment.text if moment.at else _written(outcome.filled_at)
        raw = _raw(row) if level else ""
        return Staged(
            number,
            f"{number}\t{frame.recipient_type}\t{first}\t{last}\t{phone}\t{email}"
            f"\t{outcome.head}\t{when}\t{tail}{raw}\n",
        )

    return read


class _Moments(dict[Any, _Moment]):
    """What a cell of the dates' column says, read once."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._reading = reading

    def __missing__(self, cell: Any) -> _Moment:
        if len(self) >= _MOST_KEPT:
            self.clear()
        now = self._reading.now
        at, kind, wrong = cells.moment(cell)
        day = (at and at.date(), at and at > now, at == FIRST_DAY, wrong)
        found = self[cell] = _Moment(at, kind, wrong, day, _written(at))
        return found


def _names() -> Callable[[Any], str]:
    known: dict[Any, str] = {}

    def look(cell: Any) -> str:
        found = known.get(cell)
        if found is None:
            if len(known) >= _MOST_KEPT:
                known.clear()
            found = known[cell] = cells.name(cell)
        return found

    return look


def _addresses(phone: Any, email: Any, both: Any) -> tuple[str, str, int, tuple[str, ...]]:
    """Phone and e-mail in their one spelling, the corrections, and what is wrong with them."""
    phone, email = _told_apart(phone, email, both)
    own: tuple[str, ...] = ()
    found, kinds, wrong = cells.phone(phone)
    if wrong:
        own = ("phone:" + wrong,)
    address = ""
    if email is not None:
        address, more, wrong = cells.email(email)
        kinds |= more
        if wrong:
            own += ("email:" + wrong,)
    elif phone is None:
        own = ("address:" + f.ADDRESS_MISSING.code,)
    return found, address, int(kinds), own


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


def _written(at: Any) -> str:
    """For COPY; seconds are what the registry keeps."""
    return at.isoformat(" ", "seconds") if at else "\\N"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\")


def _raw(row: Sequence[Any]) -> str:
    """The cells as they came, without the one that was added. JSON has no bare tab or line end."""
    told = [c if c is None or type(c) is str else str(c) for c in row[:-1]]
    return _escaped(orjson.dumps(told).decode())

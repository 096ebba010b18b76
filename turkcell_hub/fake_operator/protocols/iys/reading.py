"""Reads consents and checks their fields; every fault of a body is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import phonenumbers

from turkcell_hub.fake_operator.engine.clock import TURKEY, local
from turkcell_hub.fake_operator.engine.registry import values
from turkcell_hub.fake_operator.engine.registry.settings import Settings
from turkcell_hub.fake_operator.engine.registry.values import Key, Wanted
from turkcell_hub.fake_operator.protocols.iys.codes import fault
from turkcell_hub.lib.business_days import add_business_days

Faults = list[dict[str, Any]]

MOST_ACCESS = 3000
_REQUIRED = (("recipient", "H114"), ("type", "H111"), ("status", "H110"))
_OF_PERSONS = (("source", "H113"), ("consentDate", "H112"))
_KNOWN = {
    "recipient", "type", "status", "source", "consentDate", "recipientType", "retailerCode",
    "retailerAccess",
}  # fmt: skip
_LISTS = (
    ("status", "H115", frozenset(values.STATUSES)),
    ("recipientType", "H116", frozenset(values.RECIPIENT_TYPES)),
    ("type", "H117", frozenset(values.TYPES)),
    ("source", "H119", values.PROVIDER_SOURCES),
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}", re.ASCII)
_FIRST_DAY = "2015-05-01 00:00:00"
_E164 = re.compile(r"\+\d+", re.ASCII)
#: The ordinary mobile numbers, so that a large batch is read quickly; the rest asks the library.
_MOBILE = re.compile(r"\+905(?:0[15-7]|3\d|4\d|5[1-9])\d{7}", re.ASCII)
_LONGEST_PHONE = 15
_EMAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]{2,}(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_EMAIL_SIZES = range(6, 266)


class Reader:
    """Reads one request's consents; ``now`` is the moment of the request."""

    def __init__(self, settings: Settings, now: float) -> None:
        self._settings = settings
        self._now = values.written(now)
        self._today = local(now).date()

    def consent(self, body: dict[str, Any], index: int | None = None) -> tuple[Wanted, Faults]:
        """What is wanted, and what is wrong with it; the first counts only without the second."""
        faults = list(self._faults(body, index))
        if faults:
            return Wanted(Key("", "", str(body.get("recipient"))), ""), faults
        wanted = Wanted(
            key_of(body), body["status"], body.get("source"), body.get("consentDate"),
            body.get("retailerCode"), tuple(body.get("retailerAccess", ())),
        )  # fmt: skip
        return wanted, faults

    def _faults(self, body: dict[str, Any], index: int | None) -> Iterator[dict[str, Any]]:
        for name in body.keys() - _KNOWN:
            yield fault("H118", name, body[name], index)
        merchant = body.get("recipientType") == values.MERCHANT
        for name, code in _REQUIRED if merchant else (*_REQUIRED, *_OF_PERSONS):
            if body.get(name) in (None, ""):
                yield fault(code, name, index=index)
        for name, code, known in _LISTS:
            value = body.get(name)
            optional = name == "recipientType" or (merchant and name == "source")
            given = name in body and (optional or value not in (None, ""))
            if given and (not isinstance(value, str) or value not in known):
                yield fault(code, name, value, index)
        yield from _address_faults(body.get("type"), body.get("recipient"), index, "H160")
        yield from self._date_faults(body, index, merchant)
        if body.get("source") == values.HS_DECISION and body.get("status") == values.APPROVED:
            yield fault("H408", "source", body["source"], index)
        yield from _retailer_faults(body, index)

    def _date_faults(
        self, body: dict[str, Any], index: int | None, merchant: bool
    ) -> Iterator[dict[str, Any]]:
        value = body.get("consentDate")
        if value in (None, "") and not (merchant and "consentDate" in body):
            return
        for code in self._date_codes(value, body.get("source")):
            yield fault(code, "consentDate", value, index)

    def _date_codes(self, value: Any, source: Any) -> Iterator[str]:
        if not isinstance(value, str) or not _DATE.fullmatch(value):
            yield "H158"
            return
        if not _is_real(value):
            yield "H157"
            return
        if value > self._now:
            yield "H162"
        if value < _FIRST_DAY:
            yield "H156"
        of_2015 = source == values.HS_2015
        if of_2015 and value != _FIRST_DAY:
            yield "H155"
        bound = not of_2015 or self._settings.late_binds_2015
        if bound and _last_day(value[:10], self._settings.late_days) < self._today:
            yield "H467"


def key_of(body: dict[str, Any]) -> Key:
    recipient = body["recipient"]
    written = recipient.lower() if body["type"] == values.EMAIL else recipient
    return Key(body.get("recipientType", values.PERSON), body["type"], written)


@lru_cache(4096)
def _is_real(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


@lru_cache(4096)
def _last_day(day: str, days: int) -> date:
    """The last day on which a consent of that day may still be told."""
    start = datetime.combine(date.fromisoformat(day), datetime.min.time(), TURKEY)
    return add_business_days(start, days).date() if days else start.date()


def _address_faults(
    type_: Any, recipient: Any, index: int | None, too_long: str
) -> Iterator[dict[str, Any]]:
    if recipient in (None, "") or type_ not in values.TYPES:
        return
    for code in address_codes(type_, recipient, too_long):
        yield fault(code, "recipient", recipient, index)


def address_codes(type_: str, recipient: Any, too_long: str = "H166") -> list[str]:
    """What is wrong with the address for the channel."""
    if type_ == values.EMAIL:
        return [] if isinstance(recipient, str) and is_email(recipient) else ["H120"]
    if not isinstance(recipient, str) or not _E164.fullmatch(recipient):
        return ["H121"]
    codes = [too_long] if len(recipient) > _LONGEST_PHONE else []
    return codes if _MOBILE.fullmatch(recipient) or _is_phone(recipient) else [*codes, "H122"]


def is_email(text: str) -> bool:
    return len(text) in _EMAIL_SIZES and _EMAIL.fullmatch(text) is not None


@lru_cache(65536)
def _is_phone(text: str) -> bool:
    """A zero after +90 passes, as it does at the registry."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text))
    except phonenumbers.NumberParseException:
        return False


def _retailer_faults(body: dict[str, Any], index: int | None) -> Iterator[dict[str, Any]]:
    if "retailerCode" in body and type(body["retailerCode"]) is not int:
        yield fault("H201", "retailerCode", body["retailerCode"], index)
    if "retailerAccess" not in body:
        return
    codes = body["retailerAccess"]
    if not isinstance(codes, list) or not codes:
        yield fault("H163", "retailerAccess", codes, index)
    elif len(codes) > MOST_ACCESS:
        yield fault("H126", "retailerAccess", len(codes), index)
    else:
        for at, code in enumerate(codes):
            if type(code) is not int:
                yield fault("H201", "retailerAccess", code, index, at=at)

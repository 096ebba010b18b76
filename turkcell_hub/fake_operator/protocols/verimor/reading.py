"""Reads send requests of Verimor into submissions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.submissions import Submission
from turkcell_hub.fake_operator.engine.times import iso_or_local, period_is_valid
from turkcell_hub.fake_operator.protocols.verimor.answers import Refused

_DOMESTIC_DIGITS = 12
_FOREIGN_DIGITS = range(8, 16)
_CODINGS = {None: None, "": None, 0: 0, 1: 1, 2: 2, "0": 0, "1": 1, "2": 2}
_RECIPIENTS = ("BIREYSEL", "TACIR")


def number(text: str) -> str:
    """Digits with the country code. Raises Refused."""
    text = text.strip()
    if len(text) == _DOMESTIC_DIGITS and text.startswith("905") and _digits(text):
        return text
    if text.startswith(("00", "+")):
        bare = text[1:] if text[0] == "+" else text[2:]
        if _digits(bare) and len(bare) in _FOREIGN_DIGITS and not bare.startswith("90"):
            return bare
        if bare.startswith("905"):
            return number(bare)
    raise Refused("INVALID_DESTINATION_ADDRESS")


def submission(body: Mapping[str, Any], desk: Desk, now: float) -> Submission:
    """Raises Refused."""
    texts, dests, ids, kinds = _messages(body, desk)
    wanted = Submission(_sender(body, desk), _shared(texts), dests, ids, kinds=_shared(kinds))
    wanted.coding = _coding(body)
    wanted.custom_id = _custom_id(body)
    wanted.start_at = _start(body, now)
    period = body.get("valid_for") or "24:00"
    if not isinstance(period, str) or not period_is_valid(period):
        raise Refused("INVALID_PERIOD")
    if _is_commercial(body, desk):
        wanted.brand = desk.account.brand_codes[0]
    return wanted


def _messages(
    body: Mapping[str, Any], desk: Desk
) -> tuple[list[str], list[str], list[str] | None, list[str]]:
    """Texts, numbers, ids and recipient types, one each for every SMS."""
    rows = body.get("messages")
    if not isinstance(rows, list) or not rows:
        raise Refused("MISSING_MESSAGE")
    texts: list[str] = []
    dests: list[str] = []
    ids: list[str] = []
    kinds: list[str] = []
    of_all = body.get("iys_recipient_type", "BIREYSEL")
    most = desk.account.max_batch
    for row in rows:
        text, numbers, own = _message(row)
        texts += [text] * len(numbers)
        dests += numbers
        ids += own
        kinds += [row.get("iys_recipient_type", of_all)] * len(numbers)
        if len(dests) > most:
            raise Refused("MESSAGE_COUNT_LIMIT_EXCEEDED")
    return texts, dests, ids if any(ids) else None, kinds


def _message(row: Any) -> tuple[str, list[str], list[str]]:
    text = row.get("msg") if isinstance(row, dict) else None
    if not isinstance(text, str) or not text:
        raise Refused("MISSING_MESSAGE")
    dest = row.get("dest")
    if not isinstance(dest, str) or not dest.strip(" ,"):
        raise Refused("MISSING_DESTINATION_ADDRESS")
    if row.get("iys_recipient_type", "BIREYSEL") not in _RECIPIENTS:
        raise Refused("INVALID_IYS_RECIPIENT_TYPE")
    numbers = [number(one) for one in dest.split(",")] if "," in dest else [number(dest)]
    own = str(row.get("id") or "")
    ids = own.split(",") if "," in dest else [own]
    return text, numbers, ids if len(ids) == len(numbers) else [""] * len(numbers)


def _shared(texts: list[str]) -> str | list[str]:
    first = texts[0]
    return first if all(text == first for text in texts) else texts


def _sender(body: Mapping[str, Any], desk: Desk) -> str:
    sender, known = body.get("source_addr") or "", desk.account.senders
    if not sender and known:
        return known[0]
    if not isinstance(sender, str):
        raise Refused("INVALID_SOURCE_ADDRESS")
    if sender.isdecimal():
        raise Refused("NUMERIC_SOURCE_ADDRESS_NOT_ALLOWED")
    if sender not in known:
        raise Refused("INVALID_SOURCE_ADDRESS")
    return sender


def _coding(body: Mapping[str, Any]) -> int | None:
    wanted = body.get("datacoding")
    if isinstance(wanted, bool | list | dict) or wanted not in _CODINGS:
        raise Refused("INVALID_DATACODING")
    return _CODINGS[wanted]


def _custom_id(body: Mapping[str, Any]) -> str | None:
    wanted = body.get("custom_id")
    return None if wanted in (None, "") else str(wanted)


def _start(body: Mapping[str, Any], now: float) -> float | None:
    wanted = body.get("send_at")
    if not wanted:
        return None
    try:
        moment = iso_or_local(wanted)
    except (TypeError, ValueError) as error:
        raise Refused("INVALID_DELIVERY_TIME") from error
    if moment < now - 1:
        raise Refused("INVALID_DELIVERY_TIME")
    return moment


def _is_commercial(body: Mapping[str, Any], desk: Desk) -> bool:
    """Raises Refused."""
    if body.get("iys_recipient_type", "BIREYSEL") not in _RECIPIENTS:
        raise Refused("INVALID_IYS_RECIPIENT_TYPE")
    if body.get("is_commercial") is not True:
        return False
    if desk.account.commercial_refusal:
        raise Refused(desk.account.commercial_refusal)
    if not desk.account.brand_codes:
        raise Refused("MISSING_IYS_BRAND_CODE")
    return True


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()

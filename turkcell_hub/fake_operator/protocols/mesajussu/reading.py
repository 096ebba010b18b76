"""Reads send requests of Mesaj Üssü into submissions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.submissions import Submission
from turkcell_hub.fake_operator.engine.times import period_is_valid, underscored, within_hours
from turkcell_hub.fake_operator.protocols.mesajussu import codes
from turkcell_hub.fake_operator.protocols.mesajussu.codes import Refused

_SMS_DIGITS, _TCKN_DIGITS = 10, 11
_NOT_TO_TCKN = frozenset("çÇğĞıİöÖşŞüÜ\n\r\t")
_OPTIONAL_TEXTS = ("customId", "validFor", "recipientType", "brandCode", "startDateText")


def one_to_many(body: Mapping[str, Any], desk: Desk, now: float, service: str) -> Submission:
    """Raises Refused."""
    receivers = _list(body, "receivers", desk)
    text = _text(body, "messageText" if "messageText" in body else "message")
    wanted = Submission(_text(body, "sender"), text, numbers(receivers, service))
    return _complete(wanted, body, desk, now, service)


def campaign(body: Mapping[str, Any], desk: Desk, now: float, service: str) -> Submission:
    """Raises Refused."""
    _text(body, "messageText")
    name = _text(body, "campaignName")
    wanted = one_to_many(body, desk, now, service)
    wanted.name = name
    return wanted


def many_to_many(body: Mapping[str, Any], desk: Desk, now: float, service: str) -> Submission:
    """Raises Refused."""
    rows = _list(body, "messages", desk)
    try:
        texts = [row["message"] for row in rows]
        senders = [row["sender"] for row in rows]
        dests = numbers([row["receiver"] for row in rows], service)
    except (KeyError, TypeError) as error:
        raise Refused(400, "messages") from error
    if not all(isinstance(text, str) and text for text in texts):
        raise Refused(400, "message")
    if not all(isinstance(sender, str) for sender in senders):
        raise Refused(codes.SENDER)
    sender = senders[0] if len(set(senders)) == 1 else senders
    return _complete(Submission(sender, texts, dests), body, desk, now, service)


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise Refused(400, name)
    return value


def _list(body: Mapping[str, Any], name: str, desk: Desk) -> list[Any]:
    rows = body.get(name)
    if not isinstance(rows, list):
        raise Refused(400, name)
    if not 1 <= len(rows) <= desk.account.max_batch:
        raise Refused(codes.BATCH_LIMIT)
    return rows


def numbers(receivers: list[Any], service: str) -> list[str]:
    """Digits with the country code; TCKNs as they are."""
    if service == "tckn":
        if not all(_is_digits(one, _TCKN_DIGITS) and one[0] != "0" for one in receivers):
            raise Refused(400, "receivers")
        return receivers
    written = [str(one) if type(one) is int else one for one in receivers]
    if not all(_is_digits(one, _SMS_DIGITS) and one[0] == "5" for one in written):
        raise Refused(400, "receivers")
    return ["90" + one for one in written]


def _is_digits(value: Any, length: int) -> bool:
    return isinstance(value, str) and len(value) == length and value.isascii() and value.isdigit()


def _complete(
    wanted: Submission, body: Mapping[str, Any], desk: Desk, now: float, service: str
) -> Submission:
    senders = {wanted.sender} if isinstance(wanted.sender, str) else set(wanted.sender)
    if not senders <= set(desk.account.senders):
        raise Refused(codes.SENDER)
    for name in _OPTIONAL_TEXTS:
        if name in body:
            _text(body, name)
    wanted.service = service
    if service == "tckn":
        _plain(wanted)
    wanted.custom_id = body.get("customId")
    wanted.ids = _ids(body, len(wanted.dests))
    wanted.coding = body.get("dataCoding")
    if wanted.coding not in (None, 0, 1, 2):
        raise Refused(400, "dataCoding")
    if "validFor" in body and not period_is_valid(body["validFor"]):
        raise Refused(400, "validFor")
    wanted.start_at = _start(body)
    _commercial(wanted, body, desk, now)
    return wanted


def _plain(wanted: Submission) -> None:
    """To TCKNs: no Turkish letters, no line breaks, no tabs."""
    texts = {wanted.texts} if isinstance(wanted.texts, str) else set(wanted.texts)
    if any(letter in _NOT_TO_TCKN for text in texts for letter in text):
        raise Refused(400, "message")


def _ids(body: Mapping[str, Any], size: int) -> list[str] | None:
    ids = body.get("ids")
    if ids is None:
        return None
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise Refused(400, "ids")
    return ids if len(ids) == size else None


def _start(body: Mapping[str, Any]) -> float | None:
    if "startDateText" not in body:
        return None
    try:
        return underscored(body["startDateText"])
    except ValueError as error:
        raise Refused(400, "startDateText") from error


def _commercial(wanted: Submission, body: Mapping[str, Any], desk: Desk, now: float) -> None:
    """etkFlag true, also by default: hours, brand code, and the opt-out line."""
    flag, account = body.get("etkFlag", True), desk.account
    if not isinstance(flag, bool):
        raise Refused(400, "etkFlag")
    if body.get("recipientType", "BIREYSEL") not in ("BIREYSEL", "TACIR"):
        raise Refused(400, "recipientType")
    if not flag:
        return
    if wanted.start_at is not None and not within_hours(wanted.start_at, account.commercial_hours):
        raise Refused(codes.START_WINDOW)
    if wanted.start_at is None and not within_hours(now, account.commercial_hours):
        raise Refused(codes.OUTSIDE_HOURS)
    if account.brand_codes and body.get("brandCode") not in account.brand_codes:
        raise Refused(codes.BRAND_MISSING)
    wanted.suffix = account.etk_line
    wanted.brand, wanted.kinds = body.get("brandCode"), body.get("recipientType", "BIREYSEL")

"""Reads requests of Netgsm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from turkcell_hub.fake_operator.engine import counting
from turkcell_hub.fake_operator.engine.clock import TURKEY
from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.submissions import Submission
from turkcell_hub.fake_operator.protocols.netgsm import answers
from turkcell_hub.fake_operator.protocols.netgsm.answers import Refused

_DIGITS = ("%d%m%Y%H%M%S", "%d%m%Y%H%M")
_DOTTED = ("%d.%m.%Y %H:%M:%S",)
_TITLE = 11
_LONGEST_CODE = 160
_FILTERS = ("0", "11", "12")
_KNOWN = {
    "msgheader", "encoding", "iysfilter", "partnercode", "appname", "startdate", "stopdate",
    "messages",
}  # fmt: skip
_ASCII = str.maketrans("çÇğĞıİöÖşŞüÜ", "cCgGiIoOsSuU")
_MOST_ON_A_PAGE = 100


def submission(body: Mapping[str, Any], desk: Desk, now: float) -> Submission:
    """Raises Refused."""
    if not set(body) <= _KNOWN:
        raise Refused(answers.PARAMETER)
    texts, dests = _messages(body, desk)
    if body.get("encoding") is None:
        texts = [_in_ascii(text) for text in texts]
    elif body["encoding"] != "TR":
        raise Refused(answers.PARAMETER)
    elif any(counting.coding_of(text) == counting.UNICODE for text in set(texts)):
        raise Refused(answers.TEXT)  # TR or ASCII, nothing wider
    sender = body.get("msgheader")
    if not isinstance(sender, str) or not 0 < len(sender) <= _TITLE:
        raise Refused(answers.PARAMETER)
    if sender not in desk.account.senders:
        raise Refused(answers.TITLE)
    commercial = _iys(body, desk)
    shared = texts[0] if len(set(texts)) == 1 else texts
    start = moment(body.get("startdate"), _DIGITS)
    stop = moment(body.get("stopdate"), _DIGITS)
    if start is not None and start < now - 60:
        raise Refused(answers.PARAMETER)
    if stop is not None and stop <= (start or now):
        raise Refused(answers.PARAMETER)
    wanted = Submission(sender, shared, dests, start_at=start)
    if commercial:
        wanted.brand, wanted.kinds = desk.account.brand_codes[0], commercial
    return wanted


def one_time_code(body: Mapping[str, Any], desk: Desk) -> Submission:
    """Raises Refused."""
    if not {"msgheader", "msg", "no"} <= set(body) <= {"msgheader", "msg", "no", "appname"}:
        raise Refused(answers.PARAMETER)
    text, number, sender = body["msg"], body["no"], body["msgheader"]
    if not isinstance(text, str) or not 0 < len(text) <= _LONGEST_CODE:
        raise Refused(answers.TEXT)
    if sender not in desk.account.senders:
        raise Refused(answers.OTP_TITLE)
    if not (isinstance(number, str) and len(number) == 10 and number.isascii()):
        raise Refused(answers.OTP_NUMBER)
    if not number.isdigit() or not number.startswith("5"):
        raise Refused(answers.OTP_NUMBER)
    return Submission(sender, _in_ascii(text), ["90" + number])


def _messages(body: Mapping[str, Any], desk: Desk) -> tuple[list[str], list[str]]:
    rows = body.get("messages")
    if not isinstance(rows, list) or not 1 <= len(rows) <= desk.account.max_batch:
        raise Refused(answers.PARAMETER)
    texts, dests = [], []
    for row in rows:
        if not isinstance(row, dict) or set(row) != {"msg", "no"}:
            raise Refused(answers.PARAMETER)
        number, text = row["no"], row["msg"]
        if not isinstance(text, str) or not text.strip():
            raise Refused(answers.TEXT)
        if not (isinstance(number, str) and len(number) == 10 and number.isascii()):
            raise Refused(answers.PARAMETER)
        if not number.isdigit():
            raise Refused(answers.PARAMETER)
        texts.append(text)
        dests.append("90" + number)
    return texts, dests


def _in_ascii(text: str) -> str:
    """Without encoding TR everything is written in ASCII; what has no such letter is refused."""
    written = text.translate(_ASCII)
    if not written.isascii():
        raise Refused(answers.TEXT)
    return written


def _iys(body: Mapping[str, Any], desk: Desk) -> str:
    """The recipient type of a commercial request, "" of any other. Raises Refused."""
    wanted = body.get("iysfilter", "0")
    if wanted not in _FILTERS:
        raise Refused(answers.PARAMETER)
    if wanted == "0":
        return ""
    if desk.account.commercial_refusal:
        raise Refused(desk.account.commercial_refusal)
    if not desk.account.brand_codes:
        raise Refused(answers.IYS_NO_BRAND)
    return "TACIR" if wanted == "12" else "BIREYSEL"


def moment(value: Any, forms: tuple[str, ...]) -> float | None:
    """None when absent. Raises Refused for anything but a date in one of the forms."""
    if value is None:
        return None
    for form in forms:
        try:
            return datetime.strptime(value, form).replace(tzinfo=TURKEY).timestamp()
        except (TypeError, ValueError):
            continue
    raise Refused(answers.PARAMETER)


def window(question: Mapping[str, Any], *, dotted: bool) -> tuple[float, float] | None:
    """The range of a question; None without any. Raises Refused for half of one."""
    forms = _DOTTED if dotted else _DIGITS
    start, stop = moment(question.get("startdate"), forms), moment(question.get("stopdate"), forms)
    if start is None and stop is None:
        return None
    if start is None or stop is None or stop < start:
        raise Refused(answers.PARAMETER)
    return start, stop


def page(body: Mapping[str, Any]) -> tuple[int, int]:
    """Page number (from 0) and size. Raises Refused."""
    number, size = body.get("pagenumber", 0), body.get("pagesize", _MOST_ON_A_PAGE)
    if type(number) is not int or type(size) is not int:
        raise Refused(answers.PARAMETER)
    if number < 0 or not 1 <= size <= _MOST_ON_A_PAGE:
        raise Refused(answers.PARAMETER)
    return number, size

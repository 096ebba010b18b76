"""Verimor's answers in both of its owner's styles, plain text and JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson

from turkcell_hub.gateways.errors import Broken
from turkcell_hub.gateways.http import Reply, fail_by_status
from turkcell_hub.gateways.sms import common
from turkcell_hub.gateways.sms.common import ACCOUNT, FUNDS, REQUEST, Answer, Code
from turkcell_hub.gateways.sms.contract import (
    Balance,
    BlacklistEntry,
    DeliveryReport,
    InboundMessage,
)
from turkcell_hub.gateways.sms.outcomes import VERIMOR_STATUSES

VERSION = "verimor-guide-2023-02"
_WORD = re.compile(r"[A-Z][A-Z0-9_]+")

SEND_ERRORS: dict[str, Code] = {
    "INVALID_SOURCE_ADDRESS": Code(REQUEST, "SENDER_INVALID"),
    "NUMERIC_SOURCE_ADDRESS_NOT_ALLOWED": Code(REQUEST, "SENDER_NUMERIC"),
    "MISSING_MESSAGE": Code(REQUEST, "MESSAGE_EMPTY"),
    "MESSAGE_TOO_LONG": Code(REQUEST, "MESSAGE_TOO_LONG"),
    "FORBIDDEN_MESSAGE": Code(REQUEST, "MESSAGE_FORBIDDEN"),
    "INVALID_UTF8": Code(REQUEST, "MESSAGE_UNREADABLE"),
    "INVALID_PERIOD": Code(REQUEST, "VALIDITY_INVALID"),
    "INVALID_DELIVERY_TIME": Code(REQUEST, "START_TIME_INVALID"),
    "INVALID_DATACODING": Code(REQUEST, "BAD_REQUEST"),
    "INVALID_JSON": Code(REQUEST, "BAD_REQUEST"),
    "MISSING_IYS_BRAND_CODE": Code(REQUEST, "IYS_BRAND_MISSING"),
    "NO_AHS_BRAND_ERROR": Code(REQUEST, "IYS_BRAND_MISSING"),
    "AHS_AUTHORIZATION_ERROR": Code(REQUEST, "IYS_NOT_AUTHORISED"),
    "INVALID_IYS_RECIPIENT_TYPE": Code(REQUEST, "IYS_RECIPIENT_TYPE"),
    "MISSING_DESTINATION_ADDRESS": Code(REQUEST, "NUMBER_INVALID"),
    "INVALID_DESTINATION_ADDRESS": Code(REQUEST, "NUMBER_INVALID"),
    "MUKERRER_RAPORLAMA": Code(REQUEST, "DUPLICATE"),
    "INSUFFICIENT_CREDITS": Code(FUNDS, "NO_CREDIT"),
    "MESSAGE_COUNT_LIMIT_EXCEEDED": Code(REQUEST, "BATCH_LIMIT"),
}
_BY_STATUS: dict[int, Code] = {
    401: Code(ACCOUNT, "AUTH_FAILED"),  # user, password or an IP that is not listed
    403: Code(ACCOUNT, "AUTH_FAILED"),
    404: Code(REQUEST, "NOT_FOUND"),
    413: Code(REQUEST, "BATCH_LIMIT"),
    422: Code(REQUEST, "KEY_REUSED"),
}


def read(reply: Reply, *, submit: bool = False, otherwise: str = "OPERATOR_REFUSED") -> Answer:
    """The body of an HTTP 200: JSON where it is JSON, else text. Raises the family for all
    else; ``otherwise`` is the reason of a refusal that no table knows."""
    body = _body(reply)
    error = body.get("error", "") if isinstance(body, dict) else body
    text = error if isinstance(error, str) else ""
    if listed := SEND_ERRORS.get(_word(text)):
        raise listed.error_for(reply, _word(text), text, submit=submit)
    if reply.status == 200:
        if text:  # a text that is neither an id nor a known word
            return Answer(text, reply)
        return Answer(body, reply)
    fail_by_status(reply, submit=submit)
    row = _BY_STATUS.get(reply.status, Code(REQUEST, otherwise))
    if reply.status < 400 or (reply.status in (404, 405) and (not text or "<" in text)):
        # A 404 without the operator's own words comes from some other web server on the way.
        row = Code(Broken, "UNEXPECTED_STATUS")
    raise row.error_for(reply, _word(text) or str(reply.status), text, submit=submit)


def campaign_id(body: Any) -> str:
    """Raises ValueError when the answer names no campaign: then nobody knows what happened."""
    told = common.word(body["campaign_id"] if isinstance(body, dict) else body).strip()
    if not (told.isascii() and told.isdigit()):
        raise ValueError("no campaign id")
    return told


def cancelled(body: Any) -> None:
    """Raises ValueError for a body that does not say so: a web page in between, perhaps."""
    said = body.get("status", "") if isinstance(body, dict) else common.word(body)
    if said != "CANCELLED" and not said.startswith("Kampanya silindi"):
        raise ValueError("not cancelled")


def balance(body: Any) -> Balance:
    """``bonus`` is spent like any credit."""
    if isinstance(body, dict):
        return Balance(int(body["balance"]) + int(body.get("bonus") or 0))
    return Balance(int(body))


def headers(body: Any) -> list[str]:
    return [common.word(row["header"] if isinstance(row, dict) else row) for row in _list(body)]


def reports(body: Any) -> common.RawPage:
    return common.report_page(body, report, "message_id")


def report(row: Mapping[str, Any]) -> DeliveryReport:
    """Raises ValueError or KeyError for a row that names no message."""
    status = common.word(row["status"])
    network_error = common.integer(row.get("gsm_error"))
    packet_id = common.word(row.get("campaign_id"))
    reference = common.word(row.get("message_custom_id"))
    if not (reference or packet_id):
        raise ValueError("names no message")
    return DeliveryReport(
        outcome=VERIMOR_STATUSES.outcome(status, network_error),
        packet_id=packet_id,
        reference=reference,
        operator_id=common.word(row.get("message_id")),
        to=common.e164(common.word(row.get("dest"))),
        vendor_status=status,
        network_error=network_error or None,
        credits=common.integer(row.get("credits")),
        parts=common.integer(row.get("size")),
        sent_at=common.moment(row.get("sent_at")),
        done_at=common.moment(row.get("done_at")),
    )


def inbounds(body: Any) -> list[InboundMessage]:
    return [inbound(row) for row in _list(body)]


def inbound(row: Mapping[str, Any]) -> InboundMessage:
    """Raises ValueError or KeyError for a row that is no message."""
    received_at = common.moment(row["received_at"])
    sender = common.e164(common.word(row["source_addr"]))
    if received_at is None or not sender:
        raise ValueError("no time or no sender")
    return InboundMessage(
        operator_id=common.word(row["message_id"]),
        sender=sender,
        recipient=common.word(row["destination_addr"]),
        text=common.word(row.get("content")),
        received_at=received_at,
        network=common.word(row.get("network")),
        keyword=common.word(row.get("keyword")),
    )


def blacklist(body: Any) -> tuple[int, list[BlacklistEntry]]:
    """How many there are in all, and this page of them."""
    return int(body["total"]), [
        BlacklistEntry(
            phone=common.e164(common.word(row["phone"])),
            reason=common.word(row.get("source")),
            since=common.moment(row.get("created_at")),
        )
        for row in body["records"]
    ]


def _list(body: Any) -> list[Any]:
    if not isinstance(body, list):
        raise ValueError("no list")
    return body


def _body(reply: Reply) -> Any:
    try:
        return orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        return reply.text


def _word(text: str) -> str:
    found = _WORD.match(text.strip())
    return found[0] if found else ""

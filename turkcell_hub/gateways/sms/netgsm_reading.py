"""Netgsm's rows as the contract's dataclasses."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from turkcell_hub.gateways.sms import common
from turkcell_hub.gateways.sms.contract import Balance, DeliveryReport, InboundMessage
from turkcell_hub.gateways.sms.outcomes import NETGSM_STATUSES

# The owner's documents show both with and without seconds.
_FORMS = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d%m%Y%H%M%S", "%d%m%Y%H%M")


def moment(value: object) -> datetime | None:
    """Turkish local time in any of the owner's forms, or ISO 8601."""
    if isinstance(value, str):
        for form in _FORMS:
            with suppress(ValueError):
                return datetime.strptime(value, form).replace(tzinfo=common.ISTANBUL)
    return common.moment(value)


def job_id(body: Any) -> str:
    """Raises ValueError when the answer names no job: then nobody knows what happened."""
    if common.word(body["code"]) != "00":
        raise ValueError("no yes")
    told = common.word(body["jobid"]).strip()
    if not (told.isascii() and told.isdigit()):
        raise ValueError("no job id")
    return told


def cancelled(body: Any) -> None:
    """Raises ValueError for a body that does not say so."""
    if common.word(body["code"]) != "00":
        raise ValueError("not cancelled")


def report(row: Mapping[str, Any]) -> DeliveryReport:
    """Found by the job and the number: no field carries our reference. ``msglen`` is left alone
    (characters or parts is not said), and so are the numbers of ``errorCode`` (not published);
    they stay in ``vendor_status`` for a person who asks the operator.

    Raises ValueError or KeyError for a row that names no message."""
    status = common.word(row["status"])
    job, to = common.word(row["jobid"]), common.e164(common.word(row["number"]))
    if not (status and job and to):
        raise ValueError("names no message")
    error = common.integer(row.get("errorCode"))
    return DeliveryReport(
        outcome=NETGSM_STATUSES.outcome(status),
        packet_id=job,
        to=to,
        vendor_status=f"{status}/{error}" if error else status,
        done_at=moment(row.get("deliveredDate")),
    )


def reports(body: Any) -> common.RawPage:
    return common.report_page(body["jobs"], report, "jobid")


def headers(body: Any) -> list[str]:
    titles = body["msgheaders"]
    if not isinstance(titles, list):
        raise ValueError("no list")
    return [common.word(title) for title in titles]


def balance(body: Any) -> Balance:
    """The messages of all SMS packages; those for one-time codes, other packages and money are
    not for messages."""
    rows = [row for row in _packages(body, "SMS") if "OTP" not in _name(row)]
    total = sum(common.integer(row["amount"]) or 0 for row in rows)
    return Balance(total, ", ".join(common.word(row["balance_name"]) for row in rows))


def otp_balance(body: Any) -> int:
    """The codes of all OTP packages."""
    return sum(common.integer(row["amount"]) or 0 for row in _packages(body, "OTP"))


def _packages(body: Any, word: str) -> list[Mapping[str, Any]]:
    return [row for row in body["balance"] if word in _name(row)]


def _name(row: Mapping[str, Any]) -> str:
    return common.word(row["balance_name"]).upper()


def inbounds(body: Any) -> list[InboundMessage]:
    """Oldest first. The operator gives no ids: ours is of time, numbers and text, and a count
    tells the same text of the same second apart, so that a repeated listing is the same rows."""
    rows = body["messages"]
    if not isinstance(rows, list):
        raise ValueError("no list")
    seen: Counter[str] = Counter()
    found = [_inbound(row, seen) for row in rows]
    return sorted(found, key=lambda message: message.received_at)


def _inbound(row: Mapping[str, Any], seen: Counter[str]) -> InboundMessage:
    received_at, sender = moment(row["datetime"]), common.e164(common.word(row["sender"]))
    if received_at is None or not sender:
        raise ValueError("no time or no sender")
    recipient, text = common.word(row["receiver"]), common.word(row.get("message"))
    facts = "\0".join((received_at.isoformat(), sender, recipient, text))
    mark = hashlib.sha256(facts.encode("utf-8", "replace")).hexdigest()[:24]
    seen[mark] += 1
    return InboundMessage(
        operator_id=f"{mark}-{seen[mark]}",
        sender=sender,
        recipient=recipient,
        text=text,
        received_at=received_at,
    )

"""Rows of Mesaj Üssü's reports and pushes as the contract's dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from turkcell_hub.gateways.sms import common
from turkcell_hub.gateways.sms.contract import (
    Balance,
    BlacklistEntry,
    DeliveryReport,
    InboundMessage,
    PacketStatus,
    ParsedPush,
)
from turkcell_hub.gateways.sms.outcomes import MESAJUSSU_STATUSES


def report(row: Mapping[str, Any]) -> DeliveryReport:
    """Raises ValueError for a row that names no message or has a field of another kind."""
    status = common.word(row["status"])
    network_error = common.integer(row.get("gsmError"))
    packet_id = common.word(row.get("packetId"))
    reference = common.word(row.get("messageCustomId"))
    if not (reference or packet_id):
        raise ValueError("names no message")
    return DeliveryReport(
        outcome=MESAJUSSU_STATUSES.outcome(status, network_error),
        packet_id=packet_id,
        reference=reference,
        operator_id=common.word(row.get("messageId")),
        to=receiver(common.word(row.get("receiver"))),
        vendor_status=status,
        network_error=network_error or None,
        credits=common.integer(row.get("credits")),
        parts=common.integer(row.get("size")),
        sent_at=common.moment(row.get("sentAt")),
        done_at=common.moment(row.get("doneAt")),
    )


def reports(body: Any) -> common.RawPage:
    return common.report_page(body["reports"], report, "messageId")


def receiver(number: str) -> str:
    """E.164, or the TCKN as it stands (11 digits that are no telephone number here)."""
    return number if len(number) == 11 and number.isdigit() else common.e164(number)


def inbound(row: Mapping[str, Any]) -> InboundMessage:
    """Raises ValueError or KeyError for a row that is no message."""
    received_at = common.moment(row["receivedAt"])
    sender = common.e164(common.word(row["sender"]))
    if received_at is None or not sender:
        raise ValueError("no time or no sender")
    return InboundMessage(
        operator_id=common.word(row["messageId"]),
        sender=sender,
        recipient=common.word(row["receiver"]),
        text=common.word(row.get("content")),
        received_at=received_at,
        network=common.word(row.get("network")),
        keyword=common.word(row.get("keyword")),
    )


def push(body: bytes) -> ParsedPush:
    """Raises ``Broken`` when the body is no push at all."""
    return common.parse_push(body, report, inbound)


def campaign(body: Any) -> PacketStatus:
    return PacketStatus(
        packet_id=common.word(body["packetId"]),
        total=int(body["total"]),
        waiting=int(body["waiting"]),
        delivered=int(body["delivered"]),
        failed=int(body["failed"]),
        cancelled=int(body["cancelled"]),
        credits=common.integer(body.get("credits")),
        state=common.word(body.get("status")),
    )


def balance(body: Any) -> Balance:
    """All SMS credits together; other units are not for messages."""
    entries = [entry for entry in body if entry["unit"] == "SMS"]
    names = ", ".join(common.word(entry.get("name")) for entry in entries)
    return Balance(sum(int(entry["amount"]) for entry in entries), names)


def senders(body: Any) -> list[str]:
    return [common.word(row["sender"]) for row in body if row["active"]]


def blacklist(body: Any) -> tuple[int, list[BlacklistEntry]]:
    """How many there are in all, and this page of them."""
    return int(body["total"]), [
        BlacklistEntry(
            phone=common.e164(common.word(row["receiver"])),
            reason=common.word(row.get("source")),
            since=common.moment(row.get("createdAt")),
        )
        for row in body["records"]
    ]

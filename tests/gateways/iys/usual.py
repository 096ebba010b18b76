"""What the registry usually answers, and a consent to tell it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.gateways.line import ContractServer
from turkcell_hub.gateways.iys.contract import (
    Change,
)
from turkcell_hub.gateways.iys.values import Channel, RecipientType, Status

BRAND, PHONE, MAIL = "600001", "+905321112233", "Ayse@Ornek.com"
USER, PASSWORD = "api@demir.com.tr", "cok-gizli-parola"
TRANSACTION = "a" * 64
REQUEST = "7c8a1a5e-0c1d-4a77-9a5d-0b2f3f6d1a11"
CREATED = datetime(2026, 11, 23, 9, tzinfo=UTC)
INDIVIDUAL, MESSAGE = RecipientType.INDIVIDUAL, Channel.MESSAGE
HOUR = 3600

STORED = {"transactionId": TRANSACTION, "creationDate": "2026-11-23 12:00:00"}
ROW = {
    "recipient": PHONE,
    "recipientType": "BIREYSEL",
    "type": "MESAJ",
    "status": "RET",
    "source": "IYS_WEB",
    "consentDate": "2026-11-23 11:00:00",
    **STORED,
}
USUAL: dict[str, Any] = {
    "addConsentV2": STORED,
    "addConsentsV2": {"requestId": REQUEST, "subRequests": [{"subrequestId": "s-0"}]},
    "requestResultsV2": [],
    "consentStatus": ROW,
    "approvedAmong": {"requestId": REQUEST, "list": [PHONE]},
    "consentHistory": {
        "list": [ROW],
        "pagination": {"offset": 0, "pageSize": 100, "totalCount": 1},
    },
    "consentChanges": {"after": "17_x", "list": [ROW]},
    "brands": [{"brandCode": 600001, "name": "Demir", "master": True}],
    "addRetailer": {"retailerCode": 12345678},
}


def tokens(number: int = 1, life: int = 7200) -> dict[str, Any]:
    return {
        "access_token": f"access-{number}",
        "refresh_token": f"refresh-{number}",
        "expires_in": life,
        "refresh_expires_in": 14400,
        "token_type": "bearer",
    }


def errors(*codes: str, key: str = "code", **more: Any) -> dict[str, Any]:
    return {"errors": [{key: code, "message": "Olmadı", **more} for code in codes]}


def change(**fields: Any) -> Change:
    usual = Change(PHONE, INDIVIDUAL, MESSAGE, Status.APPROVED, "HS_WEB", CREATED)
    return replace(usual, **fields)


def grants(server: ContractServer) -> list[str]:
    return [seen.json["grant_type"] for seen in server.calls.get("token", [])]

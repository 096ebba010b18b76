"""The registry's rows as ours, and ours as its."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from turkcell_hub.gateways.errors import Broken
from turkcell_hub.gateways.http import Reply
from turkcell_hub.gateways.iys import answers
from turkcell_hub.gateways.iys.contract import (
    Agreement,
    BrandInfo,
    Change,
    DayCount,
    ItemResult,
    ItemState,
    Record,
    Retailer,
    RetailerPage,
    Stored,
    Subscription,
    Ticket,
)
from turkcell_hub.gateways.iys.values import REGISTRY_ZONE, Channel, RecipientType, Status

T = TypeVar("T")
_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)
_SUB_REQUEST = ("subRequestId", "subrequestId")
_STATES = {"success": ItemState.STORED, "failure": ItemState.FAILED}


def read(reply: Reply, reader: Callable[[Any], T]) -> T:
    """The answer as ``reader`` understands it. Raises ``Broken`` when it does not."""
    try:
        return reader(reply.json())
    except _UNREADABLE:
        raise Broken("UNREADABLE", reply.answer()) from None


def address(recipient: str, channel: Channel) -> str:
    """The registry keeps e-mails in lower case; written so, they can be compared."""
    return recipient.lower() if channel is Channel.EMAIL else recipient


def written(moment: datetime) -> str:
    return moment.astimezone(REGISTRY_ZONE).strftime("%Y-%m-%d %H:%M:%S")


def consent(change: Change) -> dict[str, Any]:
    """Optional fields are left out: empty ones are errors there."""
    body: dict[str, Any] = {
        "recipient": address(change.recipient, change.channel),
        "recipientType": change.recipient_type.value,
        "type": change.channel.value,
        "status": change.status.value,
    }
    if change.source:
        body["source"] = change.source
    if change.consented_at is not None:
        body["consentDate"] = written(change.consented_at)
    if change.retailer_code is not None:
        body["retailerCode"] = change.retailer_code
    if change.retailer_access:
        body["retailerAccess"] = list(change.retailer_access)
    return body


def moment(value: object) -> datetime | None:
    """Turkish time without a zone; None when nothing readable was told."""
    if not isinstance(value, str) or not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=REGISTRY_ZONE)


def day(value: object) -> date | None:
    found = moment(value)
    return found.astimezone(REGISTRY_ZONE).date() if found else None


def whole(value: object) -> int | None:
    """A number that may come as text."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        raise ValueError("not a number")
    return int(value)  # type: ignore[call-overload, no-any-return]


def stored(body: Any) -> Stored:
    transaction = body["transactionId"]
    if not isinstance(transaction, str) or not transaction:
        raise ValueError("no transaction")
    return Stored(transaction, moment(body.get("creationDate")))


def ticket(body: Any, wanted: int) -> Ticket:
    request_id = body["requestId"]
    if not isinstance(request_id, str) or not request_id:
        raise ValueError("no request id")
    ids = [_sub_request(row) for row in body.get("subRequests") or ()]
    return Ticket(request_id, tuple(ids) if len(ids) == wanted and all(ids) else ())


def retailer_codes(body: Any) -> list[int]:
    return [int(one["retailerCode"] if isinstance(one, dict) else one) for one in body["list"]]


def _sub_request(row: Any) -> str:
    """Both spellings occur in the registry's answers."""
    return next((str(row[name]) for name in _SUB_REQUEST if row.get(name)), "")


def results(body: Any) -> list[ItemResult]:
    return [_result(row) for row in body or ()]


def _result(row: Any) -> ItemResult:
    state = _STATES.get(row.get("status"), ItemState.WAITING)
    transaction = str(row.get("transactionId") or "")
    if state is ItemState.STORED and not transaction:
        state = ItemState.WAITING  # only a transaction proves that it is stored
    told = row.get("error")
    if isinstance(told, list):
        told = told[0] if told else None
    error = answers.error_of(told) if isinstance(told, dict) else None
    return ItemResult(
        index=int(row["index"]),
        state=state,
        transaction_id=transaction,
        created_at=moment(row.get("creationDate")),
        code=error.code if error else "",
        text=error.text if error else "",
    )


def present(body: Any) -> Record | None:
    """The answer to a single question; without a state there is no record."""
    return record(body) if body and body.get("status") else None


def record(row: Any) -> Record:
    status = row["status"]
    return Record(
        recipient=str(row["recipient"]),
        recipient_type=RecipientType(row.get("recipientType") or RecipientType.INDIVIDUAL),
        channel=Channel(row["type"]),
        status=Status.REFUSED if status == "RED" else Status(status),
        source=str(row.get("source") or ""),
        consented_at=moment(row.get("consentDate")),
        created_at=moment(row.get("creationDate")),
        transaction_id=str(row.get("transactionId") or ""),
        brand_code=str(row.get("brandCode") or ""),
        retailer_code=whole(row.get("retailerCode")),
        retailer_access_count=whole(row.get("retailerAccessCount")) or 0,
    )


def brands(body: Any) -> list[BrandInfo]:
    return [_brand(row) for row in body]


def _brand(row: Any) -> BrandInfo:
    stats = row.get("stats") or {}
    consents = stats.get("consents") or {}
    return BrandInfo(
        code=str(row["brandCode"]),
        name=str(row.get("name") or ""),
        is_master=row.get("master") is True,
        approvals=whole(consents.get("approval")),
        refusals=whole(consents.get("rejection")),
        retailers=whole((stats.get("retailers") or {}).get("total")),
    )


def subscription(body: Any) -> Subscription:
    return Subscription(
        subscription_id=str(body.get("subscriptionId") or body.get("subscipritionId") or ""),
        package=str(body.get("subscriptionPackageName") or ""),
        state=str(body["status"]),
        starts_on=day(body.get("startDate")),
        ends_on=day(body.get("expirationDate")),
        limit=whole(body.get("consentLimit")),
        used=whole(body.get("usedConsentLimit")),
    )


def retailers(body: Any) -> RetailerPage:
    rows = [_retailer(row) for row in body["list"]]
    return RetailerPage(rows, whole(body["pagination"]["totalCount"]) or 0)


def _retailer(row: Any) -> Retailer:
    def told(name: str) -> str:
        return str(row.get(name) or "")

    return Retailer(
        title=told("title"),
        code=told("retailerCode"),
        mersis=told("mersis"),
        tax_number=told("tin"),
        tckn=told("tckn"),
        name=told("name"),
        alias=told("alias"),
        mobile=told("mobile"),
        city_code=_place(row, "city", "code"),
        city_name=_place(row, "city", "name"),
        town_code=_place(row, "town", "code"),
        town_name=_place(row, "town", "name"),
        status=told("status") or "active",
    )


def _place(row: Any, kind: str, part: str) -> str:
    return str((row.get(kind) or {}).get(part) or "")


def retailer_body(retailer: Retailer) -> dict[str, Any]:
    """A dealer on its way there; what is empty is left out, a place needs code and name."""
    told: dict[str, Any] = {
        "title": retailer.title,
        "mersis": retailer.mersis,
        "tin": retailer.tax_number,
        "tckn": retailer.tckn,
        "name": retailer.name,
        "alias": retailer.alias,
        "mobile": retailer.mobile,
        "status": retailer.status,
    }
    for kind, code, name in (
        ("city", retailer.city_code, retailer.city_name),
        ("town", retailer.town_code, retailer.town_name),
    ):
        if code and name:
            told[kind] = {"code": code, "name": name}
    return {name: value for name, value in told.items() if value}


def day_counts(body: Any) -> list[DayCount]:
    return [
        DayCount(
            channel=Channel(stat["type"]),
            from_registry=row["source"] == "IYS",
            approvals=whole(row.get("approval")) or 0,
            refusals=whole(row.get("rejection")) or 0,
            total=whole(row.get("total")) or 0,
        )
        for stat in body["changeStats"]
        for row in stat["consents"]
    ]


def agreement(body: Any) -> Agreement:
    agreed = body.get("agreementStatus")
    return Agreement(
        state=str(body["processStatus"]),
        hash=str(body.get("hashValue") or "").lower(),
        agreed=agreed if isinstance(agreed, bool) else None,
    )

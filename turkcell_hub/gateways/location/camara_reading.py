"""Reading CAMARA's answers and events."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from turkcell_hub.gateways.errors import Broken, VendorAnswer
from turkcell_hub.gateways.http import Reply
from turkcell_hub.gateways.location.contract import (
    ConsentAnswer,
    ConsentStatus,
    Crossing,
    CrossingKind,
    KnownWatch,
    Place,
    WatchEnded,
)
from turkcell_hub.lib.geo import distance

NOT_FOUND_NOW = {
    "LOCATION_RETRIEVAL.UNABLE_TO_LOCATE",
    "LOCATION_RETRIEVAL.UNABLE_TO_FULFILL_MAX_AGE",
    "LOCATION_RETRIEVAL.UNABLE_TO_FULFILL_MAX_SURFACE",
}
FORBIDDEN = {
    "CONSENT_INFO.NOT_ALLOWED_SCOPES_PURPOSE": "PURPOSE_NOT_ALLOWED",
    "CONSENT_INFO.CAPTURE_FREQUENCY_EXCEEDED": "ASKED_TOO_OFTEN",
    "CONSENT_INFO.INVALID_CALLBACK_URL": "BAD_ADDRESS",
}
REASONS = {
    "IDENTIFIER_NOT_FOUND": "UNKNOWN_NUMBER",
    "SERVICE_NOT_APPLICABLE": "NOT_COVERED",
    "GEOFENCING_SUBSCRIPTIONS.AREA_NOT_COVERED": "NOT_COVERED",
    "GEOFENCING_SUBSCRIPTIONS.INVALID_AREA": "AREA_REFUSED",
    "INVALID_SINK": "BAD_ADDRESS",
}
_STATUS = {
    "PENDING": ConsentStatus.PENDING,
    "REQUESTED": ConsentStatus.REQUESTED,
    "DENIED": ConsentStatus.DENIED,
    "EXPIRED": ConsentStatus.EXPIRED,
    "OBJECTED": ConsentStatus.WITHDRAWN,
}


def code(reply: Reply) -> str:
    said = reply.json_object().get("code")
    return said if isinstance(said, str) else ""


def place(reply: Reply) -> Place:
    """A circle as it is; a polygon becomes its centre and the radius around it (8.5)."""
    body = reply.json_object()
    try:
        at, area = moment(body["lastLocationTime"]), body["area"]
        if area["areaType"] == "CIRCLE":
            centre = _point(area["center"])
            return Place(at, *centre, accuracy=float(area["radius"]))
        corners = [_point(corner) for corner in area["boundary"]]
        if not 3 <= len(corners) <= 15:
            raise ValueError("a polygon has 3 to 15 corners")
        centre = (
            math.fsum(lat for lat, _lon in corners) / len(corners),
            math.fsum(lon for _lat, lon in corners) / len(corners),
        )
        return Place(at, *centre, accuracy=max(distance(centre, corner) for corner in corners))
    except (KeyError, TypeError, ValueError):
        raise Broken("UNREADABLE", reply.answer()) from None


def consent(reply: Reply) -> ConsentAnswer:
    """Valid only where every scope that was asked for is; else the least of the reasons."""
    body = reply.json_object()
    try:
        infos: list[Mapping[str, Any]] = body["statusInfo"]
        if not infos:
            raise ValueError("no status")
        missing = [one for one in infos if not one["statusValidForProcessing"]]
        if not missing:
            ends = [moment(one["expirationDate"]) for one in infos if one.get("expirationDate")]
            return ConsentAnswer(ConsentStatus.VALID, expires_at=min(ends, default=None))
        reasons = {_STATUS[one["statusReason"]] for one in missing}
    except (KeyError, TypeError, ValueError):
        raise Broken("UNREADABLE", reply.answer()) from None
    worst = next(one for one in reversed(ConsentStatus) if one in reasons)
    url = body.get("captureUrl")
    return ConsentAnswer(worst, capture_url=url if isinstance(url, str) else "")


def watch_id(reply: Reply) -> str:
    told = reply.json_object()
    found = told.get("id") or told.get("subscriptionId")
    if not isinstance(found, str) or not found:
        raise Broken("UNREADABLE", reply.answer())
    return found


_ALIVE = ("ACTIVE", "ACTIVATION_REQUESTED")
_KINDS = {"area-entered": CrossingKind.ENTERED, "area-left": CrossingKind.LEFT}


def watches(reply: Reply) -> list[KnownWatch]:
    """Those that live, of circles and of one phone: what this adapter makes."""
    rows = reply.json()
    try:
        return [one for row in rows if (one := _watch(row)) is not None]
    except (KeyError, TypeError, ValueError):
        raise Broken("UNREADABLE", reply.answer()) from None


def _watch(row: Mapping[str, Any]) -> KnownWatch | None:
    kind = _KINDS.get(str(row["types"][0]).rpartition(".")[2])
    if row["status"] not in _ALIVE or kind is None:
        return None
    config = row["config"]
    detail = config["subscriptionDetail"]
    if detail["area"].get("areaType") != "CIRCLE" or "phoneNumber" not in detail["device"]:
        return None
    end = row.get("expiresAt") or config.get("subscriptionExpireTime")
    return KnownWatch(
        str(row["id"]), str(detail["device"]["phoneNumber"]), *_point(detail["area"]["center"]),
        float(detail["area"]["radius"]), kind, str(row["sink"]), moment(end) if end else None,
    )  # fmt: skip


def push(body: bytes) -> Crossing | WatchEnded | None:
    """A CloudEvent 1.0 in structured mode."""
    try:
        event = orjson.loads(body)
        kind, data = str(event["type"]).rpartition(".")[2], event["data"]
        event_id, subscription = str(event["id"]), str(data["subscriptionId"])
        if kind == "subscription-ended":
            return WatchEnded(event_id, subscription, str(data["terminationReason"]))
        if kind not in ("area-entered", "area-left"):
            return None
        crossed = CrossingKind.ENTERED if kind == "area-entered" else CrossingKind.LEFT
        phone = str(data["device"]["phoneNumber"])
        source = str(event.get("source", ""))
        return Crossing(event_id, subscription, crossed, phone, moment(event["time"]), source)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Broken("UNREADABLE", VendorAnswer()) from None


def moment(text: Any) -> datetime:
    """RFC 3339 with zone. Raises ``ValueError``."""
    found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    if found.tzinfo is None:
        raise ValueError("a time without zone")
    return found


def _point(value: Mapping[str, Any]) -> tuple[float, float]:
    latitude, longitude = float(value["latitude"]), float(value["longitude"])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("not on earth")
    return latitude, longitude

"""Traccar 6.x REST.

Has a history and the newest place of all devices in one call; knows no consent. A device is
named by its ``uniqueId``: the phone number's digits, or ``phone`` of the device's card. Speeds
come in knots.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from turkcell_hub.gateways.errors import BadCredentials, Broken, Refused
from turkcell_hub.gateways.http import HttpClient, OnExchange, Reply, fail_by_status
from turkcell_hub.gateways.location.camara_reading import moment
from turkcell_hub.gateways.location.contract import (
    ConsentAnswer,
    Crossing,
    KnownWatch,
    LocationAccount,
    LocationCapabilities,
    Place,
    Watch,
    WatchEnded,
)

BASE_URL = "https://demo.traccar.org"
KNOT = 1.852  # km/h


class Traccar:
    """One account: an e-mail and its password."""

    def __init__(self, account: LocationAccount, on_exchange: OnExchange | None = None) -> None:
        pair = f"{account.username}:{account.password}".encode()
        self._headers = {
            "Authorization": "Basic " + base64.b64encode(pair).decode(),
            "Accept": "application/json",
        }
        self._http = HttpClient(
            account.base_url or BASE_URL,
            read_timeout=account.timeout,
            on_exchange=on_exchange,
            only_outside=account.only_outside,
        )

        self._known: dict[str, int] | None = None

    def capabilities(self) -> LocationCapabilities:
        return LocationCapabilities(history=True, batch=True)

    def check(self) -> None:
        self._get("location.check", "/api/devices")

    def latest(
        self, phones: Sequence[str], max_age: int | None = None
    ) -> Mapping[str, Place | None]:
        devices = self._devices()
        newest = {
            row["deviceId"]: _place(row)
            for row in _rows(self._get("location.latest", "/api/positions"))
        }
        now = datetime.now(UTC)
        found: dict[str, Place | None] = {}
        for phone in phones:
            place = newest.get(devices.get(_digits(phone), -1))
            is_old = place is not None and max_age and (now - place.at).total_seconds() > max_age
            found[phone] = None if is_old else place
        return found

    def history(self, phone: str, since: datetime, until: datetime) -> Sequence[Place]:
        device = self._devices().get(_digits(phone))
        if device is None:
            raise Refused("UNKNOWN_NUMBER")
        wanted = {
            "deviceId": str(device),
            "from": since.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "to": until.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        }
        rows = _rows(self._get("location.history", "/api/positions", wanted))
        return sorted((_place(row) for row in rows), key=lambda place: place.at)

    def consent(self, phone: str, *, wants_url: bool, callback: str = "") -> ConsentAnswer:
        raise Refused("NOT_OFFERED")

    def watch(self, watch: Watch) -> str:
        raise Refused("NOT_OFFERED")

    def unwatch(self, watch_id: str) -> None:
        raise Refused("NOT_OFFERED")

    def watches(self) -> Sequence[KnownWatch]:
        raise Refused("NOT_OFFERED")

    def parse_push(self, body: bytes) -> Crossing | WatchEnded | None:
        raise Refused("NOT_OFFERED")

    def close(self) -> None:
        self._http.close()

    def _devices(self) -> dict[str, int]:
        """Digits of a number -> the device's id; read once, a turn asks for many phones."""
        if self._known is None:
            self._known = self._listed()
        return self._known

    def _listed(self) -> dict[str, int]:
        rows = _rows(self._get("location.devices", "/api/devices"))
        try:
            by_phone = {_digits(str(row.get("phone") or "")): int(row["id"]) for row in rows}
            by_name = {_digits(str(row["uniqueId"])): int(row["id"]) for row in rows}
        except (KeyError, TypeError, ValueError):
            raise Broken("UNREADABLE") from None
        return {**by_phone, **by_name}

    def _get(self, operation: str, path: str, params: Mapping[str, str] | None = None) -> Reply:
        reply = self._http.request(operation, "GET", path, params=params, headers=self._headers)
        fail_by_status(reply, submit=False)
        if reply.status in (401, 403):
            raise BadCredentials("BAD_CREDENTIALS", reply.answer())
        if reply.status != 200:
            raise Refused("OPERATOR_REFUSED", reply.answer())
        return reply


def _rows(reply: Reply) -> list[dict[str, Any]]:
    rows = reply.json()
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Broken("UNREADABLE", reply.answer())
    return rows


def _place(row: Mapping[str, Any]) -> Place:
    try:
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValueError("not on earth")
        accuracy = float(row.get("accuracy") or 0)
        return Place(
            at=moment(row["fixTime"]),
            latitude=latitude,
            longitude=longitude,
            accuracy=accuracy or None,
            speed=float(row.get("speed") or 0) * KNOT,
            heading=float(row.get("course") or 0),
        )
    except (KeyError, TypeError, ValueError):
        raise Broken("UNREADABLE") from None


def _digits(text: str) -> str:
    """The number without country and trunk prefix."""
    digits = "".join(one for one in text if one.isdecimal())
    return digits[2:] if len(digits) == 12 and digits.startswith("90") else digits.lstrip("0")

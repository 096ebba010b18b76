"""CAMARA location-retrieval 0.5, geofencing-subscriptions 0.5, consent-info 0.2.

Two-legged OAuth2 (client credentials): so the device stands in every body. The coming versions
refuse undeclared properties, so nothing is sent that the pinned versions do not declare. There is
no history and no batch call.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from turkcell_hub.gateways.errors import BadCredentials, Broken, Busy, Refused
from turkcell_hub.gateways.http import HttpClient, OnExchange, Reply, fail_by_status
from turkcell_hub.gateways.location import camara_reading as reading
from turkcell_hub.gateways.location.contract import (
    ConsentAnswer,
    ConsentStatus,
    Crossing,
    CrossingKind,
    KnownWatch,
    LocationAccount,
    LocationCapabilities,
    Place,
    Watch,
    WatchEnded,
)

BASE_URL = "https://api.camara.example/"
RETRIEVE = "/location-retrieval/v0.5/retrieve"
FENCES = "/geofencing-subscriptions/v0.5/subscriptions"
CONSENT = "/consent-info/v0.2/retrieve"
TYPES = {
    CrossingKind.ENTERED: "org.camaraproject.geofencing-subscriptions.v0.area-entered",
    CrossingKind.LEFT: "org.camaraproject.geofencing-subscriptions.v0.area-left",
}
SCOPES = ("location-retrieval:read", "geofencing-subscriptions:read")
PURPOSE = "dpv:EmploymentManagement"
_EARLY = 30.0  # seconds before its end a token counts as over


class Camara:
    """One account: a client id and its secret."""

    def __init__(self, account: LocationAccount, on_exchange: OnExchange | None = None) -> None:
        self._account = account
        self._http = HttpClient(
            account.base_url or BASE_URL,
            read_timeout=account.timeout,
            correlation_header="x-correlator",
            on_exchange=on_exchange,
            only_outside=account.only_outside,
        )
        self._lock = threading.Lock()
        self._token, self._token_until = "", 0.0
        self._refused = False

    def capabilities(self) -> LocationCapabilities:
        return LocationCapabilities(consent=True, geofence_push=True)

    def check(self) -> None:
        self._bearer()

    def latest(
        self, phones: Sequence[str], max_age: int | None = None
    ) -> Mapping[str, Place | None]:
        if len(phones) != 1:
            raise Refused("NOT_OFFERED")
        body: dict[str, Any] = {"device": {"phoneNumber": phones[0]}}
        if max_age is not None:
            body["maxAge"] = max_age
        reply = self._post("location.latest", RETRIEVE, body)
        if reply.status == 200:
            return {phones[0]: reading.place(reply)}
        if reading.code(reply) in reading.NOT_FOUND_NOW:
            return {phones[0]: None}
        raise self._refusal(reply)

    def history(self, phone: str, since: datetime, until: datetime) -> Sequence[Place]:
        raise Refused("NOT_OFFERED")

    def consent(self, phone: str, *, wants_url: bool, callback: str = "") -> ConsentAnswer:
        body: dict[str, Any] = {
            "phoneNumber": phone,
            "scopes": list(SCOPES),
            "purpose": str(self._account.extra.get("purpose") or PURPOSE),
            "requestCaptureUrl": wants_url,
        }
        if callback:
            body["callbackUrl"] = callback
        reply = self._post("location.consent", CONSENT, body)
        if reply.status == 404:
            return ConsentAnswer(ConsentStatus.UNKNOWN_NUMBER)
        if reply.status != 200:
            raise self._refusal(reply)
        return reading.consent(reply)

    def watch(self, watch: Watch) -> str:
        config: dict[str, Any] = {
            "subscriptionDetail": {
                "device": {"phoneNumber": watch.phone},
                "area": {
                    "areaType": "CIRCLE",
                    "center": {"latitude": watch.latitude, "longitude": watch.longitude},
                    "radius": round(watch.radius),
                },
            }
        }
        credential = {
            "credentialType": "ACCESSTOKEN",
            "accessToken": watch.token,
            "accessTokenType": "bearer",
        }
        if watch.expires_at is not None:
            config["subscriptionExpireTime"] = watch.expires_at.isoformat()
            credential["accessTokenExpiresUtc"] = watch.expires_at.isoformat()
        reply = self._post(
            "location.watch",
            FENCES,
            {
                "protocol": "HTTP",
                "sink": watch.sink,
                "sinkCredential": credential,
                "types": [TYPES[watch.kind]],
                "config": config,
            },
        )
        if reply.status not in (201, 202):
            raise self._refusal(reply)
        return reading.watch_id(reply)

    def unwatch(self, watch_id: str) -> None:
        reply = self._call("location.unwatch", "DELETE", f"{FENCES}/{watch_id}")
        if reply.status not in (202, 204, 404):
            raise self._refusal(reply)

    def watches(self) -> Sequence[KnownWatch]:
        reply = self._call("location.watches", "GET", FENCES)
        if reply.status != 200:
            raise self._refusal(reply)
        return reading.watches(reply)

    def parse_push(self, body: bytes) -> Crossing | WatchEnded | None:
        return reading.push(body)

    def close(self) -> None:
        self._http.close()

    def _post(self, operation: str, path: str, body: Mapping[str, Any]) -> Reply:
        return self._call(operation, "POST", path, body)

    def _call(
        self, operation: str, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> Reply:
        for is_last in (False, True):
            headers = {"Authorization": f"Bearer {self._bearer()}"}
            reply = self._http.request(operation, method, path, json=body, headers=headers)
            if reply.status == 401 and not is_last:
                self._forget()  # over before its time: one new token, once
                continue
            break
        if reply.status not in (204,):
            fail_by_status_unless_created(reply)
        if reply.status == 401:
            raise BadCredentials("BAD_CREDENTIALS", reply.answer(reading.code(reply)))
        return reply

    def _bearer(self) -> str:
        with self._lock:
            if self._refused:
                raise BadCredentials("LOGIN_REFUSED_BEFORE")
            if time.monotonic() < self._token_until:
                return self._token
            reply = self._http.request(
                "location.login",
                "POST",
                "/oauth2/token",
                data={
                    "grant_type": "client_credentials",
                    "client_id": self._account.username,
                    "client_secret": self._account.password,
                },
            )
            if reply.status in (400, 401, 403):
                self._refused = True
                raise BadCredentials("BAD_CREDENTIALS", reply.answer())
            fail_by_status(reply, submit=False)
            told = reply.json_object()
            if reply.status != 200 or not isinstance(told.get("access_token"), str):
                raise Broken("UNREADABLE", reply.answer())
            self._token = told["access_token"]
            life = told.get("expires_in")
            seconds = float(life) if isinstance(life, int | float) else 300.0
            self._token_until = time.monotonic() + max(seconds - _EARLY, 1.0)
            return self._token

    def _forget(self) -> None:
        with self._lock:
            self._token, self._token_until = "", 0.0

    def _refusal(self, reply: Reply) -> Refused:
        said = reading.code(reply)
        answer = reply.answer(said)
        if reply.status == 404:
            return Refused("UNKNOWN_NUMBER", answer)
        if reply.status == 403:
            return Refused(reading.FORBIDDEN.get(said, "NO_CONSENT"), answer)
        return Refused(reading.REASONS.get(said, "OPERATOR_REFUSED"), answer)


def fail_by_status_unless_created(reply: Reply) -> None:
    """As ``fail_by_status`` for a question: 5xx and 429 are ``Busy``."""
    if reply.status == 429:
        raise Busy("RATE_LIMIT", reply.answer(reading.code(reply)))
    fail_by_status(reply, submit=False)

"""CAMARA's paths."""

from __future__ import annotations

import html
import math
import re
import secrets
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import aiohttp
import orjson
from aiohttp import web

from turkcell_hub.fake_operator.engine.clock import iso
from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.exchange import play, record
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.location import fleet
from turkcell_hub.fake_operator.location.ledger import Consent, LocationLedger, Subscription

BASE = "/camara"
_PHONE = re.compile(r"\+[1-9][0-9]{4,14}")
_TOKEN_LIFE, _CONSENT_LIFE, _LOOK = 300, 365 * 86400.0, 60.0
_POLICY = {"Content-Security-Policy": "default-src 'none'; form-action 'self'; style-src 'self'"}
_TYPE = "org.camaraproject.geofencing-subscriptions.v0."
Work = Callable[[web.Request, Desk], Awaitable[web.Response]]


class Refusal(Exception):
    def __init__(self, status: int, code: str, message: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message or code


class Camara:
    """One server's location service."""

    def __init__(self, world: World, handsets: fleet.Fleet) -> None:
        self._world, self.fleet = world, handsets
        self.ledger = LocationLedger(world.folder)
        self._tokens: dict[str, tuple[str, float]] = {}

    def routes(self) -> list[web.RouteDef]:
        fences = f"{BASE}/geofencing-subscriptions/v0.5/subscriptions"
        return [
            web.post(f"{BASE}/oauth2/token", self._login),
            web.post(f"{BASE}/location-retrieval/v0.5/retrieve", self._guard(self._retrieve)),
            web.post(f"{BASE}/consent-info/v0.2/retrieve", self._guard(self._consent)),
            web.post(fences, self._guard(self._subscribe)),
            web.get(fences, self._guard(self._list)),
            web.get(f"{fences}/{{id}}", self._guard(self._show)),
            web.delete(f"{fences}/{{id}}", self._guard(self._unsubscribe)),
            web.get(f"{BASE}/consent/{{token}}", self._page),
            web.post(f"{BASE}/consent/{{token}}", self._answer),
        ]

    # --- login ------------------------------------------------------------------------------

    async def _login(self, request: web.Request) -> web.Response:
        form = await request.post()
        desk = self._world.desks.get(str(form.get("client_id", "")))
        known = desk is not None and desk.account.protocol == "camara"
        if not known or desk is None or str(form.get("client_secret")) != desk.account.password:
            return _json({"error": "invalid_client"}, 401)
        token = secrets.token_urlsafe(24)
        self._tokens[token] = (desk.account.username, self._world.clock.now() + _TOKEN_LIFE)
        return _json({"access_token": token, "token_type": "Bearer", "expires_in": _TOKEN_LIFE})

    def _guard(self, work: Work) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            at = self._world.clock.now()
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            name, until = self._tokens.get(token, ("", 0.0))
            if until <= at or name not in self._world.desks:
                return _error(Refusal(401, "UNAUTHENTICATED"))
            desk = self._world.desks[name]

            async def run(_habit: dict[str, Any]) -> web.Response:
                try:
                    return await work(request, desk)
                except Refusal as refused:
                    return _error(refused)

            def wrong(code: Any) -> web.Response:
                return _error(Refusal(500, "INTERNAL", str(code)))

            answer = await play(self._world, desk, "query", run, wrong)
            return record(self._world, request, "query", name, answer, at)

        return handler

    # --- where is it ------------------------------------------------------------------------

    async def _retrieve(self, request: web.Request, desk: Desk) -> web.Response:
        body = await _body(request, {"device", "maxAge", "maxSurface"})
        phone = _phone_of(body.get("device"))
        _number(body, "maxAge", 0)
        _number(body, "maxSurface", 1)
        _known(phone)
        if self._status(desk, phone) != "GRANTED":
            raise Refusal(403, "PERMISSION_DENIED", "no consent of the person")
        spot = self.fleet.spot(phone, self._world.clock.now())
        if spot is None:
            raise Refusal(422, "LOCATION_RETRIEVAL.UNABLE_TO_LOCATE")
        surface = body.get("maxSurface")
        if surface is not None and math.pi * spot.accuracy**2 > surface:
            raise Refusal(422, "LOCATION_RETRIEVAL.UNABLE_TO_FULFILL_MAX_SURFACE")
        return _json({"lastLocationTime": iso(spot.at), "area": _area(phone, spot)})

    # --- consent ----------------------------------------------------------------------------

    def _status(self, desk: Desk, phone: str) -> str:
        found = self.ledger.consent_of(desk.account.username, phone)
        if found.status == "GRANTED" and (found.until or 0) <= self._world.clock.now():
            return "EXPIRED"
        return found.status

    async def _consent(self, request: web.Request, desk: Desk) -> web.Response:
        body = await _body(
            request, {"phoneNumber", "scopes", "purpose", "requestCaptureUrl", "callbackUrl"}
        )
        phone, scopes = body.get("phoneNumber"), body.get("scopes")
        if not isinstance(phone, str) or not _PHONE.fullmatch(phone):
            raise Refusal(400, "INVALID_ARGUMENT", "phoneNumber")
        if not isinstance(scopes, list) or not scopes:
            raise Refusal(400, "INVALID_ARGUMENT", "scopes")
        if not str(body.get("purpose", "")).startswith("dpv:"):
            raise Refusal(403, "CONSENT_INFO.NOT_ALLOWED_SCOPES_PURPOSE")
        if not isinstance(body.get("requestCaptureUrl"), bool):
            raise Refusal(400, "INVALID_ARGUMENT", "requestCaptureUrl")
        _known(phone)
        status = self._status(desk, phone)
        found = self.ledger.consent_of(desk.account.username, phone)
        answer: dict[str, Any] = {}
        if body["requestCaptureUrl"] and status in ("PENDING", "REQUESTED", "EXPIRED"):
            told = "DENIED" if phone.endswith(fleet.REFUSING) else "REQUESTED"
            callback = str(body.get("callbackUrl", ""))
            found = self.ledger.change(found, status=told, callback=callback)
            status = told
            if told == "REQUESTED":
                answer["captureUrl"] = f"{request.url.origin()}{BASE}/consent/{found.token}"
        info: dict[str, Any] = {
            "scopes": scopes,
            "purpose": body["purpose"],
            "statusValidForProcessing": status == "GRANTED",
        }
        if status == "GRANTED" and found.until:
            info["expirationDate"] = iso(found.until)
        elif status != "GRANTED":
            info["statusReason"] = status
        return _json({"statusInfo": [info], **answer})

    async def _page(self, request: web.Request) -> web.Response:
        found = self._found(request)
        buttons = "".join(
            f'<button name="answer" value="{value}">{label}</button> '
            for value, label in (("granted", "Onaylıyorum"), ("denied", "Onaylamıyorum"))
        )
        text = (
            '<!doctype html><html lang="tr"><meta charset="utf-8"><title>Konum onayı</title>'
            f"<h1>Operatör konum onayı</h1><p>{html.escape(found.phone[-4:])} ile biten hattın"
            " konumunu işvereniniz sorgulayabilsin mi?</p>"
            f'<form method="post">{buttons}</form></html>'
        )
        return web.Response(text=text, content_type="text/html", headers=_POLICY)

    async def _answer(self, request: web.Request) -> web.Response:
        form = await request.post()
        granted = form.get("answer") == "granted"
        self.decide(self._found(request), "GRANTED" if granted else "DENIED")
        return web.Response(text="Yanıtınız alındı. Bu pencereyi kapatabilirsiniz.")

    def decide(self, consent: Consent, status: str) -> None:
        until = self._world.clock.now() + _CONSENT_LIFE if status == "GRANTED" else None
        self.ledger.change(consent, status=status, until=until)

    def _found(self, request: web.Request) -> Consent:
        found = self.ledger.by_token(request.match_info["token"])
        if found is None:
            raise web.HTTPNotFound
        return found

    # --- fences -----------------------------------------------------------------------------

    async def _subscribe(self, request: web.Request, desk: Desk) -> web.Response:
        body = await _body(request, {"protocol", "sink", "sinkCredential", "types", "config"})
        sink, types = str(body.get("sink", "")), body.get("types")
        if body.get("protocol") != "HTTP":
            raise Refusal(400, "INVALID_PROTOCOL")
        is_local = sink.startswith(("http://127.0.0.1", "http://localhost"))
        if not sink.startswith("https://") and not is_local:
            raise Refusal(400, "INVALID_SINK")
        if not isinstance(types, list) or len(types) != 1:
            raise Refusal(422, "MULTIEVENT_SUBSCRIPTION_NOT_SUPPORTED")
        kind = str(types[0]).removeprefix(_TYPE)
        if kind not in ("area-entered", "area-left"):
            raise Refusal(400, "INVALID_ARGUMENT", "types")
        config = body.get("config") or {}
        detail = config.get("subscriptionDetail") or {}
        phone, area = _phone_of(detail.get("device")), detail.get("area") or {}
        _known(phone)
        if area.get("areaType") != "CIRCLE" or not isinstance(area.get("radius"), int):
            raise Refusal(422, "GEOFENCING_SUBSCRIPTIONS.INVALID_AREA")
        if self._status(desk, phone) != "GRANTED":
            raise Refusal(403, "PERMISSION_DENIED")
        now, end = self._world.clock.now(), config.get("subscriptionExpireTime")
        centre = area["center"]
        made = Subscription(
            id=str(uuid.uuid4()), account=desk.account.username, phone=phone, kind=kind,
            latitude=float(centre["latitude"]), longitude=float(centre["longitude"]),
            radius=float(area["radius"]), sink=sink,
            token=str((body.get("sinkCredential") or {}).get("accessToken", "")), starts=now,
            expires=datetime.fromisoformat(str(end)).timestamp() if end else None,
        )  # fmt: skip
        made = self.ledger.put(replace(made, inside=self._inside(made, now)))
        self._watch(made.id)
        return _json(_told(made), 201)

    async def _list(self, request: web.Request, desk: Desk) -> web.Response:
        return _json([_told(one) for one in self._mine(desk)])

    async def _show(self, request: web.Request, desk: Desk) -> web.Response:
        return _json(_told(self._one(request, desk)))

    async def _unsubscribe(self, request: web.Request, desk: Desk) -> web.Response:
        one = self.ledger.put(replace(self._one(request, desk), status="DELETED"))
        self._push(one, "subscription-ended", {"terminationReason": "SUBSCRIPTION_DELETED"})
        return web.Response(status=204)

    def _mine(self, desk: Desk) -> list[Subscription]:
        name = desk.account.username
        found = self.ledger.subscriptions.values()
        return [one for one in found if one.account == name and one.status != "DELETED"]

    def _one(self, request: web.Request, desk: Desk) -> Subscription:
        for one in self._mine(desk):
            if one.id == request.match_info["id"]:
                return one
        raise Refusal(404, "NOT_FOUND")

    def start(self) -> None:
        """Subscriptions of a former life are looked at again."""
        for one in self.ledger.subscriptions.values():
            if one.status == "ACTIVE":
                self._watch(one.id)

    def _watch(self, subscription: str) -> None:
        due = self._world.clock.now() + _LOOK
        self._world.timeline.at(due, lambda: self._look(subscription, due))

    def _look(self, subscription: str, at: float) -> None:
        one = self.ledger.subscriptions[subscription]
        if one.status != "ACTIVE":
            return
        if one.expires is not None and at >= one.expires:
            self._push(
                self.ledger.put(replace(one, status="EXPIRED")),
                "subscription-ended",
                {"terminationReason": "SUBSCRIPTION_EXPIRED"},
            )
            return
        inside = self._inside(one, at)
        if inside is not None and inside != one.inside:
            self.ledger.put(replace(one, inside=inside))
            if one.inside is not None and (inside == (one.kind == "area-entered")):
                self._push(one, one.kind, {"device": {"phoneNumber": one.phone}})
        self._watch(subscription)

    def _inside(self, one: Subscription, at: float) -> bool | None:
        spot = self.fleet.spot(one.phone, at)
        if spot is None:
            return None
        north = math.radians(spot.latitude - one.latitude) * 6_371_009
        east = math.radians(spot.longitude - one.longitude) * 6_371_009
        return math.hypot(north, east * math.cos(math.radians(one.latitude))) <= one.radius

    def _push(self, one: Subscription, kind: str, data: dict[str, Any]) -> None:
        """Once; a crossing of a number that ends in an even digit twice, because that happens."""
        event = {
            "id": str(uuid.uuid4()),
            "source": f"{BASE}/geofencing-subscriptions",
            "specversion": "1.0",
            "type": _TYPE + kind,
            "time": iso(self._world.clock.now()),
            "datacontenttype": "application/json",
            "data": {"subscriptionId": one.id, **data},
        }
        times = 2 if kind == one.kind and int(one.phone[-1]) % 2 == 0 else 1
        for _time in range(times):
            self._world.pusher.follow(self._post(one, event))

    async def _post(self, one: Subscription, event: dict[str, Any]) -> None:
        headers = {
            "Content-Type": "application/cloudevents+json",
            "Authorization": f"Bearer {one.token}",
        }
        status: Any
        try:
            timeout = aiohttp.ClientTimeout(total=10)
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(one.sink, data=orjson.dumps(event), headers=headers) as answer,
            ):
                status = answer.status
        except (aiohttp.ClientError, TimeoutError) as error:
            status = type(error).__name__
        now = self._world.clock.now()
        self._world.journal.add("push", one.account, at=now, type=event["type"], result=status)


def _told(one: Subscription) -> dict[str, Any]:
    centre = {"latitude": one.latitude, "longitude": one.longitude}
    area = {"areaType": "CIRCLE", "center": centre, "radius": int(one.radius)}
    detail = {"device": {"phoneNumber": one.phone}, "area": area}
    told: dict[str, Any] = {
        "id": one.id, "protocol": "HTTP", "sink": one.sink, "types": [_TYPE + one.kind],
        "config": {"subscriptionDetail": detail}, "startsAt": iso(one.starts),
        "status": one.status,
    }  # fmt: skip
    if one.expires is not None:
        told["expiresAt"] = iso(one.expires)
    return told


def _area(phone: str, spot: fleet.Spot) -> dict[str, Any]:
    centre = {"latitude": spot.latitude, "longitude": spot.longitude}
    if not phone.endswith(fleet.POLYGON):
        return {"areaType": "CIRCLE", "center": centre, "radius": spot.accuracy}
    off = 0.004
    corners = [(-off, -off), (-off, off), (off, off), (off, -off)]
    boundary = [
        {"latitude": spot.latitude + north, "longitude": spot.longitude + east}
        for north, east in corners
    ]
    return {"areaType": "POLYGON", "boundary": boundary}


async def _body(request: web.Request, declared: set[str]) -> dict[str, Any]:
    """Undeclared properties are refused, as the coming versions do."""
    try:
        body = orjson.loads(await request.read())
    except orjson.JSONDecodeError as error:
        raise Refusal(400, "INVALID_ARGUMENT") from error
    if not isinstance(body, dict) or set(body) - declared:
        raise Refusal(400, "INVALID_ARGUMENT", "undeclared property")
    return body


def _phone_of(device: Any) -> str:
    if not isinstance(device, dict):
        raise Refusal(422, "MISSING_IDENTIFIER")
    phone = device.get("phoneNumber")
    if not isinstance(phone, str) or not _PHONE.fullmatch(phone):
        raise Refusal(400, "INVALID_ARGUMENT", "phoneNumber")
    return phone


def _known(phone: str) -> None:
    if phone.endswith(fleet.UNKNOWN):
        raise Refusal(404, "IDENTIFIER_NOT_FOUND")


def _number(body: dict[str, Any], name: str, least: int) -> None:
    value = body.get(name, least)
    if not isinstance(value, int) or value < least:
        raise Refusal(400, "OUT_OF_RANGE", name)


def _error(refused: Refusal) -> web.Response:
    body = {"status": refused.status, "code": refused.code, "message": refused.message}
    return _json(body, refused.status)


def _json(body: object, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")

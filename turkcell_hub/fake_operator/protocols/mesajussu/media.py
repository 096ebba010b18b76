"""MMS and Video/URL of Mesaj Üssü: files that are brought, and what a hand-over says more."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.submissions import Submission
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.mesajussu.codes import NOT_ENTITLED, Refused, ok
from turkcell_hub.fake_operator.protocols.mesajussu.doors import parsed, raw_body
from turkcell_hub.lib.media_types import type_of

Reader = Callable[[Mapping[str, Any], Desk, float, str], Submission]
_LONGEST_TEXT, _LONGEST_URL = 1000, 500


class MediaDesk:
    """Takes files."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def take(self, request: web.Request, desk: Desk, habit: dict[str, Any]) -> web.Response:
        if "mms" not in desk.account.services:
            raise Refused(NOT_ENTITLED)
        body = parsed(await raw_body(request))
        name, kind, content = _read(body, desk.account.mms_max_kb * 1000)
        media = await self._world.take_media(desk, name, kind, content)
        return ok(mediaId=media.id)


def _read(body: Mapping[str, Any], most: int) -> tuple[str, str, bytes]:
    name, kind, written = (body.get(one) for one in ("fileName", "contentType", "content"))
    if not isinstance(name, str) or not name or not isinstance(written, str):
        raise Refused(400, "fileName / content")
    try:
        content = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(400, "content") from error
    if len(content) > most:
        raise Refused(413)
    if not isinstance(kind, str) or type_of(content) != kind:
        raise Refused(400, "contentType")
    if hashlib.sha256(content).hexdigest() != body.get("sha256"):
        raise Refused(400, "sha256")
    return name, kind, content


def with_media(world: World, read: Reader) -> Reader:
    """A send by MMS: one MMS is one part, whatever its text."""

    def wanted(body: Mapping[str, Any], desk: Desk, now: float, service: str) -> Submission:
        media = world.media.get(str(body.get("mediaId")))
        if media is None or media.account != desk.account.username:
            raise Refused(400, "mediaId")
        found = read(body, desk, now, service)
        if any(len(text + found.suffix) > _LONGEST_TEXT for text in _texts(found)):
            raise Refused(400, "message")
        found.media, found.rate = media.id, desk.account.mms_credits
        return found

    return wanted


def with_link(read: Reader) -> Reader:
    """A send with an https address, which stands in every text."""

    def wanted(body: Mapping[str, Any], desk: Desk, now: float, service: str) -> Submission:
        url = body.get("url")
        if not isinstance(url, str) or not url.startswith("https://") or len(url) > _LONGEST_URL:
            raise Refused(400, "url")
        found = read(body, desk, now, service)
        if not all(url in text for text in _texts(found)):
            raise Refused(400, "url")
        found.url, found.rate = url, desk.account.link_credits
        return found

    return wanted


def _texts(wanted: Submission) -> list[str]:
    return [wanted.texts] if isinstance(wanted.texts, str) else wanted.texts

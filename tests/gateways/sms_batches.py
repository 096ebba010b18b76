"""What the tests hand over, with canaries in every secret place."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from turkcell_hub.gateways.sms.contract import MessageClass, OutgoingMessage, SubmitRequest
from turkcell_hub.gateways.sms.media import Media

PASSWORD = "canary-şifre-9f3"
TEXT = "canary-text Kampanyamız başladı"
NOON = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
PICTURE = Media("kampanya.png", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(64))
LINK = "https://ornek.com.tr/film"
GARBAGE = [b"", b"<html>502</html>", b"[]", b"{}", b"null", b"12.5", b'{"a":', b"\xff\xfe"]


def batch(count: int = 3, *, text: str | None = None, **options: Any) -> SubmitRequest:
    messages = [
        OutgoingMessage(f"ref-{i}", f"+90532000{i:04d}", text or f"{TEXT} {i}")
        for i in range(count)
    ]
    chosen = {"sender": "FIRMA", "message_class": MessageClass.INFORMATIONAL, **options}
    return SubmitRequest(f"batch-{uuid.uuid4().hex[:8]}", messages=messages, **chosen)

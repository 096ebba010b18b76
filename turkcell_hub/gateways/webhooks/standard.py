"""Standard Webhooks (standardwebhooks.com): what is signed, and one attempt to deliver.

``webhook-id`` is the event's own and the same in every attempt; the signature covers id,
timestamp and body, so that a caught request cannot be replayed later or under another id.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.gateways.http import HttpClient

PREFIX = "whsec_"
READ_SECONDS, CONNECT_SECONDS = 15.0, 5.0
_MOST_BYTES = 64 * 1024  # of an answer that nobody reads


@dataclass(frozen=True)
class Outcome:
    """``status`` None: no answer came, ``problem`` says why. ``delivered``: any 2xx."""

    status: int | None
    problem: str = ""

    @property
    def delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def signature(secret: str, key: str, timestamp: int, body: str) -> str:
    """``v1,`` and the base64 of HMAC-SHA256 over ``id.timestamp.body``. ``secret``: ``whsec_``
    and base64."""
    seed = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(seed, f"{key}.{timestamp}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def deliver(
    url: str, secrets: Sequence[str], key: str, timestamp: int, body: str, *, only_outside: bool
) -> Outcome:
    """One POST; redirects are not followed. ``secrets``: the newest first, each signs.
    ``only_outside``: no connection to an address that is not public, whatever the name said
    before (docs/reliability.md, G20)."""
    try:
        parts = urlsplit(url)
    except ValueError:  # kept before it was refused to be
        return Outcome(None, "BAD_ADDRESS")
    client = HttpClient(
        f"{parts.scheme}://{parts.netloc}",  # the path is called as it was typed, to its last "/"
        read_timeout=READ_SECONDS,
        connect_timeout=CONNECT_SECONDS,
        max_bytes=_MOST_BYTES,
        only_outside=only_outside,
    )
    headers = {
        "Content-Type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(s, key, timestamp, body) for s in secrets),
    }
    try:
        reply = client.request("webhook", "POST", parts.path, data=body.encode(), headers=headers)
    except GatewayError as failure:
        return Outcome(None, failure.reason[:60])
    finally:
        client.close()
    return Outcome(reply.status)

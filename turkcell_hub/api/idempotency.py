"""``Idempotency-Key``: a POST that is sent twice is done once.

The record is committed before the work and completed in the work's own transaction:
whoever is killed between any two lines leaves either nothing or the whole answer. A record
whose process died is taken over when its lease has passed by the database's clock; a
process that outlived its lease finds its attempt replaced and rolls its work back.

Kept are successes and the refusals that no later try can change. Everything else (bad
input, missing right, missing credit, our own failure) did nothing and may be sent again
with the same key.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from turkcell_hub import deadlocks
from turkcell_hub.api import actors
from turkcell_hub.api.models import IdempotencyRecord
from turkcell_hub.api.renderers import dumps
from turkcell_hub.errors import Conflict, HubError, Invalid
from turkcell_hub.resources import Actor

KEPT_REFUSALS = frozenset({410, 422})
_USABLE = re.compile(r"[\x21-\x7e]{1,255}")
_KEPT_HEADERS = ("Location",)
_TRIES = 3

# Inserts, or takes over what is expired or abandoned; answers no row when another owns it.
_CLAIM = """
INSERT INTO api_idempotencyrecord AS r
  (firm_id, route, key, fingerprint, seen_by, state, attempt, lease_until, expires_at,
   headers, body)
VALUES (%(firm)s, %(route)s, %(key)s, %(fingerprint)s, %(seen_by)s, 'running', %(attempt)s,
  clock_timestamp() + %(lease)s * interval '1 second',
  clock_timestamp() + %(life)s * interval '1 second', '{}', '')
ON CONFLICT (firm_id, route, key) DO UPDATE SET
  fingerprint = EXCLUDED.fingerprint, seen_by = EXCLUDED.seen_by, state = 'running',
  attempt = EXCLUDED.attempt,
  lease_until = EXCLUDED.lease_until, expires_at = EXCLUDED.expires_at,
  status = NULL, headers = '{}', body = ''
WHERE r.expires_at <= clock_timestamp()
   OR (r.state = 'running' AND r.lease_until <= clock_timestamp()
       AND r.fingerprint = EXCLUDED.fingerprint)
RETURNING r.id
"""


class KeyReused(HubError):
    """The key was used with another body."""

    status = 422
    code = "idempotency_key_reused"


class KeyOfOthers(HubError):
    """The key was used by a caller who may do or see something else."""

    status = 422
    code = "idempotency_key_of_others"


class KeyInUse(Conflict):
    """The first request with this key has not ended."""

    code = "idempotency_key_in_use"


@dataclass(frozen=True)
class Attempt:
    """The right to do the work once."""

    record_id: int
    token: uuid.UUID

    def complete(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Stores the answer. Raises ``KeyInUse`` when another attempt has taken over."""
        changed = self._mine().update(
            state=IdempotencyRecord.State.COMPLETE,
            status=status,
            headers=dict(headers),
            body=body.decode(),
        )
        if not changed:
            raise _in_use()

    def release(self) -> None:
        """Forgets the key: nothing was done."""
        self._mine().delete()

    def _mine(self) -> Any:
        return IdempotencyRecord.objects.filter(
            pk=self.record_id, attempt=self.token, state=IdempotencyRecord.State.RUNNING
        )


def answer(
    view: Any, handler: Callable[..., Any], request: Request, *args: Any, **kwargs: Any
) -> Any:
    """Runs ``handler`` once for each key; without the header it just runs.

    Raises ``Invalid`` (unusable key), ``KeyReused`` and ``KeyOfOthers`` (422), ``KeyInUse`` (409).
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return handler(request, *args, **kwargs)
    if not _USABLE.fullmatch(key):
        raise Invalid(
            _("Idempotency-Key 1-255 yazdırılabilir ASCII karakterden oluşmalı."),
            code="idempotency_key_invalid",
        )
    actor = actors.required(request)
    claimed = claim(actor.firm_id, _route(request), key, fingerprint(request), view_of(actor))
    if isinstance(claimed, IdempotencyRecord):
        return _replay(claimed)
    return _work(view, claimed, handler, request, args, kwargs)


def claim(
    firm_id: int, route: str, key: str, digest: str, seen_by: str = ""
) -> Attempt | IdempotencyRecord:
    """The right to work, or the complete record of who did.

    Raises ``KeyReused``, ``KeyOfOthers`` and ``KeyInUse``.
    """
    for _try in range(_TRIES):
        attempt = _claim(firm_id, route, key, digest, seen_by)
        if attempt is not None:
            return attempt
        record = IdempotencyRecord.objects.filter(firm_id=firm_id, route=route, key=key).first()
        if record is None:  # released in between
            continue
        if record.fingerprint != digest:
            raise KeyReused(
                _("Bu Idempotency-Key başka bir gövde ile kullanılmış; yeni bir anahtar gönderin.")
            )
        if record.seen_by not in ("", seen_by):
            raise KeyOfOthers(
                _(
                    "Bu Idempotency-Key'i yetkileri, yetki kodları ya da markaları başka olan bir"
                    " API anahtarı kullanmış; yeni bir anahtar gönderin."
                )
            )
        if record.state == IdempotencyRecord.State.COMPLETE:
            return record
        break
    raise _in_use()


def forget_expired() -> int:
    """Deletes the records whose time has passed; for the daily sweep. Answers how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM api_idempotencyrecord WHERE expires_at <= clock_timestamp()")
        return int(cursor.rowcount)


def fingerprint(request: Request) -> str:
    """Of what is asked, not of how it is spelled: key order and multipart borders differ."""
    data: Any = request.data
    if request.FILES:
        fields: Any = {
            "fields": sorted(
                (name, data.getlist(name)) for name in data if name not in request.FILES
            ),
            "files": [
                (name, file.name, _digest_of(file))
                for name in sorted(request.FILES)
                for file in request.FILES.getlist(name)
            ],
        }
    else:
        fields = dict(data.lists()) if hasattr(data, "lists") else data
    query = sorted(request.query_params.lists())
    return hashlib.sha256(
        orjson.dumps([query, fields], option=orjson.OPT_SORT_KEYS, default=str)
    ).hexdigest()


def view_of(actor: Actor) -> str:
    """Of what the caller may do and see. A rotated API key has its forerunner's; another key of
    the firm is not told what it could not ask for itself."""
    seen = [sorted(actor.rights)]
    for limit in ("code_ids", "brand_ids"):
        ids = getattr(actor, limit, None)
        seen.append(["*"] if ids is None else sorted(map(str, ids)))
    return hashlib.sha256(orjson.dumps(seen)).hexdigest()


def _digest_of(file: Any) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _claim(firm_id: int, route: str, key: str, digest: str, seen_by: str) -> Attempt | None:
    token = uuid.uuid4()
    values: dict[str, str | int] = {
        "firm": firm_id,
        "route": route,
        "key": key,
        "fingerprint": digest,
        "seen_by": seen_by,
        "attempt": str(token),
        "lease": settings.API_IDEMPOTENCY["lease_seconds"],
        "life": settings.API_IDEMPOTENCY["life_seconds"],
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        row = cursor.fetchone()
    return Attempt(row[0], token) if row else None


def _work(
    view: Any,
    attempt: Attempt,
    handler: Callable[..., Any],
    request: Request,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Any:
    def done() -> Any:
        with transaction.atomic():
            response = handler(request, *args, **kwargs)
            if 200 <= response.status_code < 300:
                _keep(attempt, response)
        return response

    try:
        response = deadlocks.outlived(done)
    except HubError as error:
        if error.status not in KEPT_REFUSALS:
            attempt.release()
            raise
        response = view.handle_exception(error)
        _keep(attempt, response)
        return response
    except BaseException:
        attempt.release()
        raise
    if not 200 <= response.status_code < 300:
        attempt.release()
    return response


def _keep(attempt: Attempt, response: Response) -> None:
    kept = {name: response[name] for name in _KEPT_HEADERS if name in response}
    content_type = response.content_type or "application/json"
    body = b"" if response.data is None else dumps(response.data)
    attempt.complete(response.status_code, {**kept, "Content-Type": content_type}, body)


def _replay(record: IdempotencyRecord) -> HttpResponse:
    response = HttpResponse(record.body, status=record.status or 200)
    for name, value in record.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response


def _route(request: Request) -> str:
    """Method and path; a path too long for the column is told apart by its digest."""
    route = f"{request.method} {request.path}"
    if len(route) <= 300:
        return route
    return f"{route[:200]}#{hashlib.sha256(route.encode()).hexdigest()}"


def _in_use() -> KeyInUse:
    return KeyInUse(
        _("Bu Idempotency-Key ile gönderilen ilk istek sürüyor; biraz sonra yeniden deneyin."),
        extra={"retry_after": 1},
    )

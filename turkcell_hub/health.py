"""``/healthz`` (the process lives) and ``/readyz`` (it can work); strangers see no details.

A lost broker makes the portal slower, not useless (rows are the queue), so it is told as
"degraded" and does not take the process out of service; database and migrations do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_log = logging.getLogger(__name__)
_TIMEOUT = 2.0


class _Known:
    """Migrations are looked at until they are all there: they do not go away again."""

    is_migrated = False


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers at all."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 ``ok`` or ``degraded`` (no broker), 503 ``unavailable``; the log says why."""
    if not (_passes("database", _database) and _passes("migrations", _migrations)):
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse({"status": "ok" if _passes("broker", _broker) else "degraded"})


def _passes(name: str, check: Callable[[], None]) -> bool:
    try:
        check()
    except (DatabaseError, redis.RedisError, RuntimeError) as error:
        _log.warning("not ready: %s (%s)", name, type(error).__name__)
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> None:
    if _Known.is_migrated:
        return
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError("some migrations are not applied")
    _Known.is_migrated = True


def _broker() -> None:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT
    )
    with client:
        client.ping()

"""Everything that is kept somewhere, as text, for whoever looks for what must not be there."""

from __future__ import annotations

import base64
import io
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import redis
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Model


def everything() -> Mapping[str, str]:
    """Place -> its text: each table that holds a row, and Redis."""
    tables = {model._meta.db_table: table(model) for model in apps.get_models()}
    return {**{name: text for name, text in tables.items() if text}, "Redis": redis_text()}


def tables(models: Iterable[type[Model]]) -> str:
    """Every row of these models."""
    return "\n".join(filter(None, map(table, models)))


def table(model: type[Model]) -> str:
    """Every row as the database keeps it, one JSON object a line."""
    if model._meta.proxy or not model._meta.managed:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT row_to_json(t)::text FROM "{model._meta.db_table}" t')
        return "\n".join(row[0] for row in cursor.fetchall())


def redis_text() -> str:
    """Every key and value, the bodies of waiting tasks decoded."""
    server = redis.Redis.from_url(settings.REDIS_URL)
    read: dict[bytes, Callable[[bytes], Any]] = {
        b"string": server.get,
        b"list": lambda key: server.lrange(key, 0, -1),
        b"hash": server.hgetall,
        b"set": server.smembers,
        b"zset": lambda key: server.zrange(key, 0, -1, withscores=True),
    }
    texts: list[str] = []
    for key in server.scan_iter(count=1000):
        kind = server.type(key)
        value = read.get(kind, lambda _key: b"")(key)
        texts.append(f"{key!r} {value!r}")
        if kind == b"list":
            texts += [_body(item) for item in value]
    return "\n".join(texts)


@contextmanager
def heard() -> Iterator[io.StringIO]:
    """Every line that is logged, however small, as it is before it is masked."""
    stream = io.StringIO()
    handler, root = logging.StreamHandler(stream), logging.getLogger()
    level, handlers = root.level, root.handlers
    root.handlers = [handler]
    root.setLevel(logging.DEBUG)
    try:
        yield stream
    finally:
        root.handlers = handlers
        root.setLevel(level)


def _body(item: bytes) -> str:
    """Celery's message, its base64 body in clear."""
    _head, _mark, rest = item.partition(b'"body": "')
    return base64.b64decode(rest.partition(b'"')[0] + b"==").decode("utf-8", "replace")

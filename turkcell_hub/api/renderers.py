"""JSON out. orjson, because lists of 500 rows are rendered many times a second."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer

_OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME


class JSONRenderer(BaseRenderer):
    """Times are UTC with "Z" wherever they come from; decimals are text, never floats."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else dumps(data)


def dumps(data: Any) -> bytes:
    return orjson.dumps(data, default=_plain, option=_OPTIONS)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return utc(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | Promise | UUID):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be rendered as JSON")


def utc(value: datetime) -> str:
    """As a time goes out: UTC with "Z"."""
    if value.tzinfo is None:
        return value.isoformat()
    if value.tzinfo is not UTC:
        value = value.astimezone(UTC)
    return value.isoformat()[:-6] + "Z"

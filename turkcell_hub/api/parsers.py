"""JSON in: one object, strict (no NaN, no lone surrogate, no trailing text, no endless nesting)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import BaseParser

DEEPEST = 64  # what reads a body calls itself for each level


class JSONParser(BaseParser):
    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise RequestDataTooBig("the body is larger than DATA_UPLOAD_MAX_MEMORY_SIZE")
        try:
            body = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise ParseError(
                _("Gövde geçerli bir JSON değil (satır %(line)d, sütun %(column)d).")
                % {"line": error.lineno, "column": error.colno}
            ) from None
        if not isinstance(body, dict):
            raise ValidationError(_("Gövde bir JSON nesnesi olmalı: {…}."))
        if is_too_deep(body):
            raise ParseError(_("Gövde en çok %(most)d kat iç içe olabilir.") % {"most": DEEPEST})
        return body


def is_too_deep(body: Any) -> bool:
    level = [body]
    for _depth in range(DEEPEST + 1):
        rows = [row.values() if isinstance(row, dict) else row for row in level]
        level = [one for row in rows for one in row if isinstance(one, dict | list)]
        if not level:
            return False
    return True

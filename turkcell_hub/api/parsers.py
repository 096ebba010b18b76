"""JSON in: one object, strict (no NaN, no lone surrogates, no trailing text)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import BaseParser


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
        return body

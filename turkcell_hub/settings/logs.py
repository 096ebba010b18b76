"""Structured logs on standard error; numbers, codes and secrets are masked on the way out."""

from __future__ import annotations

import os
import re
from typing import Any, cast

import structlog

from turkcell_hub.lib import secret_paths
from turkcell_hub.lib.redact import redact

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.format_exc_info,
]


# What was searched for is often a person's name; the names of the questions say enough.
_QUERY = re.compile(r"([?&][^=&\s]*=)[^&\s]+")


def _masked(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    masked = cast("dict[str, Any]", redact(event))
    if isinstance(line := masked.get("request"), str):
        masked["request"] = _QUERY.sub(r"\1***", line)
    return {
        key: secret_paths.hide(value) if isinstance(value, str) else value
        for key, value in masked.items()
    }


_RENDERER: Any = (
    structlog.dev.ConsoleRenderer(colors=False)
    if os.environ.get("LOG_FORMAT", "").strip().lower() == "console"
    else structlog.processors.JSONRenderer(ensure_ascii=False)
)

structlog.configure(
    processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _SHARED,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _masked,
                _RENDERER,
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {
        "handlers": ["stderr"],
        "level": os.environ.get("LOG_LEVEL", "").strip().upper() or "INFO",
    },
    "loggers": {
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "axes": {"level": "WARNING"},
        "celery": {"level": "INFO"},
    },
}

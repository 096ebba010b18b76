"""What a crash tells the errors' service: where it was, and nothing of anybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from turkcell_hub.lib import secret_paths
from turkcell_hub.lib.redact import redact


def install(dsn: str, **options: Any) -> None:
    """``options``: more of Sentry's own."""
    import sentry_sdk

    sentry_sdk.init(
        dsn=dsn,
        include_local_variables=False,
        max_request_body_size="never",  # else what was typed into a form goes along
        before_send=_private,
        **options,
    )


def _private(event: Any, _hint: Any) -> Any:
    """Of the request its method and place, no query and no header; numbers and codes masked."""
    request = event.get("request") or {}
    event["request"] = {name: request[name] for name in ("method", "url") if name in request}
    event.pop("user", None)
    return _hidden(redact(event))


def _hidden(value: Any) -> Any:
    if isinstance(value, str):
        return secret_paths.hide(value)
    if isinstance(value, Mapping):
        return {key: _hidden(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_hidden(item) for item in value]
    return value

"""What the schema says of a view's method, with the rights that it asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from drf_spectacular.utils import extend_schema


def told(
    summary: str,
    *rights: str,
    tag: str,
    text: str = "",
    name: str | None = None,
    request: Any = None,
    responses: Any = None,
    parameters: Sequence[Any] = (),
) -> Callable[[Any], Any]:
    """Describes one operation; key, problems and ``Idempotency-Key`` are added by themselves."""
    needed = ", ".join(f"`{right}`" for right in rights)
    description = f"{text}\n\nGereken yetki: {needed}.".strip()
    options: dict[str, Any] = {"parameters": list(parameters)} if parameters else {}
    return extend_schema(
        summary=summary,
        description=description,
        tags=[tag],
        operation_id=name,
        request=request,
        responses=responses,
        **options,
    )

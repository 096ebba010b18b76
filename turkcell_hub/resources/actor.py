"""What the toolkits need to know of whoever acts (``tenancy.actor.Actor`` is one)."""

from __future__ import annotations

from typing import Any, Protocol

from django.db.models import QuerySet


class Actor(Protocol):
    """``rights`` are codes such as ``messaging.campaign.send``."""

    @property
    def firm_id(self) -> int: ...

    @property
    def label(self) -> str: ...

    @property
    def rights(self) -> frozenset[str]: ...

    @property
    def user_id(self) -> int | None: ...

    def can(self, right: str) -> bool: ...

    def require(self, right: str) -> None: ...

    def visible(self, queryset: QuerySet[Any]) -> QuerySet[Any]: ...

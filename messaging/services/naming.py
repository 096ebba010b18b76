"""Naming what stands in the way, without naming what somebody may not see."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from turkcell_hub.tenancy.actor import Actor

_NAMED = 3


def named(actor: Actor, rows: QuerySet[Any]) -> str:
    """The first three of ``rows``, or that they lie behind a Yetki Kodu (L-036); "" when there
    are none."""
    seen = [str(row) for row in actor.visible(rows).order_by("pk")[:_NAMED]]
    if seen or not rows.exists():
        return ", ".join(seen)
    return _("göremediğiniz bir kayıt")

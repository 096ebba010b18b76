"""Query parameters: what is not known is refused by name, never ignored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

PAGING = frozenset({"cursor", "page_size", "count", "ordering"})


def refuse_unknown(given: Iterable[str], known: Iterable[str]) -> None:
    """Raises ``ValidationError`` (400) that names each unknown one and the known ones."""
    allowed = sorted(set(known))
    unknown = sorted(set(given) - set(allowed))
    if not unknown:
        return
    if allowed:
        text = _("Bilinmeyen parametre. Kullanılabilenler: %(known)s.") % {
            "known": ", ".join(allowed)
        }
    else:
        text = _("Bu adres sorgu parametresi almaz.")
    raise ValidationError({name: [ErrorDetail(text, "unknown_parameter")] for name in unknown})


@cache
def filter_names(filterset: Any) -> frozenset[str]:
    """Every query parameter that a filterset class or instance reads, range ends included."""
    if filterset is None:
        return frozenset()
    names: set[str] = set()
    for name, declared in filterset.base_filters.items():
        suffixes = getattr(declared.field.widget, "suffixes", None)
        names |= {f"{name}_{suffix}" if suffix else name for suffix in suffixes or [""]}
    return frozenset(names)


def flag(parameters: Mapping[str, Any], name: str) -> bool:
    """True for ``?name=true``. Raises ``ValidationError`` for anything but true or false."""
    raw = str(parameters.get(name, "false")).lower()
    if raw not in ("true", "false"):
        raise ValidationError({name: [ErrorDetail(_("true veya false olmalı."), "invalid")]})
    return raw == "true"


def refuse_unclear_flags(filterset: Any, given: Mapping[str, Any]) -> None:
    """Raises ``ValidationError`` for a yes-or-no filter that says neither.

    Forms read such a value as "no matter"; a caller would take the whole list for a part.
    """
    for name, declared in filterset.base_filters.items():
        if name in given and isinstance(declared.field, forms.NullBooleanField):
            flag({name: given[name]}, name)

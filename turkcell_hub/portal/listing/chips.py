"""The active filters as chips, each with a link that takes it away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from turkcell_hub.portal import cells
from turkcell_hub.portal.listing.state import Listing
from turkcell_hub.resources.matching import SEARCH


@dataclass(frozen=True)
class Chip:
    label: str
    value: str
    remove_query: str


def of(listing: Listing) -> list[Chip]:
    return list(_chips(listing))


def _chips(listing: Listing) -> Iterator[Chip]:
    if listing.matching.search:
        yield Chip(_("Arama"), listing.matching.search, listing.query(**{SEARCH: None}))
    filterset = listing.matching.filterset if listing.matching.is_filtered else None
    if filterset is None or not filterset.is_valid():
        return
    for name, bound in filterset.form.fields.items():
        value = filterset.form.cleaned_data.get(name)
        if value in (None, "", [], ()) or (hasattr(value, "__len__") and not len(value)):
            continue
        keys = _parameters(name, listing)
        yield Chip(
            str(filterset.form[name].label),
            _shown(bound, value),
            listing.query(**dict.fromkeys(keys)),
        )


def _parameters(name: str, listing: Listing) -> list[str]:
    """A range filter sends ``name_min``/``name_after``; all of them go with the chip."""
    suffixes = ("", "_min", "_max", "_after", "_before", "_0", "_1")
    return [f"{name}{s}" for s in suffixes if f"{name}{s}" in listing.params]


def _shown(bound: Any, value: Any) -> str:
    choices = dict(_flat(getattr(bound, "choices", ()))) if hasattr(bound, "choices") else {}
    if isinstance(value, slice):
        edges = (value.start, value.stop)
        return " – ".join(_plain(edge) if edge is not None else "…" for edge in edges)
    if isinstance(value, (list, tuple, set)) or hasattr(value, "iterator"):
        return ", ".join(_choice(choices, item) for item in list(value)[:5])
    return _choice(choices, value)


def _choice(choices: dict[str, Any], value: Any) -> str:
    return str(choices.get(str(value), "")) or _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return cells.yes_or_no(value)
    if hasattr(value, "strftime"):
        return cells.day(value)
    return str(value)


def _flat(choices: Any) -> Iterator[tuple[str, Any]]:
    if hasattr(choices, "queryset"):  # one query a record would be too dear: str(value) does
        return
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            yield from ((str(k), v) for k, v in label)
        else:
            yield str(key), label

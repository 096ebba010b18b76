"""Reports that can be mailed: each room names its own, the schedules know nothing else of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from turkcell_hub.tenancy.actor import Actor

EDGES = ("from", "to", "period", "kind", "part", "format", "by")  # what a run itself decides


@dataclass(frozen=True)
class Mailed:
    """One table as its reader may see it. ``figures``: what the mail itself says, name and value.
    ``link``: the page's path with its query. ``people``: whose data it shows, by the source's own
    ids."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Any]]
    notes: Sequence[str] = ()
    figures: Sequence[tuple[str, str]] = ()
    link: str = ""
    people: Sequence[int] = ()


@dataclass(frozen=True)
class Source:
    """``right``: who may schedule and receive it. ``check(actor, filters)`` says in Turkish what
    the filters narrow, and raises ``Invalid`` for ones that it does not know. ``make(actor, first,
    last, filters)``: the days from ``first`` to ``last`` of the firm's clock, with the rights that
    ``actor`` has now; raises ``HubError`` with what the schedule's page then shows.
    ``seen(actor, people, to)``: runs in the transaction after which the mail may have gone."""

    code: str
    title: Any
    right: str
    check: Callable[[Actor, QueryDict], str]
    make: Callable[[Actor, date, date, QueryDict], Mailed]
    seen: Callable[[Actor, Sequence[int], str], None] | None = None


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.code] = source


def every() -> Mapping[str, Source]:
    return _sources


def choices() -> list[tuple[str, Any]]:
    return [(code, one.title) for code, one in _sources.items()]


def read(text: str) -> QueryDict:
    """The filters of a report's own address; its range and its file are the schedule's."""
    given, kept = QueryDict(text.strip().lstrip("?")), QueryDict(mutable=True)
    for name, values in given.lists():
        told = [one for one in values if one.strip()]
        if told and name not in EDGES:
            kept.setlist(name, told)
    return kept

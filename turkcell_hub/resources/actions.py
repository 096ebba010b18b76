"""Actions as objects: one entry in the F9/right-click menu and one REST call."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import QuerySet

from turkcell_hub.resources.actor import Actor


class ActionKind(enum.StrEnum):
    ROW = "row"  # exactly one record
    BULK = "bulk"  # one or many records, also "all that match the filter"
    LIST = "list"  # the list itself; no selection


@dataclass(frozen=True)
class ActionResult:
    """What the person is told. ``url``: where to go next; ``job_id``: long work started;
    ``data``: what a REST caller gets besides the message."""

    message: Any
    url: str | None = None
    job_id: int | None = None
    touched: int = 0
    data: Mapping[str, Any] = field(default_factory=dict)


Run = Callable[[Actor, QuerySet[Any], Mapping[str, Any]], ActionResult]


@dataclass(frozen=True)
class Action:
    """``run(actor, rows, data)`` calls one service; ``data`` is the cleaned ``form``.

    ``refusal(actor, row)`` answers why a row cannot take it (Turkish) or None;
    ``confirm(actor, count)`` is the question asked first, with what will happen and how
    many records it touches. ``url(row)``: a plain link instead of a call.
    """

    code: str
    label: Any
    right: str
    kind: ActionKind
    run: Run | None = None
    icon: str = ""
    danger: bool = False
    form: type[forms.Form] | None = None
    refusal: Callable[[Actor, Any], str | None] | None = None
    confirm: Callable[[Actor, int], Any] | None = None
    url: Callable[[Any], str] | None = None
    rest: bool = True

"""Copies of what fixtures answer: rows, clients, records of the tests' own classes.

What several of them hold in common, their copies hold in common too.
"""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import enum
import types
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.db.models.base import ModelState
from django.test import Client


class CannotBeKept(Exception):
    """A value of which a test cannot be given a copy of its own."""


_PLAIN = (
    str, bytes, int, float, bool, Decimal, UUID, Path, ZoneInfo, type(None), type, enum.Enum,
    dt.date, dt.time, dt.timedelta, dt.tzinfo, types.ModuleType, types.BuiltinFunctionType,
)  # fmt: skip

_COMPARED = (*_PLAIN, list, tuple, dict, set)


def copied(value: Any, known: dict[int, Any], made: list[tuple[Any, Any]]) -> Any:
    """``known``: copies by the ids of what they are copies of; ``made``: the new pairs of both."""
    if isinstance(value, _PLAIN):
        return value
    if id(value) in known:
        return known[id(value)]
    kind = type(value)
    if kind in (list, tuple, set, frozenset):
        return kind(copied(one, known, made) for one in value)
    if kind is dict:
        return {key: copied(one, known, made) for key, one in value.items()}
    if isinstance(value, types.FunctionType):
        if value.__closure__:
            raise CannotBeKept
        return value
    if isinstance(value, Client):
        new: Any = kind(raise_request_exception=value.raise_request_exception)
        new.cookies = copy.deepcopy(value.cookies)
        new.defaults.update(value.defaults)
        new.headers = copy.copy(value.headers)
    else:
        new = _shell(value)
    known[id(value)] = new
    made.append((value, new))
    if isinstance(value, Model):
        new._state = state = ModelState()
        state.db, state.adding = value._state.db, value._state.adding
        state.fields_cache = copied(value._state.fields_cache, known, made)
    if not isinstance(value, Client):
        for name, held in _held(value):
            if name == "_state" and isinstance(value, Model):
                continue
            mine = copied(held, known, made)
            if hasattr(new, "__dict__"):  # not by a descriptor, which might forget its row
                new.__dict__[name] = mine
            else:
                object.__setattr__(new, name, mine)
    return new


def _shell(value: Any) -> Any:
    """An empty one of its class, where all that it is stands in its attributes."""
    kind = type(value)
    plain = isinstance(value, Model | types.SimpleNamespace) or dataclasses.is_dataclass(value)
    if not plain and not kind.__module__.startswith(("tests", "conftest")):
        raise CannotBeKept
    try:
        return kind.__new__(kind)
    except TypeError as needs_more:
        raise CannotBeKept from needs_more


def _held(value: Any) -> list[tuple[str, Any]]:
    if hasattr(value, "__dict__"):
        return list(value.__dict__.items())
    return [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]


def changed(kept: Any, held: Any) -> bool:
    """Whether a later fixture changed what an earlier one had answered."""
    if not isinstance(kept, Model):
        return False
    mine = held.__dict__
    return any(
        name not in mine or (isinstance(value, _COMPARED) and mine[name] != value)
        for name, value in kept.__dict__.items()
        if name != "_state"
    )

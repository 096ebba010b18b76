"""What a map that stays open has been told already: each round sends what has changed since."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from redis.exceptions import RedisError

from fieldteams.selectors.seen import Seen
from turkcell_hub.tenancy.actor import Actor

_KEY = "fieldteams.map."
_KEPT = 600  # seconds: a map that was asleep for longer is told everything anew
_MARK = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Round:
    """``is_whole``: everybody is in ``people``; else those who changed or came, and in ``gone``
    who is to be seen no more. ``mark`` stands for what the map knows now."""

    mark: str
    is_whole: bool
    people: Sequence[Seen]
    gone: Sequence[int]


def begin(actor: Actor, people: Sequence[Seen]) -> Round:
    """Everybody. Of a mark that cannot be kept nothing is known later: everybody again."""
    mark = secrets.token_hex(16)
    try:
        cache.set(_key(actor, mark), {one.phone.pk: one.fingerprint for one in people}, _KEPT)
    except RedisError:
        mark = ""
    return Round(mark, True, people, ())


def go_on(actor: Actor, people: Sequence[Seen], mark: str) -> Round:
    """What is other than under ``mark``, which stays good: an answer may be lost on its way."""
    known = _known(actor, mark)
    new = begin(actor, people)
    if known is None:
        return new
    changed = [one for one in people if known.pop(one.phone.pk, b"") != one.fingerprint]
    return Round(new.mark, False, changed, sorted(known))


def _known(actor: Actor, mark: str) -> dict[int, bytes] | None:
    if not _MARK.fullmatch(mark):
        return None
    try:
        found: dict[int, bytes] | None = cache.get(_key(actor, mark))
    except RedisError:
        return None
    return found


def _key(actor: Actor, mark: str) -> str:
    return f"{_KEY}{actor.firm_id}.{mark}"

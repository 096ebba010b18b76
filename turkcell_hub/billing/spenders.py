"""What features tell of the movements that they made: what was sent, and by which operator account.

A feature registers one function from its ``AppConfig.ready``; billing knows no feature.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from turkcell_hub.tenancy.actor import Actor


class Sent(NamedTuple):
    """``operator``: the account's name. ``name`` and ``url`` are empty where the actor may not see
    what was sent, or nothing has a name."""

    operator: str
    name: str = ""
    url: str = ""


Teller = Callable[[Actor, Collection[int]], Mapping[int, Sent]]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    if teller not in _tellers:
        _tellers.append(teller)


def tell(actor: Actor, spends: Collection[int]) -> dict[int, Sent]:
    """By the movements' numbers, those that a feature knows. The caller is in the firm's scope."""
    found: dict[int, Sent] = {}
    for teller in _tellers:
        found.update(teller(actor, spends))
    return found

"""Many hands at one code at once (G6): what the short test and the full experiment share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from otp.services import challenges
from turkcell_hub.errors import HubError
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.scope import firm_scope


def at_once(do: Callable[[str], str], rows: Sequence[str], threads: int = 16) -> Counter[str]:
    """``do`` for all rows, by hands with a database connection each; how often what came."""

    def hand(share: Sequence[str]) -> list[str]:
        try:
            return [do(row) for row in share]
        finally:
            connections.close_all()

    shares = [rows[place::threads] for place in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        return Counter(answer for answers in pool.map(hand, shares) for answer in answers)


def burst(actor: Actor, challenge_id: int, codes: Sequence[str]) -> Counter[str]:
    """All codes typed at once; "yes" for an approval, else the refusal's code."""

    def type_in(code: str) -> str:
        try:
            with firm_scope(actor.firm_id):
                challenges.verify(actor, challenge_id, code)
                return "yes"
        except HubError as refusal:
            return refusal.code

    return at_once(type_in, codes)


def sequence(right: str, count: int) -> list[str]:
    """Codes one after the other, as somebody would guess, without the right one."""
    return [f"{(int(right) + step) % 1_000_000:06d}" for step in range(1, count + 1)]

"""Many hands at one code at once (G6): what the short test and the full experiment share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from otp.services import challenges
from turkcell_hub.errors import HubError
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.scope import firm_scope


def burst(actor: Actor, challenge_id: int, codes: Iterable[str], threads: int = 16) -> Counter[str]:
    """All codes typed at once; how often which answer came ("yes" for an approval)."""

    def type_in(code: str) -> str:
        try:
            with firm_scope(actor.firm_id):
                challenges.verify(actor, challenge_id, code)
                return "yes"
        except HubError as refusal:
            return refusal.code

    with ThreadPoolExecutor(threads) as pool:
        answers = Counter(pool.map(type_in, codes))
        # Each thread's own connection goes with it.
        list(pool.map(lambda _: connections.close_all(), range(threads)))
    return answers


def sequence(right: str, count: int) -> list[str]:
    """Codes one after the other, as somebody would guess, without the right one."""
    return [f"{(int(right) + step) % 1_000_000:06d}" for step in range(1, count + 1)]

"""Many hands at one code at once (G6): what the short test and the full experiment share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection, connections

from otp.services import challenges
from otp.subjects import Subject
from turkcell_hub.errors import HubError
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.scope import firm_scope

T = TypeVar("T")


def at_once(do: Callable[[T], str], rows: Sequence[T], threads: int = 16) -> Counter[str]:
    """``do`` for all rows, by hands with a database connection each that begin together; how
    often what came."""
    hands = min(threads, len(rows))
    together = Barrier(hands)

    def hand(share: Sequence[T]) -> list[str]:
        try:
            connection.ensure_connection()
            together.wait(30)
            return [do(row) for row in share]
        finally:
            connections.close_all()

    shares = [rows[place::hands] for place in range(hands)]
    with ThreadPoolExecutor(hands) as pool:
        return Counter(answer for answers in pool.map(hand, shares) for answer in answers)


def said(actor: Actor, do: Callable[[], object]) -> str:
    """ "yes", the refusal's code, or the name of an error that nobody has foreseen."""
    try:
        with firm_scope(actor.firm_id):
            do()
    except HubError as refusal:
        return refusal.code
    except Exception as error:
        return type(error).__name__
    return "yes"


def burst(actor: Actor, challenge_id: int, codes: Sequence[str]) -> Counter[str]:
    """All codes typed at once."""
    return at_once(
        lambda code: said(actor, lambda: challenges.verify(actor, challenge_id, code)), codes
    )


def executions(actor: Actor, subject: Subject, count: int) -> Counter[str]:
    """One approval used so many times at once."""
    return at_once(
        lambda one: said(actor, lambda: challenges.execute(actor, one)), [subject] * count
    )


def asks(actor: Actor, subject: Subject) -> str:
    """One click on Görevi Gerçekle."""
    return said(actor, lambda: challenges.start(actor, subject))


def sequence(right: str, count: int) -> list[str]:
    """Codes one after the other, as somebody would guess, without the right one."""
    return [f"{(int(right) + step) % 1_000_000:06d}" for step in range(1, count + 1)]

"""The firm's own people by their numbers: personnel cards, and what other rooms know of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from turkcell_hub.erp.models import Person
from turkcell_hub.tenancy.actor import Actor


class Holder(NamedTuple):
    """Who uses a number; ``is_active`` is False for one who has left. ``is_person`` is False for
    a machine (a modem, a till, a vehicle): nobody can be asked about its line."""

    name: str
    is_active: bool
    is_person: bool = True


Source = Callable[[Actor], Iterable[tuple[str, Holder]]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """``source`` yields (E.164, holder) of what the actor may see."""
    if source not in _sources:
        _sources.append(source)


def holders(actor: Actor) -> dict[str, Holder]:
    """Every number of the staff list that exists for the actor (Yetki Kodu), by E.164. Whoever is
    still there wins over one who has left."""
    found: dict[str, Holder] = {}
    for source in _sources:
        for number, holder in source(actor):
            known = found.get(number)
            if known is None or (holder.is_active and not known.is_active):
                found[number] = holder
    return found


def _personnel(actor: Actor) -> Iterable[tuple[str, Holder]]:
    rows = actor.visible(Person.objects.all())
    for first, last, code, phones, is_active in rows.values_list(
        "first_name", "last_name", "code", "phones", "is_active"
    ):
        holder = Holder(f"{first} {last}".strip() or code, is_active)
        yield from ((entry["e164"], holder) for entry in phones if entry.get("e164"))


register(_personnel)

"""What SMS operators learn from the registry before they send."""

from __future__ import annotations

from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.registry.registry import Registry
from turkcell_hub.fake_operator.engine.submissions import NoAuthority, Submission, UnknownBrand


def unwanted(registry: Registry, desk: Desk, wanted: Submission) -> list[int]:
    """Positions of a commercial request whose numbers the registry does not list as approved.

    Raises submissions.UnknownBrand or submissions.NoAuthority.
    """
    if not desk.account.iys_check or wanted.brand is None:
        return []
    known = registry.brand(int(wanted.brand)) if wanted.brand.isdecimal() else None
    if known is None:
        raise UnknownBrand
    if "MESAJ" not in known.ahs:
        raise NoAuthority
    size, kinds = len(wanted.dests), wanted.kinds
    each = [kinds] * size if isinstance(kinds, str) else kinds
    return [
        index
        for index, (kind, dest) in enumerate(zip(each, wanted.dests, strict=True))
        if not registry.intermediary_may_send(known.code, kind, dest)
    ]

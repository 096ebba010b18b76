"""Whose eyes a job's file was written for: it holds what its owner could see that day, and he may
have been lowered since."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from turkcell_hub.errors import NotAllowed
from turkcell_hub.jobs.models import Job
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Role
from turkcell_hub.tenancy.permissions import rights_of

_NUMBERS = "personal.view"


def seen_by(actor: Actor) -> dict[str, Any]:
    """Kept with the job when its work begins."""
    return {
        "role": str(actor.role or ""),
        "numbers": actor.can(_NUMBERS),
        "codes": None if actor.code_ids is None else sorted(actor.code_ids),
        "brands": None if actor.brand_ids is None else sorted(actor.brand_ids),
    }


def require(actor: Actor, job: Job) -> None:
    """Raises ``NotAllowed`` where the reader sees less now than the file's writer did."""
    seen = job.params.get("seen")
    if seen is None:
        return
    narrowed = (
        (seen["numbers"] and not actor.can(_NUMBERS))
        or _lost(seen["codes"], actor.code_ids)
        or _lost(seen["brands"], actor.brand_ids)
        or (actor.user_id == job.owner_user and _is_lowered(seen["role"], actor))
    )
    if narrowed:
        raise NotAllowed(
            _("Bu dosya yazıldığından beri yetkileriniz değişti; dosyayı yeniden hazırlayın."),
            code="rights_changed",
        )


def _is_lowered(then: str, actor: Actor) -> bool:
    """Whether the role of then could do anything that the reader cannot do now; who rose reads
    what he had made before."""
    if then == str(actor.role or ""):
        return False
    return then not in Role.values or not rights_of(Role(then)) <= actor.rights


def _lost(then: list[int] | None, now: frozenset[int] | None) -> bool:
    if now is None:
        return False
    return then is None or not set(then) <= now

"""States of a batch and the moves between them (architecture, "The outbox engine").

Every move is one guarded UPDATE (``WHERE state IN sources(...) AND claim_token = ...``);
this table says which moves exist at all.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The Turkish text says what to do, if anything."""

    READY = "READY", _("Sırada")
    HELD = "HELD", _("Bekletiliyor (devam ettirilebilir)")
    CLAIMED = "CLAIMED", _("Hazırlanıyor")
    HANDING_OVER = "HANDING_OVER", _("Operatöre veriliyor")
    ACCEPTED = "ACCEPTED", _("Operatör aldı")
    REFUSED = "REFUSED", _("Operatör reddetti (varsa kredileri iade edildi)")
    EXPIRED = "EXPIRED", _("Süresi geçti, gönderilmedi (varsa kredileri iade edildi)")
    CANCELLED = "CANCELLED", _("İptal edildi (varsa kredileri iade edildi)")
    UNKNOWN = "UNKNOWN", _("Sonuç belirsiz, operatöre soruluyor")
    NEEDS_PERSON = "NEEDS_PERSON", _("Kararınız gerekiyor (operatöre sorup sonucu işaretleyin)")


class Halt(models.TextChoices):
    """What shall become of a batch that is in the operator's hands when it comes back."""

    NONE = "", _("Yok")
    HOLD = "HOLD", _("Beklet")
    CANCEL = "CANCEL", _("İptal et")


S = State

MOVES: dict[State, frozenset[State]] = {
    S.READY: frozenset({S.CLAIMED, S.HELD, S.EXPIRED, S.CANCELLED, S.NEEDS_PERSON}),
    S.HELD: frozenset({S.READY, S.EXPIRED, S.CANCELLED, S.NEEDS_PERSON}),
    S.CLAIMED: frozenset({S.READY, S.HELD, S.HANDING_OVER, S.EXPIRED, S.CANCELLED, S.NEEDS_PERSON}),
    S.HANDING_OVER: frozenset(
        {S.ACCEPTED, S.REFUSED, S.READY, S.HELD, S.CANCELLED, S.UNKNOWN, S.NEEDS_PERSON}
    ),
    S.UNKNOWN: frozenset({S.ACCEPTED, S.REFUSED, S.READY, S.HELD, S.CANCELLED, S.NEEDS_PERSON}),
    S.NEEDS_PERSON: frozenset({S.ACCEPTED, S.REFUSED, S.READY, S.HELD, S.CANCELLED}),
    S.ACCEPTED: frozenset(),
    S.REFUSED: frozenset(),
    S.EXPIRED: frozenset(),
    S.CANCELLED: frozenset(),
}

FINAL = frozenset({S.ACCEPTED, S.REFUSED, S.EXPIRED, S.CANCELLED})
PASSING = frozenset(S) - FINAL
# A batch that only we know: it can be stopped without asking anybody.
OURS = frozenset({S.READY, S.HELD, S.CLAIMED})


def sources(target: State) -> list[str]:
    """The states from which a batch may move to ``target``."""
    return [source.value for source, targets in MOVES.items() if target in targets]

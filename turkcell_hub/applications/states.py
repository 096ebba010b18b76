"""Where a service stands between the application and its use (L-130)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.gateways.orders.contract import Progress


class ItemState(models.TextChoices):
    """``AWAITING``: people of the firm decide by a workflow card before anything goes out.
    ``CREDENTIALS``: the operator has given user name and password out of band; they are to be
    entered here (L-012)."""

    AWAITING = "ONAYDA", _("Firma onayında")
    QUEUED = "ILETILECEK", _("İletilecek")
    SENT = "GONDERILDI", _("Gönderildi")
    IN_REVIEW = "INCELEMEDE", _("İncelemede")
    NEEDS_PAPERS = "EKSIK_BELGE", _("Eksik bilgi isteniyor")
    CALLED = "ARANDI", _("Arandı")
    CREDENTIALS = "BILGI_VERILDI", _("Bilgiler verildi")
    DONE = "TAMAMLANDI", _("Tamamlandı")
    REJECTED = "REDDEDILDI", _("Reddedildi")
    CANCELLED = "IPTAL", _("İptal edildi")


_S = ItemState
# DONE without credentials is the end of a change: none are given for it.
_AFTER = frozenset({_S.NEEDS_PAPERS, _S.CALLED, _S.CREDENTIALS, _S.DONE, _S.REJECTED, _S.CANCELLED})
MOVES: dict[ItemState, frozenset[ItemState]] = {
    _S.AWAITING: frozenset({_S.QUEUED, _S.REJECTED, _S.CANCELLED}),
    _S.QUEUED: frozenset({_S.SENT, _S.REJECTED, _S.CANCELLED}),
    _S.SENT: _AFTER | {_S.IN_REVIEW},
    _S.IN_REVIEW: _AFTER,
    _S.NEEDS_PAPERS: _AFTER - {_S.NEEDS_PAPERS} | {_S.IN_REVIEW},
    _S.CALLED: _AFTER - {_S.CALLED},
    _S.CREDENTIALS: frozenset({_S.DONE, _S.CANCELLED, _S.IN_REVIEW}),
    _S.DONE: frozenset(),
    _S.REJECTED: frozenset(),
    _S.CANCELLED: frozenset(),
}
ENDS = frozenset(state for state, after in MOVES.items() if not after)
OPEN = tuple(state for state in ItemState if state not in ENDS)
# What the operator may still say something about.
WITH_OPERATOR = (_S.SENT, _S.IN_REVIEW, _S.NEEDS_PAPERS, _S.CALLED)
# What a person may write down: the partner calls and gives the credentials by telephone.
BY_HAND = (_S.IN_REVIEW, _S.NEEDS_PAPERS, _S.CALLED, _S.CREDENTIALS, _S.REJECTED)
ENDS_OF_CHANGE = frozenset({_S.CREDENTIALS, _S.DONE, _S.REJECTED})
OF_OPERATOR = {
    Progress.RECEIVED: _S.SENT,
    Progress.IN_PROGRESS: _S.IN_REVIEW,
    Progress.NEEDS_INFORMATION: _S.NEEDS_PAPERS,
    Progress.COMPLETED: _S.CREDENTIALS,
    Progress.REJECTED: _S.REJECTED,
    Progress.CANCELLED: _S.CANCELLED,
}
BADGES = {
    _S.AWAITING: "warning",
    _S.QUEUED: "secondary", _S.SENT: "info", _S.IN_REVIEW: "info", _S.NEEDS_PAPERS: "warning",
    _S.CALLED: "info", _S.CREDENTIALS: "warning", _S.DONE: "success", _S.REJECTED: "danger",
    _S.CANCELLED: "secondary",
}  # fmt: skip


def badge(state: str) -> str:
    return BADGES[ItemState(state)]

"""Where a membership stands (A-049)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Programme(models.TextChoices):
    """What is joined. ``IYS``: the firm's own registration, decided by İYS and written down by
    the firm."""

    SMS = "TOPLU_SMS", _("Toplu SMS üyeliği")
    IYS = "IYS", _("İYS kaydı")


class State(models.TextChoices):
    """``INCOMPLETE``: being filled in, and something that is needed is missing.
    ``RETURNED``: the reviewer gave files back; those alone are open."""

    DRAFT = "TASLAK", _("Taslak")
    INCOMPLETE = "EKSIK", _("Eksik")
    SENT = "GONDERILDI", _("Gönderildi")
    IN_REVIEW = "INCELEMEDE", _("İncelemede")
    RETURNED = "EKSIK_EVRAK", _("Eksik evrak")
    APPROVED = "ONAYLANDI", _("Onaylandı")
    REJECTED = "REDDEDILDI", _("Reddedildi")


class FileState(models.TextChoices):
    WAITING = "BEKLIYOR", _("İncelenecek")
    GOOD = "UYGUN", _("Uygun")
    BAD = "UYGUN_DEGIL", _("Uygun değil")


_S = State
MOVES: dict[State, frozenset[State]] = {
    _S.DRAFT: frozenset({_S.INCOMPLETE, _S.SENT}),
    _S.INCOMPLETE: frozenset({_S.DRAFT}),
    _S.SENT: frozenset({_S.IN_REVIEW}),
    _S.IN_REVIEW: frozenset({_S.RETURNED, _S.APPROVED, _S.REJECTED}),
    _S.RETURNED: frozenset({_S.SENT, _S.REJECTED}),
    _S.APPROVED: frozenset(),
    _S.REJECTED: frozenset(),
}
ENDS = frozenset(state for state, after in MOVES.items() if not after)
BEING_FILLED = frozenset({_S.DRAFT, _S.INCOMPLETE})
# The applicant has the turn.
WITH_APPLICANT = BEING_FILLED | {_S.RETURNED}
WITH_REVIEWER = frozenset({_S.SENT, _S.IN_REVIEW})
# Moves that the applicant is told of by mail and in the portal.
TOLD = frozenset({_S.IN_REVIEW, _S.RETURNED, _S.APPROVED, _S.REJECTED})
BADGES = {
    _S.DRAFT: "secondary", _S.INCOMPLETE: "warning", _S.SENT: "info", _S.IN_REVIEW: "info",
    _S.RETURNED: "warning", _S.APPROVED: "success", _S.REJECTED: "danger",
}  # fmt: skip
FILE_BADGES = {
    FileState.WAITING: "secondary", FileState.GOOD: "success", FileState.BAD: "danger",
}  # fmt: skip


def badge(state: str) -> str:
    return BADGES[State(state)]


def file_badge(state: str) -> str:
    return FILE_BADGES[FileState(state)]

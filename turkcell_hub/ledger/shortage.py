"""The sentence for a wallet that is too small (A-007, L-073)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from turkcell_hub.errors import InsufficientCredit
from turkcell_hub.ledger.models import Kind


def too_small(kind: str, needed: int, balance: int) -> InsufficientCredit:
    """ "Need 101, balance 100" says that 1 is missing and what can be done."""
    missing = needed - balance
    text = _(
        "%(kind)s yetersiz: %(needed)d gerekiyor, bakiye %(balance)d, %(missing)d eksik."
        " Kredi yükleyin veya alıcı sayısını azaltın."
    )
    if kind == Kind.LIMIT:
        text = _(
            "%(kind)s yetersiz: %(needed)d gerekiyor, kalan %(balance)d, %(missing)d eksik."
            " Limit artırımı isteyin veya alıcı sayısını azaltın."
        )
    message = text % {
        "kind": Kind(kind).label,
        "needed": needed,
        "balance": balance,
        "missing": missing,
    }
    extra = {"kind": kind, "needed": needed, "balance": balance, "missing": missing}
    return InsufficientCredit(message, extra=extra)

"""Moving credits. Every call joins the caller's transaction or opens its own.

The same ``key`` twice is one movement: the second call returns the first transfer and
nothing moves; another amount, kind or type under a known key is a ``Conflict``. A call
locks the wallet until the caller's transaction ends, so call it late in long ones.
"""

from __future__ import annotations

from functools import cache

from django.db import transaction
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.ledger import followers, moves, wallets
from turkcell_hub.ledger.models import Account, Kind, Transfer
from turkcell_hub.ledger.services.refunds import RefundRow, refund, refund_many
from turkcell_hub.ledger.shortage import too_small
from turkcell_hub.statements import Figures, Given, Statement
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.scope import every_firm, firm_scope

__all__ = [
    "RefundRow",
    "Subject",
    "adjust",
    "balance",
    "load",
    "refund",
    "refund_many",
    "spend",
]

# What a movement was for, e.g. ("campaign", 17); shown in the history, searchable.
Subject = tuple[str, int]


def balance(firm_id: int, kind: str) -> int:
    """What can be spent now."""
    return next((left for (left,) in _left().rows(firm=firm_id, kind=kind)), 0)


@cache
def _left() -> Figures:
    """Made once: every page that can send shows it."""
    fields = Account._meta.get_field
    with every_firm():
        rows = Account.objects.filter(
            firm_id=Given("firm", fields("firm").target_field),
            kind=Given("kind", fields("kind")),
            role=Account.Role.AVAILABLE,
        )
        return Figures(rows.values_list("balance"))


def load(
    firm_id: int,
    kind: str,
    amount: int,
    key: str,
    reason: str,
    actor: Actor,
    subject: Subject | None = None,
) -> Transfer:
    """Credits in. Raises ``Invalid`` for amounts below 1."""
    return _book(firm_id, kind, Transfer.Type.LOAD, amount, key, reason, actor, subject)


def spend(
    firm_id: int,
    kind: str,
    amount: int,
    key: str,
    reason: str,
    actor: Actor,
    subject: Subject | None = None,
) -> Transfer:
    """Takes credits, or raises ``InsufficientCredit`` (extra: needed, balance, missing).

    The balance is checked by the statement that takes from it, so parallel spends never
    go below zero (A-007, I1).
    """
    return _book(firm_id, kind, Transfer.Type.SPEND, amount, key, reason, actor, subject)


def adjust(
    firm_id: int, kind: str, difference: int, key: str, reason: str, actor: Actor
) -> Transfer | None:
    """Corrects the available balance by ``difference`` (positive or negative).

    Used where the operator's figure wins (decisions.md). None for a difference of 0;
    ``InsufficientCredit`` when it would go below zero.
    """
    if difference == 0:
        return None
    return _book(firm_id, kind, Transfer.Type.ADJUST, difference, key, reason, actor, None)


def _book(
    firm_id: int,
    kind: str,
    type_: Transfer.Type,
    amount: int,
    key: str,
    reason: str,
    actor: Actor,
    subject: Subject | None,
) -> Transfer:
    kind = _checked(kind, type_, amount, key)
    with transaction.atomic(), firm_scope(firm_id):
        wallet = wallets.lock(firm_id, kind)
        debit, credit = _sides(wallet, type_, amount)
        known = next(iter(_by_key().rows(firm=firm_id, key=key)), None)
        if known is not None:
            return _same(known, kind, type_, abs(amount), credit)
        subject_type, subject_id = subject or ("", None)
        move = moves.Move(
            firm_id, kind, type_, reason, debit, credit, abs(amount), key,
            actor.label, subject_type, subject_id,
        )  # fmt: skip
        done = moves.run(move)
        if done is None:
            raise too_small(kind, abs(amount), wallet.balance)
        gives = credit == wallet.available
        left = wallet.balance + (abs(amount) if gives else -abs(amount))
        followers.tell(done, wallet.balance, left)
        if type_ != Transfer.Type.SPEND:
            # What a person adds or corrects; a spend is in the trail of what it was for.
            changes = {"kind": kind, "change": amount, "reason": str(reason)}
            trail.record(actor, f"ledger.{type_.lower()}", done, changes)
        return done


@cache
def _by_key() -> Statement:
    """Made once: every movement asks whether it was made before."""
    fields = Transfer._meta.get_field
    with every_firm():
        return Statement(
            Transfer.objects.filter(
                firm_id=Given("firm", fields("firm").target_field), key=Given("key", fields("key"))
            ).order_by()
        )


def _sides(wallet: wallets.Wallet, type_: Transfer.Type, amount: int) -> tuple[int, int]:
    if type_ == Transfer.Type.SPEND:
        return wallet.available, wallet.spent
    if amount < 0:
        return wallet.available, wallet.source
    return wallet.source, wallet.available


def _checked(kind: str, type_: Transfer.Type, amount: int, key: str) -> str:
    if amount < 1 and type_ != Transfer.Type.ADJUST:
        raise Invalid(_("Kredi miktarı en az 1 olmalıdır."), field="amount")
    if not key or len(key) > 100:
        raise ValueError("a movement needs a key of 1 to 100 characters")
    return Kind(kind).value


def _same(known: Transfer, kind: str, type_: str, amount: int, credit: int) -> Transfer:
    if (known.kind, known.type, known.amount, known.credit_id) != (kind, type_, amount, credit):
        raise Conflict(
            _("Bu işlem anahtarı başka bir kredi hareketinde kullanılmış. Yeni bir anahtar verin."),
            code="key_used",
        )
    return known

"""Bugs planted on purpose in the rooms of joining (G0): ``joining`` must find every one of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.db import connections, transaction

from iys_consent.services import packages
from turkcell_hub.applications.services import delivery
from turkcell_hub.billing.models import PaymentEvent
from turkcell_hub.billing.services import incoming, orders, payments
from turkcell_hub.gateways.orders.tmf622 import Tmf622
from turkcell_hub.help.models import TicketEntry
from turkcell_hub.help.services import telling
from turkcell_hub.ledger.services import credits
from turkcell_hub.membership.services import discarding
from turkcell_hub.privacy.services import requests
from turkcell_hub.tenancy.scope import firm_scope

_approve, _erase = packages.approve, requests._erase
_store, _pay = incoming._store, incoming._pay


def _apply_apart(order_id: int, payment: Any) -> None:
    """The bank's word is kept in a commit of its own; what it pays comes after."""
    order = orders.Order.objects.get(pk=order_id)
    event, is_new = PaymentEvent.objects.get_or_create(
        firm_id=order.firm_id, order=order, key=f"{payment.payment_id}:{payment.outcome}",
        defaults={"payment_id": payment.payment_id, "outcome": payment.outcome.value,
                  "amount": payment.amount, "currency": payment.currency},
    )  # fmt: skip
    if not is_new:
        return
    with transaction.atomic():
        locked = orders.lock(order_id)
        if payment.outcome is payments.PaymentOutcome.PAID:
            payments._paid(locked, payment, event)
        else:
            payments._failed(locked, payment)


def _approve_apart(actor: Any, package: Any) -> Any:
    """The quota is loaded before the package is begun, under a key that says nothing."""
    credits.load(
        actor.firm_id, "IYS", package.size, uuid4().hex, "PURCHASE", actor,
        subject=("iys_package", package.pk),
    )  # fmt: skip
    with patch.object(packages.credits, "load", lambda *_given, **_more: None):
        return _approve(actor, package)


def _take_apart(actor: Any, lines: Any, account: Any = None) -> dict[str, int]:
    """Lines are kept first, all of them; what they pay comes after."""
    kept: list[Any] = []

    def keep() -> None:
        with firm_scope(actor.firm_id), patch.object(incoming, "_pay", lambda *_given: None):
            there = incoming.known(lines)
            titles = incoming.transfers.titles_of(actor.firm_id)
            for line in lines:
                if line.key not in there:
                    found = incoming.matching.match(line.said, incoming.transfers.wanted(), titles)
                    kept.append((_store(actor, line, account, found), found))
        connections.close_all()

    # The import's own transaction is around this: another connection alone commits by itself.
    apart = threading.Thread(target=keep)
    apart.start()
    apart.join()
    for row, found in kept:
        if found.problem is None and found.order_id is not None:
            _pay(actor, row, found.order_id)
    return {"MATCHED": 0, "REVIEW": len(kept), "SKIPPED": 0}


def _erase_later(file: Any) -> None:
    """The content stays where it is."""
    file.stored, file.secret, file.erased_at = "", file.secret, discarding.timezone.now()
    file.save(update_fields=["stored", "secret", "erased_at"])


def _forgets_first(entry_id: int) -> bool:
    """The mail counts as sent before it is."""
    TicketEntry.objects.filter(pk=entry_id).update(notify_at=None)
    entry = TicketEntry.objects.select_related("ticket", "firm").get(pk=entry_id)
    readers = telling._asker(entry) if entry.by_staff else telling._staff()
    for address, language in readers:
        telling._mail(entry, address, language)
    return bool(readers)


def _done_first(row: Any, actor: Any, person: Any, progress: Any) -> None:
    """The certificate is written before anything is erased."""
    requests._finish(row, [], subject={})
    _erase(row, actor, person, progress)


@dataclass(frozen=True)
class Bug:
    """Which way finds it, and what is put in whose place."""

    way: str
    where: Any
    name: str
    wrong: Callable[..., Any]


BUGS: dict[str, Bug] = {
    "word_kept_apart": Bug("card", payments, "apply", _apply_apart),
    "quota_loaded_apart": Bug("card", packages, "approve", _approve_apart),
    "lines_kept_apart": Bug("transfer", incoming, "take", _take_apart),
    "ordered_blindly": Bug("application", Tmf622, "find", lambda _self, _reference: None),
    "cancel_never_told": Bug("application", delivery, "_cancel", lambda *_given: None),
    "never_cleaned": Bug("papers", discarding, "clean", lambda: 0),
    "key_is_kept": Bug("papers", discarding, "erase", _erase_later),
    "told_before_sent": Bug("question", telling, "tell", _forgets_first),
    "certified_first": Bug("erasure", requests, "_erase", _done_first),
}


@contextmanager
def planted(bug: str) -> Iterator[None]:
    """The product with this bug; "" for the product as it is."""
    with ExitStack() as stack:
        if bug:
            one = BUGS[bug]
            stack.enter_context(patch.object(one.where, one.name, one.wrong))
        yield

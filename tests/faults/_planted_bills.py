"""Bugs planted on purpose in the room of bills (G0): ``bills`` must find every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from invoices.models import Bill, Taking
from invoices.services import intake, logins, runs, transfers
from turkcell_hub.gateways.invoice.esirket import Esirket

_bills, _book, _planned = Esirket.bills, runs._book, transfers.planned


def _marks_first(self: Any, query: Any, cursor: Any = None) -> Any:
    """The operator is told while nothing is stored yet."""
    page = _bills(self, query, cursor)
    self.mark_taken(page.refs)
    return page


def _forgets(*given: Any) -> Any:
    """A booked part is not written down: another run takes it again."""
    made, problems = _book(*given)
    taken = Taking.objects.filter(document__in=made)
    bills = list(taken.values_list("bill_id", flat=True))
    taken.delete()
    Bill.objects.filter(pk__in=bills).update(state="OPEN")
    return made, problems


def _drops_common(chosen: Any, sources: Any, *rest: Any) -> Any:
    """What is common to a bulk bill is forgotten."""
    poorer = [one._replace(taken=one.taken | {""}) if len(one.bill.numbers) > 1 else one
              for one in sources]  # fmt: skip
    return _planned(chosen, poorer, *rest)


def _every_try(_login: Any, _failures: int) -> bool:
    return True


BUGS: dict[str, tuple[tuple[Any, str, Any], ...]] = {
    "marked_first": ((Esirket, "bills", _marks_first),),
    "taken_forgotten": ((runs, "_book", _forgets),),
    "common_dropped": ((transfers, "planned", _drops_common),),
    "correction_dropped": ((intake, "_conflict", lambda *_given: intake.Outcome.SAME),),
    "login_tried_again": (
        (logins, "_reserve", _every_try),
        (logins, "_refuse_unless", lambda account, *_good: logins.health(account)),
    ),
}


@contextmanager
def planted(bug: str) -> Iterator[None]:
    """The product with this bug; "" for the product as it is."""
    if not bug:
        yield
        return
    (where, name, wrong), *more = BUGS[bug]
    with patch.object(where, name, wrong):
        if not more:
            yield
            return
        (where, name, wrong) = more[0]
        with patch.object(where, name, wrong):
            yield

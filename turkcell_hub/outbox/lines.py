"""The line of an account whose operator speaks over a connection that stays open.

One holder an account, by a lease on the database's clock: operators allow one connection or few.
The lease is another one than the lane's, because reports come also while nothing is handed over,
or the lane is paused. Normally the process ``run_lines`` holds it (``outbox.keeping``); while that
is away, a worker borrows it for as long as it runs the lane.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.db.models import Q

from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.outbox import checkpoints, handlers, options, outcomes
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.handlers import Handler
from turkcell_hub.outbox.models import Lane, PauseReason
from turkcell_hub.tenancy.models import GatewayAccount

log = structlog.get_logger(__name__)
_ROUNDS = 20  # then what is due has its turn, however much comes in
# What only a person mends: until then nobody connects.
_SHUT = (PauseReason.BAD_CREDENTIALS, PauseReason.FAULT)


class Line:
    """A line that is ours. Used by one thread; ``close`` gives it back."""

    def __init__(
        self, account: GatewayAccount, kind: str, handler: Handler, gateway: Any, token: UUID
    ) -> None:
        self.account, self.kind, self.gateway = account, kind, gateway
        self._handler, self._token = handler, token
        self._renewed = time.monotonic()
        self._works: bool | None = None

    def listen(self, wait: float) -> bool:
        """Stores and answers what comes within ``wait`` seconds. False when the line does not
        work now, or is no longer ours; what that means for the lane is noted."""
        if not self._renew():
            return False
        try:
            for _ in range(_ROUNDS):
                if not self._handler.listen(self.account, self.gateway, wait):
                    break
                checkpoints.at("line.stored")
                wait = 0
        except GatewayError as error:
            self._works = False
            log.info("outbox.line_lost", account_id=self.account.pk, reason=error.reason)
            outcomes.line_trouble(self.account, error)
            return False
        if not self._works:
            self._works = True
            failures = Lane.objects.values_list("consecutive_failures", flat=True)
            outcomes.line_works(self.account, failures.get(account_id=self.account.pk))
        return True

    def may_connect(self) -> bool:
        """False while the lane's back-off or a pause forbids to knock at the operator's door. A
        line that works already goes on."""
        if self._works:
            return True
        lane = Lane.objects.filter(account_id=self.account.pk)
        return lane.filter(_OPEN).exists()

    def close(self) -> None:
        self._handler.close(self.gateway)
        Lane.objects.filter(account_id=self.account.pk, line_holder=self._token).update(
            line_holder=None, line_until=None
        )

    def _renew(self) -> bool:
        lease = options.get("OUTBOX_LEASE")
        if time.monotonic() - self._renewed < lease.total_seconds() / 3:
            return True
        self._renewed = time.monotonic()
        mine = Lane.objects.filter(
            account_id=self.account.pk, line_holder=self._token, line_until__gt=NOW
        )
        return bool(mine.update(line_until=NOW + lease))


_OPEN = (Q(backoff_until=None) | Q(backoff_until__lte=NOW)) & ~(
    Q(paused=True) & Q(pause_reason__in=_SHUT)
)


def kind_of(account: GatewayAccount) -> str | None:
    """The kind of batch whose handler keeps a line for the account; None for most accounts."""
    registered = handlers.registered().items()
    return next((kind for kind, handler in registered if handler.keeps_line(account)), None)


def take(account: GatewayAccount) -> Line | None:
    """The account's line; None while another holds it, or nobody may connect now. Connects to
    nothing yet. Raises what ``Handler.open`` raises."""
    kind = kind_of(account)
    if kind is None:
        return None
    Lane.objects.bulk_create(
        [Lane(firm_id=account.firm_id, account_id=account.pk)], ignore_conflicts=True
    )
    token = uuid4()
    free = Lane.objects.filter(_OPEN, account_id=account.pk).filter(
        Q(line_until=None) | Q(line_until__lt=NOW)
    )
    if not free.update(line_holder=token, line_until=NOW + options.get("OUTBOX_LEASE")):
        return None
    handler = handlers.get(kind)
    try:
        gateway = handler.open(account)
    except Exception:
        Lane.objects.filter(account_id=account.pk, line_holder=token).update(line_until=None)
        raise
    return Line(account, kind, handler, gateway, token)


@contextmanager
def borrowed(account: GatewayAccount) -> Iterator[tuple[bool, Line | None]]:
    """(may the lane be run, with which line). Accounts without a line are always free."""
    if kind_of(account) is None:
        yield True, None
        return
    try:
        line = take(account)
    except GatewayError as error:
        outcomes.line_trouble(account, error)
        line = None
    if line is None:
        yield False, None
        return
    try:
        yield True, line
    finally:
        line.close()

"""The store of an İYS login (``gateways.iys.session.SessionStore``) in the database.

The turn is a lease on the database's clock, not a transaction: a token call is made while it is
held, and a process that died in it is forgotten when the lease ends.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Now

from turkcell_hub.gateways.errors import Busy
from turkcell_hub.gateways.iys.session import Session
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.models.registry import RegistrySession
from turkcell_hub.tenancy.scope import every_firm, firm_scope

LEASE = timedelta(seconds=90)  # longer than two token calls that time out
WAIT, PAUSE = 30.0, 0.1


class AccountSessions:
    """The session of one account, for every process. ``wait``: seconds for the turn."""

    def __init__(self, account: GatewayAccount, wait: float = WAIT) -> None:
        self._account, self._wait = account, wait

    @contextmanager
    def held(self) -> Iterator[None]:
        token = uuid4()
        last = time.monotonic() + self._wait
        while not self._taken(token):
            if time.monotonic() >= last:
                raise Busy("LOGIN_IN_PROGRESS", retry_after=self._wait)
            time.sleep(PAUSE)
        try:
            yield
        finally:
            with firm_scope(self._account.firm_id):
                self._rows().filter(holder=token).update(holder=None, lease_until=None)

    def load(self) -> Session:
        with firm_scope(self._account.firm_id):
            row = self._rows().first()
        return Session.from_record(row.session) if row and row.session else Session()

    def save(self, session: Session) -> None:
        with firm_scope(self._account.firm_id):
            self._rows().update(session=session.to_record())

    def halted_until(self) -> float:
        """Of every account at this address: the registry counts by IP."""
        with every_firm():
            same = RegistrySession.objects.filter(account__base_url=self._account.base_url)
            latest = same.aggregate(latest=Max("halted_until"))["latest"]
        return latest.timestamp() if latest else 0.0

    def halt(self, until: float) -> None:
        with firm_scope(self._account.firm_id):
            self._rows().update(halted_until=datetime.fromtimestamp(until, UTC))

    def _taken(self, token: object) -> bool:
        with firm_scope(self._account.firm_id):
            RegistrySession.objects.get_or_create(
                firm_id=self._account.firm_id, account=self._account
            )
            free = self._rows().filter(Q(lease_until=None) | Q(lease_until__lt=Now()))
            return bool(free.update(holder=token, lease_until=Now() + LEASE))

    def _rows(self) -> QuerySet[RegistrySession]:
        return RegistrySession.objects.filter(account=self._account)

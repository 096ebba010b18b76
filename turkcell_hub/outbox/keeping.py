"""Keeping lines open: the long-lived process behind ``manage.py run_lines``.

One thread an account holds its line, stores what comes over it and hands over what is due. A
process that dies leaves its leases; another, or a worker, goes on when they have ended.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog
from django.db import connections

from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.outbox import dispatch, lines, outcomes, settling
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import every_firm, firm_scope
from turkcell_hub.tenancy.services import account_health

log = structlog.get_logger(__name__)
# How long a new message waits at most before it is seen.
_WAIT = 0.2
# How soon a changed account, or a new one, is noticed.
_LOOK_EVERY = 3.0
_BUDGET = 5.0


def run(stop: threading.Event, alive: Callable[[], None] = lambda: None) -> None:
    """Keeps the lines of all accounts that have one until ``stop`` is set. ``alive`` is called
    every few seconds while the database answers."""
    threads: dict[int, threading.Thread] = {}
    while not stop.is_set():
        for account_id in _wanted(alive):
            thread = threads.get(account_id)
            if thread is None or not thread.is_alive():
                threads[account_id] = threading.Thread(
                    target=_keep_in_thread, args=(account_id, stop), name=f"line-{account_id}"
                )
                threads[account_id].start()
        stop.wait(_LOOK_EVERY)
    for thread in threads.values():
        thread.join()


def keep(account_id: int, stop: threading.Event) -> None:
    """Holds one line until ``stop``, until it is lost, or until the account is another one."""
    with every_firm():
        account = GatewayAccount.objects.filter(pk=account_id, is_active=True).first()
    if account is None or account.secrets_missing():
        return
    with firm_scope(account.firm_id):
        try:
            line = lines.take(account)
        except GatewayError as error:
            outcomes.line_trouble(account, error)
            return
        if line is None:
            return
        try:
            _serve(line, stop)
        finally:
            line.close()


def _serve(line: lines.Line, stop: threading.Event) -> None:
    looked = time.monotonic()
    while not stop.is_set() and line.may_connect() and line.listen(_WAIT):
        if dispatch.has_work(line.account.pk):
            dispatch.run_lane(line.account.pk, _BUDGET, line)
        if time.monotonic() - looked > _LOOK_EVERY:
            looked = time.monotonic()
            if not _is_same(line.account):
                return


def _is_same(account: GatewayAccount) -> bool:
    now = GatewayAccount.objects.filter(pk=account.pk, is_active=True).first()
    return now is not None and account_health.login_of(now) == account_health.login_of(account)


def _wanted(alive: Callable[[], None] = lambda: None) -> list[int]:
    """Accounts whose line should be held, and that somebody may log in to."""
    try:
        with every_firm():
            accounts = GatewayAccount.objects.filter(is_active=True).exclude(
                health=GatewayAccount.Health.BAD_CREDENTIALS
            )
            # Nothing sealed: this runs every few seconds over all accounts of all firms.
            rows = accounts.only("pk", "firm_id", "adapter", "service").order_by("pk")
            wanted = [account.pk for account in rows if lines.kind_of(account)]
        alive()
        return wanted
    except Exception as fault:
        if not settling.is_database_away(fault):
            raise
        log.warning("outbox.lines_wait_for_database")
        connections.close_all()
        return []


def _keep_in_thread(account_id: int, stop: threading.Event) -> None:
    try:
        keep(account_id, stop)
    except Exception as fault:
        if settling.is_database_away(fault):
            log.warning("outbox.line_waits_for_database", account_id=account_id)
        else:
            log.exception("outbox.line_failed", account_id=account_id)
    finally:
        connections.close_all()

"""Dispatchers as processes of their own, an operator whose truth is a file, and a room whose
bookings are rows: what a kill cannot take back."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.db import connections
from django.utils import timezone

from tests.outbox.scripted import Operator, Room
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox import doubts, recovery
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.outbox.handlers import Taken
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.tenancy.actor import system


class FileOperator(Operator):
    """Appends each batch that it takes to a file. Class A knows a repeated reference."""

    path: Path

    def _answer(self, step: Any, request: Any) -> Any:
        if self.gateway_class != "A" or request.reference not in self.truth():
            with self.path.open("ab", buffering=0) as file:
                file.write(request.reference.encode() + b"\n")
        return SimpleNamespace(packet_id="P" + request.reference[:8], operator_ids=())

    def lookup(self, reference: str) -> Any:
        known = "YES" if reference in self.truth() else "NO"
        return SimpleNamespace(known=known, packet_id="P" + reference[:8], operator_ids={})

    def truth(self) -> Counter[str]:
        return Counter(self.path.read_text().split()) if self.path.exists() else Counter()


class BookingRoom(Room):
    """Each call of ``accepted`` adds a row, whatever was booked before."""

    def accepted(self, batch: Batch, result: Taken) -> None:
        actor = system(batch.firm_id, "Test")
        credits.load(batch.firm_id, "SMS", 1, uuid4().hex, "MANUAL", actor, ("booked", batch.pk))


def bookings() -> Counter[int]:
    rows = Transfer.objects.filter(subject_type="booked")
    return Counter(rows.values_list("subject_id", flat=True))


def fork(work: Callable[[], object]) -> int:
    """Runs ``work`` in a child with connections of its own; returns the child's id."""
    pid = os.fork()
    if pid:
        return pid
    for connection in connections.all(initialized_only=True):
        connection.connection = None  # the parent's; closing it here would end it there
    try:
        work()
    finally:
        os._exit(0)


def ended(pid: int) -> int:
    """Waits for the child; returns the signal that killed it, 0 for none."""
    return os.WTERMSIG(status) if os.WIFSIGNALED(status := os.waitpid(pid, 0)[1]) else 0


def kill_at(name: str, hits: int = 1) -> Callable[[str], None]:
    """A hook that ends the process by SIGKILL at the given line (or any line: "*")."""
    left = [hits]

    def hook(at: str) -> None:
        if name in ("*", at):
            left[0] -= 1
            if left[0] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return hook


def end_leases() -> None:
    """As if the leases of all dead processes had run out."""
    past = timezone.now() - timedelta(seconds=1)
    Batch.objects.filter(lease_until__isnull=False).update(lease_until=past)
    Lane.objects.filter(lease_until__isnull=False).update(lease_until=past)


def recover(account_id: int) -> None:
    """Everything that time would do: leases end, doubts are asked about past the quarantine,
    what is ready goes."""
    end_leases()
    recovery.sweep()
    for _ in range(3):
        long_ago = timezone.now() - timedelta(minutes=20)
        Batch.objects.filter(state="UNKNOWN").update(
            handed_over_at=long_ago, next_check_at=long_ago
        )
        doubts.resolve(account_id)
    Batch.objects.filter(state="READY").update(due_at=timezone.now() - timedelta(seconds=1))
    Lane.objects.update(backoff_until=None)
    run_lane(account_id)

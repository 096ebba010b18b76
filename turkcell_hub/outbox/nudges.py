"""What the queue asks workers to look at."""

from __future__ import annotations

from turkcell_hub import nudges


def lane(account_id: int, *, urgent: bool = False) -> None:
    """After the commit, asks a worker to run the lane."""
    nudges.after_commit("outbox.dispatch", account_id, queue="fast" if urgent else "bulk")


def doubts(account_id: int) -> None:
    """After the commit, asks a worker to resolve the account's unknown batches."""
    nudges.after_commit("outbox.resolve", account_id, queue="slow")

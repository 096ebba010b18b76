"""Bugs planted on purpose around consent (G0): ``consent`` must find every one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from iys_consent import dispatch
from iys_consent.models import TaskState
from iys_consent.services import movements, prechecks
from messaging.dispatch import SmsHandler


def _skip_recheck() -> list[Any]:
    """The gate is not asked again at hand-over."""
    return [patch.object(SmsHandler, "_block_again", lambda *_args: None)]


def _lost_refusal() -> list[Any]:
    """Every other refusal is dropped where the ledger is written."""
    proper, seen = movements._unknown, []

    def unknown(firm_id: int, changes: Any) -> Any:
        kept = []
        for one in proper(firm_id, changes):
            seen.append(one)
            if one.status != "RET" or len(seen) % 2:
                kept.append(one)
        return kept

    return [patch.object(movements, "_unknown", unknown)]


def _false_date() -> list[Any]:
    """What the registry would take no more is given the date of today."""
    judge, change = prechecks.judge, dispatch._change

    def blind(*args: Any, **more: Any) -> Any:
        found = judge(*args, **more)
        return {pk: one for pk, one in found.items() if one.state is not TaskState.LATE}

    def today(task: Any) -> Any:
        return replace(change(task), consented_at=timezone.now())

    return [
        patch.object(prechecks, "judge", blind),
        patch.object(dispatch, "_change", today),
    ]


BUGS: dict[str, Callable[[], list[Any]]] = {
    "skip_recheck": _skip_recheck,
    "lost_refusal": _lost_refusal,
    "false_date": _false_date,
}


@contextmanager
def planted(bug: str) -> Iterator[None]:
    """The product with this bug; "" for the product as it is."""
    with ExitStack() as stack:
        for one in BUGS[bug]() if bug else ():
            stack.enter_context(one)
        yield

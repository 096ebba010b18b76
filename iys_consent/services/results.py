"""Asks what became of the items of a list. Only "success" with a transaction id proves that
the registry holds a change (of an intermediary its word has to do: it names none); an empty
answer means "not yet"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from iys_consent.models import ConsentTask, TaskList, TaskState
from iys_consent.services import codes, endings, refused_lists
from iys_consent.services.listing import database_now
from turkcell_hub import nudges
from turkcell_hub.gateways.errors import Busy, GatewayError
from turkcell_hub.gateways.iys.contract import ItemResult, ItemState, IysCapabilities, Stored
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy.services import account_health, connections

log = structlog.get_logger(__name__)
# While one worker asks no other does; a killed one's turn comes again after this.
TURN = timedelta(minutes=5)
MOST_PAUSE = timedelta(hours=1)
# The registry forgets a request after 60 days; a day without a word is answered by sending the
# list again, which its idempotent calls take without harm. An intermediary would take it as
# another list: there a person decides.
FORGOTTEN_AFTER = timedelta(days=1)
RETRY_AFTER = timedelta(minutes=15)


def due(limit: int = 200) -> list[tuple[int, int]]:
    """(firm, list) whose results may be asked for now; in the scope of every firm."""
    rows = TaskList.objects.filter(done_at=None, ask_at__lte=NOW).exclude(request_id="")
    return list(rows.order_by("ask_at").values_list("firm_id", "pk")[:limit])


def ask(list_id: int) -> bool:
    """Asks for one list and books what it says. False when it is not due (any more)."""
    mine = TaskList.objects.filter(pk=list_id, done_at=None, ask_at__lte=NOW)
    if not mine.update(ask_at=NOW + TURN):
        return False
    made = TaskList.objects.select_related("account", "brand").get(pk=list_id)
    asked_at = database_now()
    try:
        with connections.registry(made.account) as gateway:
            told = gateway.results(made.brand.code, made.request_id)
            can = gateway.capabilities()
    except GatewayError as error:
        account_health.note_failure(made.account, error)
        wait = timedelta(seconds=error.retry_after or 0) if isinstance(error, Busy) else TURN
        TaskList.objects.filter(pk=list_id).update(ask_at=NOW + max(wait, timedelta(minutes=1)))
        log.info("iys.results_not_told", list_id=list_id, reason=error.reason)
        return True
    book(made, told, asked_at, can)
    return True


def book(
    made: TaskList, told: Sequence[ItemResult], asked_at: datetime, can: IysCapabilities
) -> None:
    """Books the answer of one question, in one transaction; the same answer twice changes
    nothing."""
    with transaction.atomic():
        TaskList.objects.select_for_update().get(pk=made.pk)
        waiting = list(made.tasks.filter(state=TaskState.SENT).order_by("pk"))
        open_tasks = {task.place: task for task in waiting}
        named = _in_place(told, waiting)
        _book_stored(made, named, open_tasks, asked_at)
        _book_failed(made, named, open_tasks, asked_at)
        left = made.tasks.filter(state=TaskState.SENT)
        if not left.exists():
            TaskList.objects.filter(pk=made.pk).update(done_at=asked_at)
        elif made.submitted_at and asked_at - made.submitted_at > FORGOTTEN_AFTER:
            _without_word(made, list(left), can)
        else:
            pause = min(can.result_delay * 2 ** min(made.asked, 8), MOST_PAUSE)
            TaskList.objects.filter(pk=made.pk).update(
                ask_at=asked_at + max(pause, timedelta(seconds=1)), asked=made.asked + 1
            )
        # A later change of the same key may go now.
        nudges.after_commit("iys_consent.send", made.firm_id, queue="bulk")


def _in_place(told: Sequence[ItemResult], tasks: Sequence[ConsentTask]) -> list[ItemResult]:
    """With the place of each item that was named by its key; one list has a key once."""
    places = {(task.recipient, task.recipient_type, task.channel): task.place for task in tasks}
    return [
        replace(one, index=places.get((one.key[0], str(one.key[1]), str(one.key[2]))))
        if one.index is None and one.key
        else one
        for one in told
    ]


def _book_stored(
    made: TaskList, told: Iterable[ItemResult], tasks: dict[int | None, ConsentTask], at: datetime
) -> None:
    pairs = [
        (tasks.pop(one.index), Stored(one.transaction_id, one.created_at))
        for one in told
        if one.state is ItemState.STORED and one.index in tasks
    ]
    if pairs:
        endings.stored(pairs, made.request_id, at)


def _book_failed(
    made: TaskList, told: Iterable[ItemResult], tasks: dict[int | None, ConsentTask], at: datetime
) -> None:
    gone = []
    for one in told:
        if one.state is not ItemState.FAILED or one.index not in tasks:
            continue
        task = tasks.pop(one.index)
        gone.append(task)
        state = codes.state_of(one.code)
        if state is TaskState.WAITING:
            endings.back([task], not_before=at + RETRY_AFTER)
        else:
            endings.end([task], state, one.code, codes.explain(one.code, one.text), at)
    endings.give_back(made, gone)


def _without_word(made: TaskList, tasks: list[ConsentTask], can: IysCapabilities) -> None:
    log.warning("iys.list_unanswered", list_id=made.pk, items=len(tasks))
    if can.gateway_class != "A":
        said = _("Aracı bir gündür sonucunu söylemiyor. Aracının panelinden bakıp karar verin.")
        refused_lists.hold(tasks, "unanswered", said)
    else:
        endings.back(tasks)
    endings.give_back(made, tasks)
    TaskList.objects.filter(pk=made.pk).update(done_at=NOW)

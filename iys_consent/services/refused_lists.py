"""A list that the registry did not take, as a whole or for some of its items.

Format errors come at once with their index and sink the whole list: the
items named are final, the others go again in another list.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from iys_consent.models import ConsentTask, TaskList, TaskState
from iys_consent.services import codes, endings
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.gateways.iys.contract import ItemError, NotAccepted
from turkcell_hub.gateways.sms.refusals import refusal_text


def take_apart(list_id: int, error: GatewayError) -> None:
    """In the settling transaction of the outbox."""
    made, tasks = _members(list_id)
    named: dict[int, ItemError] = {}
    if isinstance(error, NotAccepted):
        for one in error.errors:
            if one.index is not None:
                named.setdefault(one.index, one)
    if not named:
        # The call itself: a wrong brand, a missing right. The same again would be refused again.
        hold_all(list_id, error.answer.code or error.reason, _why(error))
        return
    now = timezone.now()
    for task in tasks:
        if task.place in named:
            told = named[task.place]
            endings.end(
                [task],
                codes.state_of(told.code),
                told.code,
                codes.explain(told.code, told.text),
                now,
            )
    endings.back([task for task in tasks if task.place not in named])
    _finish(made, tasks)


def _why(error: GatewayError) -> str:
    if isinstance(error, NotAccepted):
        return codes.explain(error.answer.code, error.answer.text)
    return refusal_text(error.reason)


def hold_all(list_id: int, code: str, text: str) -> None:
    """The whole list waits for a person ("Yeniden gönder")."""
    made, tasks = _members(list_id)
    hold(tasks, code, text)
    _finish(made, tasks)


def hold(tasks: Iterable[ConsentTask], code: str, text: str) -> None:
    """These wait for a person, out of their list."""
    ConsentTask.objects.filter(pk__in=[task.pk for task in tasks]).update(
        state=TaskState.HELD, sent_in=None, place=None, code=code[:40], text=text[:300]
    )


def _members(list_id: int) -> tuple[TaskList, list[ConsentTask]]:
    made = TaskList.objects.get(pk=list_id)
    return made, list(ConsentTask.objects.select_for_update().filter(sent_in=made).order_by("pk"))


def _finish(made: TaskList, tasks: Iterable[ConsentTask]) -> None:
    endings.give_back(made, tasks)
    TaskList.objects.filter(pk=made.pk).update(done_at=timezone.now())

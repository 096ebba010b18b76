"""Görevlerim: deciding, and Görevi Gerçekle with its code (L-083 … L-088)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from otp.flow_states import Verdict
from otp.models import Task
from otp.selectors import my_tasks
from otp.services import challenges, decisions, notices
from turkcell_hub import resources
from turkcell_hub.errors import HubError, NotFound
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.portal.views.record import DetailView

RIGHT = decisions.ACT


class TaskPage(DetailView):
    """A task; whoever has looked at it need not be told of it any more."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        task = self.row_or_404(pk)
        member_id = getattr(self.actor, "membership_id", None)
        if member_id is not None:
            notices.mark_read(member_id, task)
        return super().get(request, pk)


@require_POST
@actor_required(RIGHT)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """``verdict`` with its ``note``; back to the list, where the next one waits."""
    task = _own(request, pk)
    verdict, note = request.POST.get("verdict", ""), request.POST.get("note", "")
    try:
        decisions.decide(_actor(request), task, verdict, note)
    except HubError as error:
        messages.error(request, str(error.message))
        return HttpResponseRedirect(reverse("my-tasks-detail", args=[pk]))
    said = _("Onaylandı: %(name)s") if verdict == Verdict.YES else _("Reddedildi: %(name)s")
    messages.success(request, said % {"name": task.approval.title})
    return HttpResponseRedirect(reverse("my-tasks-list"))


@require_POST
@actor_required(RIGHT)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Görevi Gerçekle: the code goes to the person's phone (L-085)."""
    task = _own(request, pk)
    return _moved(request, task, lambda: decisions.start(_actor(request), task))


@require_GET
@actor_required(RIGHT)
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the code is typed: countdown, masked number, credit that is left (L-086, L-088)."""
    return _code_page(request, _own(request, pk))


@require_POST
@actor_required(RIGHT)
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Tamam. A wrong, late or locked code says so where it was typed."""
    task = _own(request, pk)
    page = my_tasks.code_page(_actor(request), task)
    if page is None:
        return HttpResponseRedirect(reverse("my-tasks-detail", args=[pk]))
    try:
        challenges.verify(_actor(request), page.challenge.pk, request.POST.get("code", ""))
    except HubError as error:
        return _code_page(request, task, str(error.message), status=422)
    messages.success(request, _("Onaylandı: %(name)s") % {"name": task.approval.title})
    return HttpResponseRedirect(reverse("my-tasks-detail", args=[pk]))


@require_POST
@actor_required(RIGHT)
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Another code; the one before is dead at once."""
    task = _own(request, pk)
    page = my_tasks.code_page(_actor(request), task)
    if page is None:
        return HttpResponseRedirect(reverse("my-tasks-detail", args=[pk]))
    return _moved(
        request, task, lambda: challenges.resend(_actor(request), page.challenge.pk), at_code=True
    )


def _moved(
    request: HttpRequest, task: Task, do: Callable[[], Any], *, at_code: bool = False
) -> HttpResponse:
    try:
        do()
    except HubError as error:
        messages.error(request, str(error.message))
        page = "my-task-code" if at_code else "my-tasks-detail"
        return HttpResponseRedirect(reverse(page, args=[task.pk]))
    return HttpResponseRedirect(reverse("my-task-code", args=[task.pk]))


def _code_page(
    request: HttpRequest, task: Task, problem: str = "", *, status: int = 200
) -> HttpResponse:
    page = my_tasks.code_page(_actor(request), task)
    if page is None:
        return HttpResponseRedirect(reverse("my-tasks-detail", args=[task.pk]))
    context = {
        "task": task,
        "page": page,
        "problem": problem,
        "breadcrumbs": [
            (_("Görevlerim"), reverse("my-tasks-list")),
            (task.approval.title, reverse("my-tasks-detail", args=[task.pk])),
        ],
    }
    return render(request, "otp/code.html", context, status=status)


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


def _own(request: HttpRequest, pk: int) -> Task:
    found = resources.get("my-tasks").queryset(_actor(request)).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Görev bulunamadı."))
    task: Task = found
    return task

"""Görevlerim: deciding, and Görevi Gerçekle (L-083 … L-085)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otp.flow_states import Verdict
from otp.models import Task
from otp.services import decisions, notices
from otp.views import challenge
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
        # The fragment opens "Reddet…" and stands in the field whose words were missing.
        at = f"#{error.field}" if error.field == "note" else ""
        return HttpResponseRedirect(reverse("my-tasks-detail", args=[pk]) + at)
    said = _("Onaylandı: %(name)s") if verdict == Verdict.YES else _("Reddedildi: %(name)s")
    messages.success(request, said % {"name": task.approval.title})
    return HttpResponseRedirect(reverse("my-tasks-list"))


@require_POST
@actor_required(RIGHT)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Görevi Gerçekle: the code goes to the person's phone, or his authenticator is asked
    (L-085); on to the page where it is typed."""
    task, method = _own(request, pk), request.POST.get("method", "")
    return challenge.begin(
        request,
        lambda: decisions.start(_actor(request), task, method),
        reverse("my-tasks-detail", args=[pk]),
    )


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


def _own(request: HttpRequest, pk: int) -> Task:
    found = resources.get("my-tasks").queryset(_actor(request)).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Görev bulunamadı."))
    task: Task = found
    return task

"""Zamanlanmış görevler: the month's calendar; one occurrence is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from otp.models import TimedTask
from otp.selectors import timed_tasks as selected
from otp.services import timed_tasks
from turkcell_hub import resources
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.portal.views.mixins import actor_required


@require_GET
@actor_required("otp.schedule.view")
def calendar(request: HttpRequest) -> HttpResponse:
    """A month of tasks (``?month=2027-01``)."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    context = {
        "month": selected.month(actor, request.GET.get("month", "")),
        "may_add": actor.can("otp.schedule.add"),
        "breadcrumbs": [
            (_("İşlemler"), ""),
            (_("Zamanlanmış Görevler"), reverse("scheduled-tasks-list")),
        ],
    }
    return render(request, "otp/timed_calendar.html", context)


@require_POST
@actor_required(timed_tasks.CHANGE)
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    """One occurrence is left out."""
    return _of_one(request, pk, timed_tasks.skip, _("%(at)s atlanacak; uyarı gitmeyecek."))


@require_POST
@actor_required(timed_tasks.CHANGE)
def unskip(request: HttpRequest, pk: int) -> HttpResponse:
    """It counts after all."""
    return _of_one(request, pk, timed_tasks.unskip, _("%(at)s yeniden haber verilecek."))


def _of_one(
    request: HttpRequest, pk: int, move: Callable[[Any, TimedTask, dt.datetime], Any], said: str
) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    task = resources.get("scheduled-tasks").queryset(actor).filter(pk=pk).first()
    if task is None:
        raise NotFound(_("Kayıt bulunamadı."))
    try:
        start = dt.datetime.fromisoformat(request.POST.get("start", ""))
        move(actor, task, start.replace(tzinfo=None))
        messages.success(request, said % {"at": f"{start:%d.%m.%Y %H:%M}"})
    except ValueError:
        messages.error(request, _("Zaman okunamadı; sayfayı yenileyip yeniden deneyin."))
    except (NotAllowed, NotFound):
        raise
    except HubError as error:
        messages.error(request, str(error.message))
    return HttpResponseRedirect(reverse("scheduled-tasks-detail", args=[pk]))

"""Tekrarla: sets a rule on a draft; skips one day of a rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from messaging.forms import RepeatForm
from messaging.models import EDITABLE, Campaign, RepeatRule
from messaging.services import preflight, repeats, schedules
from messaging.views.base import actor_of, campaign_or_404, go, refusal
from turkcell_hub import resources
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.portal.views.mixins import actor_required

_TIMES = 12


@require_http_methods(["GET", "POST"])
@actor_required("messaging.campaign.send")
def set_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks how often, from when and until when, then sets the rule."""
    campaign = campaign_or_404(request, pk)
    if campaign.state not in EDITABLE:
        return go(request, reverse("campaigns-detail", args=[pk]))
    actor = actor_of(request)
    if request.method == "GET":
        return _ask(request, campaign, RepeatForm(actor=actor, initial=_offered(campaign)))
    form = RepeatForm(request.POST, actor=actor)
    if not form.is_valid():
        return _ask(request, campaign, form, status=422)
    try:
        rule = repeats.create(actor, campaign, form.cleaned_data)
    except (NotAllowed, NotFound):
        raise
    except HubError as error:
        return _ask(request, campaign, form, status=422, refusal=refusal(error))
    messages.success(request, _("Tekrar kuralı kuruldu: %(name)s") % {"name": rule.name})
    return go(request, reverse("repeats-detail", args=[rule.pk]))


@require_POST
@actor_required("messaging.campaign.stop")
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    """One day is left out."""
    return _of_a_day(request, pk, repeats.skip, _("%(day)s atlanacak."))


@require_POST
@actor_required("messaging.campaign.send")
def unskip(request: HttpRequest, pk: int) -> HttpResponse:
    """The day goes after all."""
    return _of_a_day(request, pk, repeats.unskip, _("%(day)s yeniden gidecek."))


def _of_a_day(
    request: HttpRequest, pk: int, move: Callable[[Any, RepeatRule, dt.date], Any], said: str
) -> HttpResponse:
    actor = actor_of(request)
    rule = resources.get("repeats").queryset(actor).filter(pk=pk).first()
    if rule is None:
        raise Http404(_("Tekrar kuralı bulunamadı."))
    try:
        day = dt.date.fromisoformat(request.POST.get("day", ""))
        move(actor, rule, day)
        messages.success(request, said % {"day": f"{day:%d.%m.%Y}"})
    except ValueError:
        messages.error(request, _("Gün okunamadı; sayfayı yenileyip yeniden deneyin."))
    except (NotAllowed, NotFound):
        raise
    except HubError as error:
        messages.error(request, str(error.message))
    return HttpResponseRedirect(reverse("repeats-detail", args=[pk]))


def _offered(campaign: Campaign) -> dict[str, Any]:
    forecast = preflight.stored(campaign)
    first = schedules.tomorrow(campaign.firm_id)
    return {
        "first_day": first.date(),
        "hour": first.time(),
        "most_runs": _TIMES,
        "max_credits": schedules.ceiling(campaign.firm_id, forecast.credits) if forecast else None,
    }


def _ask(
    request: HttpRequest, campaign: Campaign, form: RepeatForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    page = "repeat" if getattr(request, "htmx", None) else "repeat_page"
    context = {"campaign": campaign, "form": form, "forecast": preflight.stored(campaign), **more}
    return render(request, f"messaging/compose/{page}.html", context, status=status)

"""Ön uçuş and Gönder (idea 2, L-073): first the truth about the cost, then the question."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from messaging import preflight_job
from messaging.forms import ScheduleForm
from messaging.models import EDITABLE, Campaign, CampaignState
from messaging.selectors import audience, contents
from messaging.services import (
    campaigns,
    composing,
    preflight,
    schedules,
    sendable,
    trials,
    windows,
)
from messaging.verdicts import Verdict
from messaging.views import compose
from messaging.views.base import actor_of, campaign_or_404, go, refusal, refused
from turkcell_hub.errors import HubError, Invalid, NotAllowed, NotFound
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.services import jobs
from turkcell_hub.lib.row_ids import row_id
from turkcell_hub.portal import cells
from turkcell_hub.portal.views.mixins import actor_required

_PART = "messaging/compose/_preflight.html"
_PEOPLE = 50
_HARDEST = 5
# Above this many choices the forecast is made in the background.
INLINE = 20_000


@require_POST
@actor_required("messaging.campaign.change")
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Saves the form as it stands and answers what sending it would do."""
    campaign = campaign_or_404(request, pk)
    saved, form = compose.keep(request, campaign)
    if saved is None:
        return render(request, "messaging/compose/_gone.html", {"campaign": campaign}, status=422)
    if form.errors:  # or what is told here would be of another message than the screen's
        name, reasons = next(iter(form.errors.items()))
        text = f"{form.fields[name].label}: {reasons[0]}"
        error = Invalid(text, field=name)
        return _page_or_part(request, pk, refused(request, error, _PART, campaign=campaign))
    campaign = saved.campaign
    actor = actor_of(request)
    try:
        if audience.chosen(actor, campaign).size > INLINE:
            job = preflight_job.start(actor, campaign)
            return _waiting(request, campaign, job)
        preflight.ask_and_run(actor, campaign)
    except (NotAllowed, NotFound):
        raise
    except HubError as error:
        return _page_or_part(request, pk, refused(request, error, _PART, campaign=campaign))
    return _page_or_part(request, pk, _shown(request, campaign))


@require_GET
@actor_required("messaging.campaign.change")
def progress(request: HttpRequest, pk: int, job_id: int) -> HttpResponse:
    """A forecast in the background: the bar, then the result in its place."""
    campaign = campaign_or_404(request, pk)
    actor = actor_of(request)
    job = Job.objects.filter(
        pk=job_id, kind=preflight_job.KIND, owner_user=actor.user_id, params__campaign=pk
    ).first()
    if job is None:
        raise NotFound(_("Bu ön uçuş artık yok; yeniden yapın."))
    if not job.is_over:
        return _waiting(request, campaign, job)
    jobs.mark_seen(actor, job)
    if job.state == JobState.DONE:
        return _shown(request, campaign)
    text = job.error or _("Ön uçuş iptal edildi.")
    return refused(request, Invalid(text, code=job.error_code or None), _PART, campaign=campaign)


@require_POST
@actor_required("messaging.campaign.change")
def cut(request: HttpRequest, pk: int) -> HttpResponse:
    """Credit is short: only the first ``people`` (empty: everybody again), then the forecast."""
    campaign = campaign_or_404(request, pk)
    raw = request.POST.get("people", "")
    first = int(raw) if raw.isdecimal() and raw.isascii() and len(raw) < 9 else None
    try:
        campaign = composing.cut(actor_of(request), campaign, first)
        preflight.ask_and_run(actor_of(request), campaign)
    except (NotAllowed, NotFound):
        raise
    except HubError as error:
        return _page_or_part(request, pk, refused(request, error, _PART, campaign=campaign))
    return _page_or_part(request, pk, _shown(request, campaign))


@require_GET
@actor_required("messaging.campaign.change")
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Those whom one reason keeps out, by name and in pages."""
    campaign = campaign_or_404(request, pk)
    raw, start = request.GET.get("verdict", ""), request.GET.get("start", "0")
    number = row_id(raw)
    verdict = number if number in Verdict.values else None
    offset = int(start) if start.isdecimal() and len(start) < 9 else 0
    in_order = raw == "order"
    rows = preflight.people(
        actor_of(request),
        campaign,
        verdict=verdict,
        in_order=in_order,
        limit=_PEOPLE + 1,
        offset=offset,
    )
    context = {
        "campaign": campaign,
        "rows": rows[:_PEOPLE],
        "verdict": "order" if in_order else verdict,
        "may_ask_why": actor_of(request).can("messaging.message.view")
        and actor_of(request).can("personal.view"),
        "next_start": offset + _PEOPLE if len(rows) > _PEOPLE else None,
    }
    return render(request, "messaging/compose/_blocked.html", context)


@require_http_methods(["GET", "POST"])
@actor_required("messaging.campaign.send")
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once more with the figures, then orders it."""
    campaign = campaign_or_404(request, pk)
    if campaign.state not in EDITABLE:
        return go(request, reverse("campaigns-detail", args=[pk]))
    forecast = preflight.stored(campaign)
    if request.method == "GET":
        return _ask(request, campaign, forecast)
    try:
        ordered = campaigns.submit(actor_of(request), campaign)
    except (NotAllowed, NotFound):
        raise
    except HubError as error:
        return _ask(request, campaign, forecast, refusal=refusal(error), status=422)
    said, opens = _("Gönderim başladı: %(name)s"), windows.closed_until(ordered)
    if ordered.state == CampaignState.AWAITING:
        said = _("Onaya sunuldu, onaylanınca gidecek: %(name)s")
    elif opens:
        said = _("Gönderim alındı; saatler açılınca (%(at)s) kendiliğinden başlar: %(name)s")
    at = cells.moment(windows.wall(campaign.firm_id, opens)) if opens else ""
    messages.success(request, said % {"name": campaign.name, "at": at})
    return go(request, reverse("campaigns-detail", args=[pk]))


@require_POST
@actor_required("messaging.campaign.send")
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends the hardest text to the person's own phone."""
    campaign = campaign_or_404(request, pk)
    htmx = getattr(request, "htmx", None)
    part = "messaging/compose/_trial.html"
    try:
        sent = trials.send(actor_of(request), campaign)
    except (NotAllowed, NotFound):
        raise
    except HubError as error:
        if htmx:
            return refused(request, error, part, campaign=campaign)
        messages.error(request, str(error.message))
        return HttpResponseRedirect(reverse("compose", args=[pk]))
    if htmx:
        return render(request, part, {"campaign": campaign, "sent": sent})
    return HttpResponseRedirect(reverse("campaigns-detail", args=[sent.pk]))


@require_http_methods(["GET", "POST"])
@actor_required("messaging.campaign.send")
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the day and hour, then orders it for then; also moves a scheduled one."""
    campaign = campaign_or_404(request, pk)
    if campaign.state not in (*EDITABLE, CampaignState.SCHEDULED):
        return go(request, reverse("campaigns-detail", args=[pk]))
    actor = actor_of(request)
    forecast = preflight.stored(campaign)
    if request.method == "GET":
        form = ScheduleForm(actor=actor, initial=_planned(campaign, forecast))
        return _ask(request, campaign, forecast, name="schedule", form=form)
    form = ScheduleForm(request.POST, actor=actor)
    if not form.is_valid():
        return _ask(request, campaign, forecast, status=422, name="schedule", form=form)
    data = form.cleaned_data
    try:
        done = schedules.schedule(actor, campaign, data["at"], max_credits=data["max_credits"])
    except (NotAllowed, NotFound):
        raise
    except HubError as error:
        again = {"name": "schedule", "form": form, "refusal": refusal(error)}
        return _ask(request, campaign, forecast, status=422, **again)
    when = cells.moment(done.scheduled_wall) if done.scheduled_wall else ""
    if done.scheduled_wall != data["at"]:
        said = _("Seçtiğiniz saat o gün yok (saatler ileri alınıyor); %(at)s olarak zamanlandı.")
        messages.warning(request, said % {"at": when})
    else:
        messages.success(request, _("Zamanlandı: %(at)s") % {"at": when})
    return go(request, reverse("campaigns-detail", args=[pk]))


def _planned(campaign: Campaign, forecast: Any) -> dict[str, Any]:
    """What the form starts with: the time that was chosen before, else tomorrow."""
    then = campaign.scheduled_wall or schedules.tomorrow(campaign.firm_id)
    limit = campaign.confirmed_credits
    if campaign.state != CampaignState.SCHEDULED:
        limit = schedules.ceiling(campaign.firm_id, forecast.most_credits) if forecast else None
    return {"ahead": "day", "day": then.date(), "hour": then.time(), "max_credits": limit}


def _ask(
    request: HttpRequest,
    campaign: Campaign,
    forecast: Any,
    *,
    status: int = 200,
    name: str = "send",
    **more: Any,
) -> HttpResponse:
    page = name if getattr(request, "htmx", None) else f"{name}_page"
    outlook = windows.outlook(campaign, forecast.finish_seconds) if forecast else None
    context = {"campaign": campaign, "forecast": forecast, "outlook": outlook, **more}
    return render(request, f"messaging/compose/{page}.html", context, status=status)


def _shown(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    campaign = campaign_or_404(request, campaign.pk)
    hardest = preflight.people(actor_of(request), campaign, limit=_HARDEST)
    forecast = preflight.stored(campaign)
    context = {
        "campaign": campaign,
        "forecast": forecast,
        "outlook": windows.outlook(campaign, forecast.finish_seconds) if forecast else None,
        "hardest": hardest,
        "lint": contents.panel(campaign),
        "trouble": sendable.trouble_of(campaign),
        "may_send": actor_of(request).can("messaging.campaign.send"),
    }
    return render(request, _PART, context)


def _waiting(request: HttpRequest, campaign: Campaign, job: Job) -> HttpResponse:
    context = {"campaign": campaign, "job": job}
    return render(request, "messaging/compose/_waiting.html", context)


def _page_or_part(request: HttpRequest, pk: int, part: HttpResponse) -> HttpResponse:
    """Without a script the page is loaded again; the forecast is kept with the draft."""
    if getattr(request, "htmx", None):
        return part
    return HttpResponseRedirect(reverse("compose", args=[pk]) + "#preflight")

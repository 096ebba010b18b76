"""Ekip Mobil İzleme: people on the map, now or in a range; the nearest to a place (L-022 …
L-024, L-042 … L-044)."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fieldteams import permissions
from fieldteams.models import ViewLog
from fieldteams.selectors import nearest, places, seen, tracks
from fieldteams.services import dispatch, geocoding, nearness, operator, rounds, rules, viewing
from fieldteams.services import messages as sms
from fieldteams.views import people_list
from fieldteams.views.base import actor_of, cut_note, map_config, range_form, zones_of
from turkcell_hub.errors import HubError, Invalid, NotFound
from turkcell_hub.portal.views.mixins import actor_required

What = ViewLog.What
MOST_ROUTES = 20


@require_GET
@actor_required(permissions.LOCATE)
def page(request: HttpRequest) -> HttpResponse:
    """``?phone=…`` (several), ``from``, ``to``; ``near`` a place or a point."""
    actor, form = actor_of(request), range_form(request)
    context: dict[str, Any] = {
        "form": form,
        "config": map_config(),
        "zones": zones_of(actor),
        "may_draw": actor.can(permissions.ZONE_ADD),
        "may_ask": actor.can(permissions.JOB_ADD),
        "sees_theft": actor.can(permissions.THEFT_VIEW),
    }
    if not form.is_valid():
        return render(request, "fieldteams/map.html", context, status=422)
    chosen = form.chosen()
    context["chosen"] = chosen or []
    context["query"] = request.GET.urlencode()
    if form.has_range:
        context |= _history(actor, form)
    else:
        people = seen.now(actor, chosen)
        viewing.look(actor, [one.phone.pk for one in people], What.MAP)
        context |= {
            "people": people,
            "unseen": seen.allowed(actor, chosen).filter(latest=None).count(),
            "not_allowed": seen.not_allowed(actor, chosen),
        }
    context |= _near(request, actor)
    context["payload"] = _payload(actor, context)
    context["listed"] = people_list.rows(context["people"])
    return render(request, "fieldteams/map.html", context)


def _history(actor: Any, form: Any) -> dict[str, Any]:
    phones, span = form.phones(), form.span()
    context, notes = _history_of(actor, phones[:MOST_ROUTES], span), []
    if len(phones) > MOST_ROUTES:
        note = _(
            "Haritada en çok %(n)d kişinin yolu birlikte çizilir; ilk %(n)d kişi gösteriliyor."
        )
        notes.append(note % {"n": MOST_ROUTES})
    if context["cut"]:
        notes.append(cut_note(context["cut"]))
    return {**context, "note": " ".join(notes)}


def _history_of(actor: Any, phones: Any, span: tracks.Range) -> dict[str, Any]:
    ids = [one.pk for one in phones]
    viewing.look(actor, ids, What.MAP)
    whole = tracks.Whole()
    found = tracks.ways(ids, span, whole)
    return {
        "cut": 0 if whole.is_whole else tracks.share(len(ids)),
        "span": span,
        "people": [],
        "routes": [(one, found[one.pk]) for one in phones if found[one.pk].points],
        "empty_handed": [one for one in phones if not found[one.pk].points],
    }


def _near(request: HttpRequest, actor: Any) -> dict[str, Any]:
    asked = request.GET.get("near", "").strip()[:120]
    if not asked:
        return {}
    answer = nearness.find(actor, asked)
    if not answer.spots:
        problem = _(
            "“%(text)s” bulunamadı. İl, ilçe ya da belde adı, veya “38,42 27,14” gibi enlem ve"
            " boylam yazın; haritaya da tıklayabilirsiniz."
        )
        return {"near_asked": asked, "near_problem": answer.problem or problem % {"text": asked}}
    spot, *others = answer.spots
    ranked = nearest.to(actor, spot.point)
    viewing.look(actor, [one.seen.phone.pk for one in ranked], What.NEAREST)
    return {
        "near_asked": asked,
        "near_name": spot.name,
        "near_point": spot.point,
        "near": ranked,
        "off_shift": nearest.off_shift(ranked),
        "near_others": others,
        "near_source": answer.attribution,
    }


def _payload(actor: Any, context: dict[str, Any]) -> dict[str, Any]:
    """What the script draws."""
    routes = [
        {
            "name": str(phone),
            "points": [
                [one.latitude, one.longitude, int(one.at.timestamp()), one.speed]
                for one in way.points
                if one.is_located
            ],
            "stops": [[*stop.point, round(stop.seconds / 60)] for stop in way.stops],
        }
        for phone, way in context.get("routes", ())
    ]
    is_live = not routes and not context.get("near_point")
    people = context["people"] or [one.seen for one in context.get("near", ())]
    return {
        **context["config"],
        "people": [one.to_record() for one in people],
        "clock": _clock(actor),
        "mark": rounds.begin(actor, people).mark if is_live else "",
        "routes": routes,
        "zones": context["zones"],
        "target": context.get("near_point"),
        "live": is_live,
        "time_zone": str(context["form"].zone),
    }


@require_GET
@actor_required(permissions.LOCATE)
def live(request: HttpRequest) -> JsonResponse:
    """The same people once more, for a map that stays open: with ``mark`` of the last answer what
    has changed since."""
    actor, form = actor_of(request), range_form(request)
    if not form.is_valid():
        raise Invalid(_("Seçim okunamadı; sayfayı yenileyin."))
    people = seen.now(actor, form.chosen())
    viewing.look(actor, [one.phone.pk for one in people], What.MAP)
    told = rounds.go_on(actor, people, request.GET.get("mark", ""))
    return JsonResponse(
        {
            "mark": told.mark,
            "clock": _clock(actor),
            "whole": told.is_whole,
            "people": [one.to_record() for one in told.people],
            "gone": told.gone,
        }
    )


def _clock(actor: Any) -> dict[str, float]:
    """Our clock, by which the script tells ages, and from when on a place is stale; in seconds."""
    stale = rules.in_force(actor.firm_id).stale_minutes
    return {"now": time.time(), "stale": stale * 60, "old": seen.DAY.total_seconds()}


@require_GET
@actor_required(permissions.ZONE_VIEW)
def search_places(request: HttpRequest) -> JsonResponse:
    """``q``: a place, an address or a point; what it may mean, for the map on which zones are
    drawn."""
    asked = request.GET.get("q", "").strip()[:120]
    answer = nearness.find(actor_of(request), asked) if asked else geocoding.Answer()
    found = [{"name": one.name, "lat": one.point[0], "lon": one.point[1]} for one in answer.spots]
    missing = _("“%(text)s” bulunamadı; il, ilçe ya da “38,42 27,14” gibi enlem ve boylam yazın.")
    problem = "" if found else answer.problem or missing % {"text": asked}
    return JsonResponse({"places": found, "source": answer.attribution, "problem": problem})


@require_POST
@actor_required(permissions.LOCATE)
def locate(request: HttpRequest, pk: int) -> HttpResponse:
    """Konum sorgula: asks the operator now and shows the person on the map."""
    actor = actor_of(request)
    phone = seen.watched(actor, [pk]).first()
    if phone is None:
        raise NotFound(_("Telefon numarası bulunamadı."))
    messages.info(request, operator.locate_now(actor, phone))
    return redirect(f"{reverse('field-map')}?phone={pk}")


@require_POST
@actor_required(permissions.JOB_ADD)
def ask(request: HttpRequest) -> HttpResponse:
    """The people who were ticked are asked for a job by SMS; the first EVET gets it."""
    actor = actor_of(request)
    raw = [pk for pk in request.POST.getlist("phone") if pk.isdecimal() and len(pk) < 19]
    near = f"{request.POST.get('latitude', '')} {request.POST.get('longitude', '')}"
    point = places.read_point(near)
    place = request.POST.get("place", "").strip()[:120]
    if point is None:
        messages.error(request, _("Yer okunamadı; yeniden arayın."))
        return redirect("field-map")
    data = {
        "text": request.POST.get("text", ""),
        "place": place or places.describe(point),
        "latitude": point[0],
        "longitude": point[1],
        "phones": list(seen.watched(actor, map(int, raw))) if raw else [],
    }
    try:
        job = dispatch.start(actor, data)
    except HubError as refused:
        messages.error(request, str(refused.message))
        return redirect(f"{reverse('field-map')}?{urlencode({'near': near})}")
    return redirect("field-jobs-detail", job.pk)


@require_POST
@actor_required("messaging.campaign.add")
def write(request: HttpRequest) -> HttpResponse:
    """A draft to the people who were ticked on the map."""
    actor = actor_of(request)
    raw = [pk for pk in request.POST.getlist("phone") if pk.isdecimal() and len(pk) < 19]
    draft = sms.compose(actor, seen.watched(actor, map(int, raw)).select_related("subscriber"))
    return redirect("compose", draft.pk)

"""Choosing the recipients of a draft: Kullanıcı Ekle, the filter, and the list of the chosen."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from messaging.forms import PeopleForm
from messaging.models import Subscriber
from messaging.selectors import audience
from messaging.services import composing
from messaging.views.base import actor_of, campaign_or_404, refusal
from turkcell_hub.errors import Invalid
from turkcell_hub.lib.row_ids import row_id
from turkcell_hub.portal.views.mixins import actor_required

_CHANGE = "messaging.campaign.change"
_MOST = 500


@require_GET
@actor_required(_CHANGE)
def picker(request: HttpRequest, pk: int) -> HttpResponse:
    """The dialog; with ``part=1`` its list alone, after another word or filter."""
    return _picker(request, pk, request.GET)


@require_POST
@actor_required(_CHANGE)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds the marked people, or everybody who will match when it is sent (``all``)."""
    campaign = campaign_or_404(request, pk)
    actor = actor_of(request)
    try:
        if request.POST.get("all"):
            _rows, query = _found(request, request.POST)
            composing.use_filter(actor, campaign, query)
        else:
            chosen_ids = _ids(request.POST)
            if not chosen_ids:
                raise Invalid(_("Kimse işaretlenmedi. Önce listeden kişileri işaretleyin."))
            composing.add_people(actor, campaign, chosen_ids)
    except Invalid as error:
        return _picker(request, pk, request.POST, status=422, refusal=refusal(error))
    return _changed(request, pk)


@require_POST
@actor_required(_CHANGE)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes out one person (``recipient``), everybody chosen (``people``) or the filter."""
    campaign = campaign_or_404(request, pk)
    actor = actor_of(request)
    recipient = row_id(request.POST.get("recipient"))
    if recipient is not None:
        composing.remove_person(actor, campaign, recipient)
    elif request.POST.get("people"):
        composing.clear_people(actor, campaign)
    elif request.POST.get("filter"):
        composing.use_filter(actor, campaign, None)
    if not getattr(request, "htmx", None):
        return HttpResponseRedirect(reverse("compose", args=[pk]))
    return chosen(request, pk)


@require_GET
@actor_required(_CHANGE)
def chosen_part(request: HttpRequest, pk: int) -> HttpResponse:
    return chosen(request, pk)


def chosen(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(request, pk)
    context = {"campaign": campaign, "chosen": audience.chosen(actor_of(request), campaign)}
    return render(request, "messaging/compose/_audience.html", context)


def _picker(
    request: HttpRequest, pk: int, data: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    campaign = campaign_or_404(request, pk)
    rows, _query = _found(request, data)
    marked = _ids(data)
    actor = actor_of(request)
    picked = list(actor.visible(Subscriber.objects.filter(pk__in=marked)).order_by("sort_key"))
    chosen_ids = campaign.recipients.values_list("subscriber_id", flat=True)
    there = set(chosen_ids.filter(subscriber__isnull=False)[:_MOST])
    context = {
        "campaign": campaign,
        "form": PeopleForm(data, actor=actor),
        "picked": picked,
        "offered": list(
            rows.exclude(pk__in=[p.pk for p in picked]).order_by("sort_key", "pk")[
                : audience.PICKER
            ]
        ),
        "there": there,
        "count": rows.order_by().count(),
        "shown": audience.PICKER,
        **more,
    }
    part = "part" in data
    template = "messaging/compose/_people.html" if part else "messaging/compose/picker.html"
    if not getattr(request, "htmx", None):
        template = "messaging/compose/picker_page.html"
    return render(request, template, context, status=status)


def _found(request: HttpRequest, data: Any) -> tuple[Any, dict[str, Any]]:
    form = PeopleForm(data, actor=actor_of(request))
    form.is_valid()
    clean = form.cleaned_data
    return audience.filtered(
        actor_of(request),
        clean.get("q", ""),
        clean.get("group"),
        clean.get("special_code", ""),
        clean.get("kind", ""),
    )


def _ids(data: Any) -> list[int]:
    return [int(v) for v in data.getlist("ids") if v.isascii() and v.isdigit() and len(v) < 19][
        :_MOST
    ]


def _changed(request: HttpRequest, pk: int) -> HttpResponse:
    """The dialog closes and the page takes in the new list; without a script it is loaded."""
    if not getattr(request, "htmx", None):
        return HttpResponseRedirect(reverse("compose", args=[pk]))
    response = HttpResponse(status=204)
    response["HX-Trigger"] = json.dumps({"hubAudience": True})
    return response

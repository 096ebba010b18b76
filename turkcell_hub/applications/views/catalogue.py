"""Hizmetler: what can be applied for, and what each service is (L-128)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from turkcell_hub.applications.catalogue import SERVICES
from turkcell_hub.applications.models import ApplicationItem
from turkcell_hub.applications.states import badge
from turkcell_hub.errors import NotFound
from turkcell_hub.portal.views.mixins import actor_required

_VIEW = "applications.application.view"


@require_safe
@actor_required(_VIEW)
def services(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    newest = {item.service: item for item in ApplicationItem.objects.order_by("pk")}
    shown = [
        (service, item, badge(item.state) if item else "")
        for service in SERVICES.values()
        for item in [newest.get(service.code)]
    ]
    context = {
        "services": shown,
        "may_apply": actor.can("applications.application.add"),
        "breadcrumbs": [(_("Başvurular"), reverse("applications-list"))],
    }
    return render(request, "applications/services.html", context)


@require_safe
@actor_required(_VIEW)
def service(request: HttpRequest, service: str) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    found = SERVICES.get(service)
    if found is None:
        raise NotFound(_("Böyle bir hizmet yok."))
    context = {
        "service": found,
        "may_apply": actor.can("applications.application.add"),
        "breadcrumbs": [
            (_("Başvurular"), reverse("applications-list")),
            (_("Hizmetler"), reverse("service-catalogue")),
        ],
    }
    return render(request, "applications/service.html", context)

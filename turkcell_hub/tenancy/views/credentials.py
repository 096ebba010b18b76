"""Şifre Sağlığı: the credentials of all operators on one page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.tenancy.services import credentials


@require_safe
@actor_required(credentials.VIEW)
def page(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    found = credentials.of_firm(actor)
    return render(request, "tenancy/credentials.html", {"credentials": found})

"""The real pages, and the test resource in front of them."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tests.portal.brands import BrandResource, OpenBrandResource
from turkcell_hub.portal.urls import resource_urls
from turkcell_hub.portal.views.mixins import actor_required


@actor_required("test.brand.change")
def guarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse("içerideyim")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("bozuk")


def endless(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 1; SELECT pg_sleep(5)")
    return HttpResponse("bitti")


def collided(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'çakıştı' USING ERRCODE = '40P01'; END $$")
    return HttpResponse("bitti")


urlpatterns = [
    *resource_urls(BrandResource()),
    *resource_urls(OpenBrandResource()),
    path("guarded/", guarded, name="guarded"),
    path("broken/", broken),
    path("endless/", endless),
    path("collided/", collided),
    path("", include("turkcell_hub.urls")),
]
handler400 = "turkcell_hub.portal.views.errors.bad_request"
handler403 = "turkcell_hub.portal.views.errors.permission_denied"
handler404 = "turkcell_hub.portal.views.errors.page_not_found"
handler500 = "turkcell_hub.portal.views.errors.server_error"

"""The portal's pages, the test resource, and doors of other rooms that the frame links to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tests.portal.brands import BrandResource, OpenBrandResource
from turkcell_hub.portal.urls import resource_urls
from turkcell_hub.portal.views.mixins import actor_required


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("tamam")


@actor_required("test.brand.change")
def guarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse("içerideyim")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("bozuk")


urlpatterns = [
    path("", include("turkcell_hub.portal.urls")),
    *resource_urls(BrandResource()),
    *resource_urls(OpenBrandResource()),
    path("guarded/", guarded, name="guarded"),
    path("broken/", broken),
    path("login/", plain, name="login"),
    path("logout/", plain, name="logout"),
    path("second-factor/verify/", plain, name="second-factor-verify"),
    path("firm-switch/", plain, name="firm-switch"),
]
handler400 = "turkcell_hub.portal.views.errors.bad_request"
handler403 = "turkcell_hub.portal.views.errors.permission_denied"
handler404 = "turkcell_hub.portal.views.errors.page_not_found"
handler500 = "turkcell_hub.portal.views.errors.server_error"

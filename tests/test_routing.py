"""An address finds the page that Django would find, however it is looked for."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import Resolver404, URLResolver, include, path, re_path
from django.urls.resolvers import RoutePattern

from turkcell_hub.routing import ByFirstWord


def page(_request: object, **_parts: object) -> HttpResponse:
    return HttpResponse()


PAGES = [
    path("", page, name="home"),
    path("groups/new/", page, name="particular"),
    path("<slug:any>/new/", page, name="anything"),
    path("", include([path("groups/", page, name="list"), path("", page, name="second")])),
    path("groups/", include([path("<int:pk>/", page, name="record"), path("new/", page)])),
    path("people/new/", page, name="too-late"),
    path("healthz", page, name="healthz"),
    path("api/", include([path("x/", page, name="deep")])),
    re_path("^(?P<rest>files/.*)$", page, name="rest"),
]


@pytest.mark.parametrize(
    "address",
    ["", "groups/", "groups/new/", "groups/7/", "groups/x/", "people/new/", "zones/new/",
     "healthz", "healthz/", "api/x/", "api/", "files/a/b", "nothing", "groups"],
)  # fmt: skip
def test_the_same_page_is_found_as_by_trying_one_after_the_other(address: str) -> None:
    found = []
    for kind in (ByFirstWord("", PAGES), URLResolver(RoutePattern(""), PAGES)):
        try:
            match = kind.resolve(address)
        except Resolver404:
            found.append(None)
        else:
            found.append((match.url_name, match.route, match.kwargs, match.args))
    assert found[0] == found[1]

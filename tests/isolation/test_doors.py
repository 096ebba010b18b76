"""What spares the walk a question is read off the view: a view that is built otherwise is asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tests.isolation import doors
from turkcell_hub.api.views.base import HubAPIView
from turkcell_hub.portal.views.mixins import ActorRequiredMixin, actor_required


class Page(ActorRequiredMixin):
    def post(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse()


class Early(Page):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return HttpResponse() if request.method == "POST" else super().dispatch(request)


class Call(HubAPIView):
    rights = {"GET": "x"}


class Keyless(Call):
    authentication_classes = ()


class Open(Call):
    public = True


class Late(Call):
    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        if request.method == "GET":
            super().initial(request, *args, **kwargs)


class Lenient(Call):
    def check_permissions(self, request: Any) -> None:
        return None


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@pytest.mark.parametrize(
    ("view", "asks"),
    [
        (Page.as_view(), True),
        (Early.as_view(), False),
        (View.as_view(), False),
        (Call.as_view(), True),
        (Keyless.as_view(), False),
        (Open.as_view(), False),
        (Late.as_view(), False),
        (Lenient.as_view(), False),
        (actor_required("x")(page), True),
        (require_POST(actor_required("x")(page)), True),
        (actor_required("x")(require_POST(page)), True),
        (never_cache(actor_required("x")(page)), False),
        (require_POST(page), False),
        (page, False),
    ],
)
def test_only_the_known_door_before_every_method_spares_a_question(view: Any, asks: bool) -> None:
    assert doors.asks_first(view) is asks

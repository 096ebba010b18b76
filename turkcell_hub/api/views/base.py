"""The base of every REST view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, ClassVar

import structlog
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.views import APIView

from turkcell_hub.api import actors, idempotency, parameters, ratelimits, request_ids
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.resources import Actor


class NoInput(StrictSerializer):
    """A body that may say nothing."""


class HubAPIView(APIView):
    """A view whose rights are declared: ``rights = {"GET": "messaging.sms.view"}``.

    ``public``: no key needed. ``query_parameters``: the names that it reads; all others are
    refused. ``idempotent``: POST honours ``Idempotency-Key``; the handler then runs inside
    one transaction with the record of its answer, so it must not call outside services.
    ``empty_body``: POST reads no body; one that says something is refused, field by field.
    ``rate_weight``: how many requests a call counts as.
    """

    rights: ClassVar[Mapping[str, str]] = {}
    public: ClassVar[bool] = False
    query_parameters: ClassVar[Iterable[str]] = ()
    idempotent: ClassVar[bool] = True
    empty_body: ClassVar[bool] = False
    rate_weight: ClassVar[int] = 1
    metadata_class = None
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]

    @property
    def actor(self) -> Actor:
        return actors.required(self.request)

    def required_right(self) -> str | None:
        method = "GET" if self.request.method == "HEAD" else str(self.request.method)
        return self.rights.get(method)

    def has_method(self, request: Request) -> bool:
        """Whether a handler stands behind the request's method."""
        method = str(request.method).lower()
        return method in self.http_method_names and hasattr(self, method)

    def known_parameters(self) -> Iterable[str]:
        return self.query_parameters

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        structlog.contextvars.bind_contextvars(request_id=request_ids.of(request))
        # A browser's session means nothing here: only the key says who acts.
        request.actor = None  # type: ignore[attr-defined]
        return super().initialize_request(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        parameters.refuse_unknown(request.query_params, self.known_parameters())
        if request.method == "POST" and self.empty_body:
            NoInput(data=request.data).is_valid(raise_exception=True)
        if request.method == "POST" and self.idempotent and not self.public:
            setattr(self, "post", partial(idempotency.answer, self, self.post))  # type: ignore[attr-defined] # noqa: B010

    def perform_authentication(self, request: Request) -> None:
        request._request.actor = request.user  # type: ignore[attr-defined]

    def check_throttles(self, request: Request) -> None:
        if not self.public:
            ratelimits.count(request._request, self.actor, self.rate_weight)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        http_request = getattr(request, "_request", request)
        response["X-Request-Id"] = request_ids.of(http_request)
        response["Cache-Control"] = "no-store"
        for name, value in ratelimits.headers(http_request).items():
            response[name] = value
        return response

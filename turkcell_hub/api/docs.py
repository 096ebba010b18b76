"""The schema and the pages that show it; both are public, they name no firm's data."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import get_urlconf
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from turkcell_hub.api import schema_words
from turkcell_hub.api.renderers import JSONRenderer
from turkcell_hub.sentences import kept

# What a free-standing view's method takes and answers: ``@docs.describe(request=…,
# responses={200: …})``; keys, problems and Idempotency-Key are added by themselves.
describe = extend_schema


class PlainJSONSchema(OpenApiJsonRenderer):
    """The schema for callers that ask for plain JSON."""

    media_type = JSONRenderer.media_type


class SchemaView(SpectacularAPIView):
    """OpenAPI 3.1 as JSON, or as YAML where the caller asks for it; in English for who asks for
    that (``Accept-Language``, or the portal's own choice), else in Turkish."""

    renderer_classes = [PlainJSONSchema, OpenApiJsonRenderer, OpenApiYamlRenderer]

    def _get_schema_response(self, request: Request) -> Response:
        language = get_language_from_request(request._request)
        answer = Response(schema(get_urlconf() or settings.ROOT_URLCONF, language))
        answer["Content-Language"] = language
        patch_vary_headers(answer, ("Accept", "Accept-Language", "Cookie"))
        return answer


@lru_cache(maxsize=8)
def schema(urlconf: str, language: str) -> dict[str, Any]:
    """The document; made once in a process, because that takes seconds and anybody may ask."""
    if language == "en":
        return schema_words.in_english(schema(urlconf, settings.LANGUAGE_CODE))
    with kept():
        made: dict[str, Any] = SchemaGenerator(urlconf=urlconf).get_schema(public=True)
    return made


def forget() -> None:
    """The schema is made anew the next time that it is asked for."""
    schema.cache_clear()


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI from our own server: no CDN, no inline script, no inline style."""

    url_name = "api-schema"
    template_name = "api/docs.html"
    title = "Turkcell Hub API"

"""The schema and the pages that show it; both are public, they name no firm's data."""

from __future__ import annotations

from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from turkcell_hub.api.renderers import JSONRenderer

# What a free-standing view's method takes and answers: ``@docs.describe(request=…,
# responses={200: …})``; keys, problems and Idempotency-Key are added by themselves.
describe = extend_schema


class PlainJSONSchema(OpenApiJsonRenderer):
    """The schema for callers that ask for plain JSON."""

    media_type = JSONRenderer.media_type


class SchemaView(SpectacularAPIView):
    """OpenAPI 3.1 as JSON, or as YAML where the caller asks for it."""

    renderer_classes = [PlainJSONSchema, OpenApiJsonRenderer, OpenApiYamlRenderer]


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI from our own server: no CDN, no inline script, no inline style."""

    url_name = "api-schema"
    template_name = "api/docs.html"
    title = "Turkcell Hub API"

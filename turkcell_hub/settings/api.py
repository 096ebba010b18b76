"""Settings of the REST door (design/interface.md, "The REST API")."""

from __future__ import annotations

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["turkcell_hub.api.authentication.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["turkcell_hub.api.permissions.DenyUnlessDeclared"],
    "DEFAULT_RENDERER_CLASSES": ["turkcell_hub.api.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["turkcell_hub.api.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "turkcell_hub.api.pagination.CursorPagination",
    "DEFAULT_SCHEMA_CLASS": "turkcell_hub.api.schema.HubAutoSchema",
    "EXCEPTION_HANDLER": "turkcell_hub.api.problems.handle",
    "UNAUTHENTICATED_USER": None,
    "PAGE_SIZE": 50,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Turkcell Hub API",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": [],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {},
    "SCHEMA_PATH_PREFIX": "/api/v1",
}

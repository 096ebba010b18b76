"""The web app manifest: the portal on a telephone's home screen (S-078)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

_ICONS = (("icon-192", 192, "any"), ("icon-512", 512, "any"), ("maskable-512", 512, "maskable"))
_shortcuts: list[tuple[Any, str]] = []


def add_shortcut(label: Any, url_name: str) -> None:
    """One entry of the icon's long-press menu; a room calls it once when the apps are ready."""
    if all(known != url_name for _label, known in _shortcuts):
        _shortcuts.append((label, url_name))


@require_safe
@cache_control(max_age=3600, public=True)
def manifest(_request: HttpRequest) -> JsonResponse:
    """Open to everybody: it holds nothing of a firm."""
    icons = [
        {
            "src": static(f"hub/icons/{name}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for name, size, purpose in _ICONS
    ]
    body = {
        "id": "/",
        "name": "Turkcell Hub",
        "short_name": "Turkcell Hub",
        "description": _("Toplu SMS, izinler ve raporlar"),
        "lang": "tr",
        "start_url": reverse("home"),
        "scope": reverse("home"),
        "display": "standalone",
        "background_color": "#f2f5fa",
        "theme_color": "#0b2545",
        "icons": icons,
        "shortcuts": [
            {"name": str(label), "url": reverse(url_name), "icons": icons[:1]}
            for label, url_name in _shortcuts
        ],
    }
    return JsonResponse(body, content_type="application/manifest+json")

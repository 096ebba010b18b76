"""Error pages: what happened and what to do next."""

from __future__ import annotations

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from turkcell_hub import deadlocks, time_limit
from turkcell_hub.errors import HubError


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(
        request,
        400,
        _("Bu istek anlaşılamadı"),
        _("Adres ya da gönderilen bilgi eksik veya bozuk. Geri dönüp yeniden deneyin."),
    )


def permission_denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    said = str(exception) if exception is not None else ""
    return _page(
        request,
        403,
        _("Bu sayfa için yetkiniz yok"),
        said or _("Bu işi yapmanız gerekiyorsa firma yöneticinizden yetki isteyin."),
    )


def page_not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(
        request,
        404,
        _("Aradığınız kayıt ya da sayfa yok"),
        _("Silinmiş, taşınmış ya da başka bir firmaya ait olabilir. Listeden yeniden açın."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    if time_limit.was_reached(sys.exception()):
        return _bare_page(request, 503, _("Bu istek çok uzun sürdü"), str(time_limit.ADVICE))
    if deadlocks.was_met(sys.exception()):
        return _bare_page(request, 503, _("İşlem çakıştı"), str(deadlocks.ADVICE))
    return _bare_page(
        request,
        500,
        _("Beklenmeyen bir sorun oldu"),
        _(
            "Sorun kaydedildi. Birkaç dakika sonra yeniden deneyin; sürerse bu sayfadaki kodu"
            " destek ekibine iletin."
        ),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        _("Oturumunuz yenilendi"),
        _(
            "Güvenlik için bu form bir kez daha gönderilmeli. Tarayıcının geri düğmesine basın"
            " (yazdıklarınız durur), sayfayı yenileyin ve yeniden kaydedin."
        ),
    )


def hub_error(request: HttpRequest, error: HubError) -> HttpResponse:
    """A service's refusal that no form could show."""
    return _page(request, error.status, _("İşlem yapılamadı"), str(error.message))


def _bare_page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """The database may be the sorrow: nothing here asks it."""
    context = _context(request, status, title, text) | {"layout": "portal/plain.html"}
    return HttpResponse(render_to_string(_template(request), context), status=status)


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    actor = getattr(request, "actor", None)
    context = _context(request, status, title, text)
    context["layout"] = "portal/plain.html" if actor is None else "base.html"
    response = render(request, _template(request), context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _template(request: HttpRequest) -> str:
    return f"portal/errors/{'fragment' if getattr(request, 'htmx', None) else 'page'}.html"


def _context(request: HttpRequest, status: int, title: str, text: str) -> dict[str, Any]:
    known = getattr(request, "request_id", "") or request.headers.get("X-Request-ID", "")
    return {"status": status, "title": title, "text": text, "request_id": known}

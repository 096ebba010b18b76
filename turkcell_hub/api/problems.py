"""Every error of the REST door as ``application/problem+json`` (RFC 9457).

Members: type, title, status, code (stable), detail (Turkish), detail_en, field and
errors[] (``{field, code, detail, detail_en}``, dotted paths), request_id, extra.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFilesSent,
)
from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.signals import got_request_exception
from django.db import IntegrityError
from django.db.models import ProtectedError, RestrictedError
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import override
from rest_framework import exceptions
from rest_framework.response import Response

from turkcell_hub import deadlocks, time_limit
from turkcell_hub.api import request_ids
from turkcell_hub.api.problem_texts import TITLES, english
from turkcell_hub.errors import HubError, Unavailable
from turkcell_hub.sentences import in_english

CONTENT_TYPE = "application/problem+json"
_UNIQUE = "23505"  # PostgreSQL's unique_violation
_log = logging.getLogger(__name__)


def handle(exc: Exception, context: Mapping[str, Any]) -> Response:
    """DRF's exception handler: answers every exception, the unexpected ones as a 500."""
    request = context.get("request")
    http_request = getattr(request, "_request", request)
    error = _as_hub_error(exc)
    if error is None:
        _log.error("unexpected error in the API", exc_info=exc)
        got_request_exception.send(sender=None, request=http_request)
        error = _error(
            500, "internal_error", _("Beklenmeyen bir hata oluştu; request_id ile bildirin.")
        )
    data = describe(error, http_request, errors=list(_field_errors(exc)))
    response = Response(data, status=error.status, content_type=CONTENT_TYPE)
    for name, value in _headers(exc, error).items():
        response[name] = value
    return response


def describe(
    error: HubError, request: HttpRequest | None, errors: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """The problem's members. ``errors`` defaults to the error's own field."""
    turkish, english_text = _texts(error)
    if errors is None or not errors:
        errors = (
            [
                {
                    "field": error.field,
                    "code": error.code,
                    "detail": turkish,
                    "detail_en": english_text,
                }
            ]
            if error.field
            else []
        )
    return {
        "type": f"urn:turkcell-hub:problem:{error.code}",
        "title": str(TITLES.get(error.status, TITLES[400])),
        "status": error.status,
        "code": error.code,
        "detail": turkish,
        "detail_en": english_text,
        "field": error.field or (errors[0]["field"] if errors else None),
        "errors": errors,
        "request_id": request_ids.of(request),
        "extra": error.extra,
    }


def _texts(error: HubError) -> tuple[str, str]:
    with override("tr"):
        turkish = str(error.message)
    with override("en"):
        english_text = str(error.message)
    if english_text == turkish:
        english_text = in_english(turkish) or english(error.code, error.status)
    return turkish, english_text


def _error(status: int, code: str, message: object, **extra: Any) -> HubError:
    error = HubError(message, code=code, extra=extra)
    error.status = status
    return error


def _as_hub_error(exc: Exception) -> HubError | None:
    if isinstance(exc, HubError):
        return exc
    if isinstance(exc, exceptions.ValidationError | DjangoValidationError):
        return _invalid(exc)
    if isinstance(exc, Http404 | exceptions.NotFound):
        return _error(404, "not_found", _("Kayıt bulunamadı."))
    if isinstance(exc, PermissionDenied | exceptions.PermissionDenied):
        return _error(403, "not_allowed", _("Bu işlem için yetkiniz yok."))
    if isinstance(exc, exceptions.MethodNotAllowed):
        return _error(405, "method_not_allowed", _("Bu adreste bu yöntem kullanılamaz."))
    if isinstance(exc, exceptions.UnsupportedMediaType):
        return _error(
            415, "unsupported_media_type", _("Gövdeyi application/json türünde gönderin.")
        )
    if isinstance(exc, RequestDataTooBig | TooManyFilesSent):
        return _error(413, "request_too_large", _("İstek gövdesi çok büyük; içe aktarma kullanın."))
    if isinstance(exc, exceptions.APIException):
        return _error(exc.status_code, str(exc.default_code), str(exc.detail))
    if isinstance(exc, ProtectedError | RestrictedError):
        return _error(409, "in_use", _("Kayıt başka kayıtlarda kullanılıyor; silinemez."))
    if isinstance(exc, IntegrityError) and getattr(exc.__cause__, "pgcode", "") == _UNIQUE:
        # Two callers at the same moment; the service's own check saw neither of them.
        return _error(409, "already_exists", _("Bu bilgilerle bir kayıt zaten var."))
    if time_limit.was_reached(exc):
        _log.warning("a statement took too long", exc_info=exc)
        return Unavailable(time_limit.ADVICE, code=time_limit.CODE)
    if deadlocks.was_met(exc):
        return Unavailable(deadlocks.ADVICE, code=deadlocks.CODE)
    if isinstance(exc, SuspiciousOperation):
        return _error(400, "invalid", _("İstek okunamadı."))
    return None


def _invalid(exc: exceptions.ValidationError | DjangoValidationError) -> HubError:
    errors = [(code, detail) for _path, code, detail in _told(exc)]
    if errors and all(code == "does_not_exist" for code, _detail in errors):
        # An id in the body that is not there for this key answers like one in the path.
        return _error(404, "not_found", errors[0][1])
    if len(errors) == 1:
        return _error(400, *errors[0])
    return _error(400, "invalid", _("Gönderilen bilgilerde düzeltilmesi gereken alanlar var."))


def _field_errors(exc: Exception) -> Iterator[dict[str, Any]]:
    for path, code, detail in _told(exc):
        yield {
            "field": path,
            "code": code,
            "detail": detail,
            "detail_en": in_english(detail) or english(code, 400),
        }


def _told(exc: Exception) -> Iterator[tuple[str | None, str, str]]:
    """Path, code and Turkish sentence of each field that was refused."""
    if isinstance(exc, DjangoValidationError):
        exc = exceptions.ValidationError(_django_detail(exc))
    if not isinstance(exc, exceptions.ValidationError):
        return
    for path, detail in _walk(exc.detail, ()):
        yield ".".join(path) or None, getattr(detail, "code", None) or "invalid", str(detail)


def _django_detail(exc: DjangoValidationError) -> Any:
    if hasattr(exc, "error_dict"):
        return {
            ("non_field_errors" if name == "__all__" else name): [
                exceptions.ErrorDetail(message, error.code or "invalid")
                for error in listed
                for message in error.messages
            ]
            for name, listed in exc.error_dict.items()
        }
    return [exceptions.ErrorDetail(message, "invalid") for message in exc.messages]


def _walk(detail: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            deeper = path if name == "non_field_errors" else (*path, str(name))
            yield from _walk(inner, deeper)
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            is_leaf = not isinstance(inner, Mapping | list)
            yield from _walk(inner, path if is_leaf else (*path, str(index)))
    else:
        yield path, detail


def _headers(exc: Exception, error: HubError) -> dict[str, str]:
    headers = {}
    if error.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="api"'
    retry_after = getattr(exc, "wait", None) or error.extra.get("retry_after")
    if retry_after:
        headers["Retry-After"] = str(max(1, round(retry_after)))
    return headers

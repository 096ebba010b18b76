"""Cursor paging: stable while rows come and go, as quick on page 10,000 as on page 1."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from turkcell_hub import statements
from turkcell_hub.api import keyset, parameters
from turkcell_hub.errors import Invalid
from turkcell_hub.statements import Given

MAX_PAGE_SIZE = 500
_SALT = "turkcell_hub.api.cursor"
_ALIAS = "cursor_{}"


class CursorPagination(BasePagination):
    """``{"next", "previous", "results"}`` and, for ``?count=true``, a capped ``count``.

    The view gives ``page_ordering()`` (the paths of ``order_by``) and ``count_limit``; it may
    give ``page_key()``, which names a queryset of instances whose statement is kept. Rows may be
    model instances or the dicts of ``values()``.
    """

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """One page. Raises ``ValidationError`` or ``Invalid`` for unusable parameters."""
        self.request = request
        self.size = _page_size(request)
        self.ordering = list(view.page_ordering())
        self.keys = keyset.keys_of(queryset.model, self.ordering)
        self.count = _count(queryset, request, view.count_limit)
        values, self.backwards = self._position()
        rows = self._rows(queryset, values, getattr(view, "page_key", lambda: None)())
        self.has_more = len(rows) > self.size
        self.is_first = values is None
        rows = rows[: self.size]
        if self.backwards:
            rows.reverse()
        self.edges = [self._edge(rows[0]), self._edge(rows[-1])] if rows else []
        for row in rows:
            if isinstance(row, dict):
                for index in range(len(self.keys)):
                    del row[_ALIAS.format(index)]
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        body = {"next": self._next(), "previous": self._previous(), "results": data}
        if self.count is not None:
            body["count"], body["count_is_capped"] = self.count
        return Response(body)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": link,
                "previous": link,
                "results": schema,
                "count": {"type": "integer", "description": "Yalnız ?count=true ile."},
                "count_is_capped": {
                    "type": "boolean",
                    "description": "true: en az bu kadar kayıt var.",
                },
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            _parameter("cursor", {"type": "string"}, "next veya previous adresindeki imleç."),
            _parameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE},
                f"Sayfadaki kayıt sayısı (en çok {MAX_PAGE_SIZE}).",
            ),
            _parameter(
                "count", {"type": "boolean"}, "true: eşleşen kayıt sayısını da ver (üst sınırlı)."
            ),
        ]

    def _rows(
        self, queryset: QuerySet[Any], values: Sequence[Any] | None, key: Hashable | None
    ) -> list[Any]:
        """The page's rows and one more; by a kept statement where ``key`` names the queryset."""
        end = self.size + 1
        if key is None or any(one.nullable for one in self.keys):
            return list(self._ordered(queryset, values)[:end])
        names = [_ALIAS.format(index) for index in range(len(self.keys))] if values else []
        given = [Given(name, self.keys[place].value_field) for place, name in enumerate(names)]
        way = (key, tuple(self.ordering), self.backwards, bool(values), end)
        page = statements.kept(way, lambda: self._ordered(queryset, given or None)[:end])
        return page.rows(**dict(zip(names, values or (), strict=True)))

    def _ordered(self, queryset: QuerySet[Any], values: Sequence[Any] | None) -> QuerySet[Any]:
        queryset = queryset.order_by(
            *[key.order_by(backwards=self.backwards) for key in self.keys]
        ).annotate(**{_ALIAS.format(i): F(key.path) for i, key in enumerate(self.keys)})
        if values is None:
            return queryset
        return queryset.filter(keyset.after(self.keys, values, backwards=self.backwards))

    def _position(self) -> tuple[list[Any] | None, bool]:
        raw = self.request.query_params.get("cursor")
        if raw is None:
            return None, False
        try:
            cursor = signing.loads(raw, salt=_SALT)
            if cursor["o"] != self.ordering or cursor["p"] != self.request.path:
                raise ValueError("a cursor of another list")
            values = [
                None if value is None else key.field.to_python(value)
                for key, value in zip(self.keys, cursor["v"], strict=True)
            ]
        except (signing.BadSignature, ValueError, KeyError, TypeError):
            raise Invalid(
                _("İmleç bu listeye ait değil; listeyi imleçsiz baştan isteyin."),
                code="cursor_invalid",
                field="cursor",
            ) from None
        return values, bool(cursor["b"])

    def _edge(self, row: Any) -> list[Any]:
        names = [_ALIAS.format(index) for index in range(len(self.keys))]
        found = [row[name] if isinstance(row, dict) else getattr(row, name) for name in names]
        return [value if isinstance(value, int | None) else str(value) for value in found]

    def _next(self) -> str | None:
        if not self.edges or not (self.has_more or self.backwards):
            return None
        return self._link(self.edges[1], backwards=False)

    def _previous(self) -> str | None:
        if not self.edges or not (self.has_more if self.backwards else not self.is_first):
            return None
        return self._link(self.edges[0], backwards=True)

    def _link(self, values: list[Any], *, backwards: bool) -> str:
        cursor = {"o": self.ordering, "p": self.request.path, "v": values, "b": int(backwards)}
        url = remove_query_param(self.request.build_absolute_uri(), "count")
        return replace_query_param(url, "cursor", signing.dumps(cursor, salt=_SALT, compress=True))


def _page_size(request: Request) -> int:
    raw = request.query_params.get("page_size")
    if raw is None:
        return int(str(settings.REST_FRAMEWORK["PAGE_SIZE"]))
    if (
        not (raw.isascii() and raw.isdigit())
        or not 1 <= int(raw[:9]) <= MAX_PAGE_SIZE
        or len(raw) > 9
    ):
        text = _("1 ile %(most)d arasında bir tam sayı olmalı.") % {"most": MAX_PAGE_SIZE}
        raise ValidationError({"page_size": [ErrorDetail(text, "invalid")]})
    return int(raw)


def _count(queryset: QuerySet[Any], request: Request, limit: int) -> tuple[int, bool] | None:
    if not parameters.flag(request.query_params, "count"):
        return None
    found = queryset.order_by()[: limit + 1].count()
    return min(found, limit), found > limit


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "schema": schema,
        "description": description,
    }

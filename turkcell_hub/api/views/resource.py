"""REST from a Resource: the list's columns, filters, rights and services, once more."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import ErrorDetail, MethodNotAllowed, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, DictField, ListField
from rest_framework.viewsets import ViewSetMixin

from turkcell_hub.api import bulk, choices, generic, parameters, plain
from turkcell_hub.api.pagination import CursorPagination
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.views.base import HubAPIView
from turkcell_hub.api.views.forms import cleaned
from turkcell_hub.errors import NotFound
from turkcell_hub.resources import Resource
from turkcell_hub.resources.registry import get as resource_of

VERBS = {
    "list": "view",
    "retrieve": "view",
    "create": "add",
    "bulk_create": "add",
    "partial_update": "change",
    "destroy": "delete",
}


class ResourceViewSet(ViewSetMixin, HubAPIView):
    """Subclass it in a room's ``api.py`` and ``api.routers.register`` it.

    ``resource``: the declaration or its class. ``serializer_class`` reads; without it the
    columns do. ``write_serializer_class`` (else ``serializer_class``, else the form) checks
    input; its validated data goes to the Resource's ``create``/``update``.
    ``values``: names of the list's members with the paths of ``values()``; the list then
    skips instances and serializers (for lists of millions). ``with_bulk``: adds
    ``POST …/bulk/``.
    """

    resource: ClassVar[Any] = None
    serializer_class: ClassVar[type[BaseSerializer[Any]] | None] = None
    write_serializer_class: ClassVar[type[BaseSerializer[Any]] | None] = None
    values: ClassVar[Mapping[str, str]] = {}
    with_bulk: ClassVar[bool] = False
    pagination_class = CursorPagination
    action: Any

    @classmethod
    def declared(cls) -> Resource:
        """The one registered object of this Resource."""
        if isinstance(cls.resource, Resource):
            return cls.resource
        try:
            known = resource_of(cls.resource.slug)
        except KeyError:
            known = None
        cls.resource = known if type(known) is cls.resource else cls.resource()
        return cls.resource

    @classmethod
    def operations(cls) -> set[str]:
        """The operations that exist: what the Resource allows and has a service for."""
        declared, kind = cls.declared(), type(cls.declared())
        found = {"list", "retrieve"}
        if declared.can_add and kind.create is not Resource.create:
            found |= {"create", "bulk_create"} if cls.with_bulk else {"create"}
        if declared.can_change and kind.update is not Resource.update:
            found.add("partial_update")
        if declared.can_delete and kind.delete is not Resource.delete:
            found.add("destroy")
        return found

    @property
    def count_limit(self) -> int:
        return self.declared().count_limit

    # -- what the base asks

    def required_right(self) -> str | None:
        return self.declared().right(VERBS[self.action]) if self.action in VERBS else None

    def has_method(self, request: Request) -> bool:
        return self.action in self.operations()

    def known_parameters(self) -> Iterable[str]:
        if self.action != "list":
            return self.query_parameters
        declared = self.declared()
        search = {"search"} if declared.is_searchable else set()
        filters = parameters.filter_names(declared.filterset)
        return {*parameters.PAGING, *search, *filters, *self.query_parameters}

    # -- reading

    def get_queryset(self) -> QuerySet[Any]:
        """All rows that exist for the actor."""
        return self.declared().queryset(self.actor)

    def filtered(self, given: Mapping[str, Any]) -> QuerySet[Any]:
        """The rows that the list's parameters match. Raises ``ValidationError``."""
        return filtered(self.declared(), self.get_queryset(), given, self.request)

    def page_key(self) -> Hashable | None:
        """Names the rows of an unfiltered list; None where they are asked for anew."""
        if self.values or not parameters.PAGING.issuperset(self.request.query_params):
            return None
        same = self.declared().same_rows_for(self.actor)
        return None if same is None else (type(self), self.actor.firm_id, same)

    def page_ordering(self) -> Sequence[str]:
        """The paths of ``order_by`` that ``?ordering=`` asks for, else the Resource's."""
        raw = self.request.query_params.get("ordering")
        if raw is None:
            return self.declared().ordering
        sortable = self.sortable()
        paths: list[str] = []
        for name in raw.split(","):
            bare = name.removeprefix("-")
            if bare not in sortable:
                text = _("Bu alana göre sıralanamaz. Sıralanabilenler: %(known)s.")
                detail = ErrorDetail(text % {"known": ", ".join(sortable)}, "invalid_choice")
                raise ValidationError({"ordering": [detail]})
            paths += [_turned(path) if bare != name else path for path in sortable[bare]]
        return paths

    @classmethod
    def sortable(cls) -> dict[str, list[str]]:
        """Names for ``?ordering=`` and the paths behind them."""
        return {
            generic.column_name(column): (
                [column.order_by] if isinstance(column.order_by, str) else list(column.order_by)
            )
            for column in cls.declared().columns
            if column.order_by
        }

    def get_object(self) -> Any:
        """The row of the path. Raises ``NotFound`` also for a row that the actor may not see."""
        row = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise NotFound(_("Kayıt bulunamadı."))
        return row

    def list(self, request: Request) -> Response:
        paginator = self.pagination_class()
        rows = self.filtered(request.query_params)
        if self.values:
            rows = as_values(rows, self.values)
            return paginator.get_paginated_response(
                paginator.paginate_queryset(rows, request, self)
            )
        page = paginator.paginate_queryset(rows, request, self)
        self.declared().looked(self.actor, page)
        return paginator.get_paginated_response(plain.rows(self.reader(None), page))

    def retrieve(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        self.declared().looked(self.actor, [row])
        return Response(self.reader(row).data)

    # -- writing

    def create(self, request: Request) -> Response:
        row = self.declared().create(self.actor, self.read_input(request.data))
        location = request.build_absolute_uri(f"{request.path}{row.pk}/")
        return Response(
            self.reader(row).data, status.HTTP_201_CREATED, headers={"Location": location}
        )

    def bulk_create(self, request: Request) -> Response:
        shape = BulkRows(data=request.data)
        bulk.refuse_too_many(request.data.get("rows") if isinstance(request.data, dict) else None)
        shape.is_valid(raise_exception=True)
        return Response(bulk.each(request, shape.validated_data["rows"], self._create_one))

    def _create_one(self, row: Any) -> int:
        return int(self.declared().create(self.actor, self.read_input(row)).pk)

    def partial_update(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        changed = self.declared().update(self.actor, row, self.read_input(request.data, row))
        return Response(self.reader(changed if changed is not None else self.get_object()).data)

    def destroy(self, request: Request, pk: str) -> Response:
        self.declared().delete(self.actor, self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    # -- shapes

    def reader(self, rows: Any, *, many: bool = False) -> BaseSerializer[Any]:
        return self.get_read_class()(rows, many=many, context={"request": self.request})

    def get_read_class(self) -> type[BaseSerializer[Any]]:
        return self.serializer_class or generic.read_serializer(self.declared())

    def get_write_class(self) -> type[BaseSerializer[Any]] | None:
        if self.write_serializer_class or self.serializer_class:
            return self.write_serializer_class or self.serializer_class
        form = self.declared().form
        return generic.write_serializer(form) if form else None

    def read_input(self, given: Any, row: Any | None = None) -> Mapping[str, Any]:
        """Checked input for a service. Raises ``ValidationError``."""
        own = self.write_serializer_class or self.serializer_class
        if own is not None:
            serializer = own(
                row, data=given, partial=row is not None, context={"request": self.request}
            )
            serializer.is_valid(raise_exception=True)
            return serializer.validated_data
        declared = self.declared()
        if declared.form is None:
            raise MethodNotAllowed(str(self.request.method))
        initial = declared.initial_of(row) if row is not None else {}
        return cleaned(declared.form, given, initial, **declared.form_kwargs(self.actor, row))


class BulkRows(StrictSerializer):
    """The body of ``POST …/bulk/``."""

    rows = ListField(child=DictField(), min_length=1, max_length=bulk.MAX_ROWS)


def filtered(
    resource: Resource, rows: QuerySet[Any], given: Mapping[str, Any], request: Request
) -> QuerySet[Any]:
    """``rows`` that the list's filters and ``search`` match. Raises ``ValidationError``."""
    if resource.filterset is not None and _asks_to_filter(resource.filterset, given):
        parameters.refuse_unclear_flags(resource.filterset, given)
        filterset = resource.filterset(data=given, queryset=rows, request=request._request)
        if not filterset.is_valid():
            raise ValidationError(choices.of_form(filterset.form))
        rows = filterset.qs
    text = given.get("search")
    if "\x00" in str(text):  # PostgreSQL's text cannot hold it
        raise ValidationError({"search": [ErrorDetail(_("Aranan metin okunamadı."), "invalid")]})
    return resource.search(rows, str(text)) if text and resource.is_searchable else rows


def _asks_to_filter(filterset: Any, given: Mapping[str, Any]) -> bool:
    """Whether a filter has a say; without one, building all of them would change no row."""
    if any(declared.extra.get("required") for declared in filterset.base_filters.values()):
        return True
    return not parameters.filter_names(filterset).isdisjoint(given)


def as_values(rows: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
    """``rows`` as dicts with exactly these members."""
    pk = rows.model._meta.pk.name
    paths = {name: pk if path == "pk" else path for name, path in values.items()}
    plain = [name for name, path in paths.items() if name == path]
    named = {name: F(path) for name, path in paths.items() if name != path}
    return rows.values(*plain, **named)


def _turned(path: str) -> str:
    return path[1:] if path.startswith("-") else f"-{path}"

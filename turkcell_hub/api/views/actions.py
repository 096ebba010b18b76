"""Actions of a Resource as REST calls: ``POST /api/v1/<slug>/actions/<code>/``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers, status
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from turkcell_hub.api import parameters
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.views.base import HubAPIView
from turkcell_hub.api.views.forms import cleaned
from turkcell_hub.api.views.resource import filtered
from turkcell_hub.errors import Conflict, NotFound
from turkcell_hub.resources import Action, ActionKind, Resource, Selection
from turkcell_hub.resources.forms import offered
from turkcell_hub.resources.selection import MAX_IDS


class ListActionInput(StrictSerializer):
    """The body of an action on the list itself."""

    dry_run = serializers.BooleanField(
        default=False, help_text="true: hiçbir şey yapma, yalnız kaç kayıt olduğunu söyle."
    )
    data = serializers.DictField(required=False, help_text="İşlemin kendi alanları.")  # type: ignore[assignment]


class RowActionInput(ListActionInput):
    """The body of an action on exactly one record."""

    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1), min_length=1, max_length=1
    )


class BulkActionInput(ListActionInput):
    """``ids`` or ``all_matching`` with the list's own ``filters``."""

    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        min_length=1,
        max_length=MAX_IDS,
        required=False,
    )
    all_matching = serializers.BooleanField(default=False)
    filters = serializers.DictField(required=False, help_text="Listenin sorgu parametreleri.")
    excluded = serializers.ListField(
        child=serializers.IntegerField(min_value=1), max_length=MAX_IDS, required=False
    )

    # What the schema cannot see in the fields.
    schema_extra: ClassVar[dict[str, Any]] = {
        "oneOf": [
            {"required": ["ids"], "properties": {"all_matching": {"const": False}}},
            {
                "required": ["all_matching"],
                "properties": {"all_matching": {"const": True}},
                "not": {"required": ["ids"]},
            },
        ]
    }


INPUTS: dict[ActionKind, type[ListActionInput]] = {
    ActionKind.LIST: ListActionInput,
    ActionKind.ROW: RowActionInput,
    ActionKind.BULK: BulkActionInput,
}


class ActionAnswer(serializers.Serializer):
    """What an action answers; a ``dry_run`` answers ``count`` and ``confirm`` alone."""

    message = serializers.CharField(required=False)
    touched = serializers.IntegerField(required=False)
    job_id = serializers.IntegerField(required=False, allow_null=True)
    data = serializers.DictField(required=False)  # type: ignore[assignment]
    count = serializers.IntegerField(required=False)
    confirm = serializers.CharField(required=False, allow_null=True)


class ResourceActionView(HubAPIView):
    """One action of one Resource; refusals of rows that were named stop the whole call."""

    resource: ClassVar[Resource]
    declared_action: ClassVar[Action]
    http_method_names = ["post"]

    def required_right(self) -> str | None:
        return self.declared_action.right if self.request.method == "POST" else None

    def post(self, request: Request) -> Response:
        given = self._given(request.data)
        rows = self._rows(given)
        data = self._data(given.get("data", {}))
        if given["dry_run"]:
            return Response(self._announcement(rows))
        run = self.declared_action.run
        assert run is not None, "an action without a call has no route"  # noqa: S101
        result = run(self.actor, rows, data)
        body = {
            "message": str(result.message),
            "touched": result.touched,
            "job_id": result.job_id,
            "data": dict(result.data),
        }
        return Response(body, status.HTTP_202_ACCEPTED if result.job_id else status.HTTP_200_OK)

    def _given(self, body: Any) -> dict[str, Any]:
        shape = INPUTS[self.declared_action.kind](data=body)
        shape.is_valid(raise_exception=True)
        given: dict[str, Any] = shape.validated_data
        if self.declared_action.kind is not ActionKind.BULK:
            return given
        if ("ids" in given) is given["all_matching"]:
            raise _wrong("ids", _("ids ya da all_matching gönderin (yalnız biri)."))
        for name in ("filters", "excluded"):
            if given.get(name) and not given["all_matching"]:
                raise _wrong(name, _("Bu alan yalnız all_matching ile kullanılır."))
        return given

    def _rows(self, given: Mapping[str, Any]) -> QuerySet[Any]:
        everything = self.resource.queryset(self.actor)
        if self.declared_action.kind is ActionKind.LIST:
            return everything.none()
        if not given.get("all_matching"):
            return self._named(everything, given["ids"])
        # Who may not read the list learns nothing of it by asking how many rows a filter finds.
        self.actor.require(self.resource.right("view"))
        filters = given.get("filters", {})
        parameters.refuse_unknown(filters, self._filter_names())
        matching = filtered(self.resource, everything, filters, self.request)
        selection = Selection(
            all_matching=True, filters=filters, excluded=given.get("excluded", ())
        )
        return selection.of(matching, everything)

    def _filter_names(self) -> Iterable[str]:
        search = {"search"} if self.resource.is_searchable else set()
        return parameters.filter_names(self.resource.filterset) | search

    def _named(self, everything: QuerySet[Any], ids: list[int]) -> QuerySet[Any]:
        rows = Selection(ids=ids).of(everything, everything)
        found = {row.pk: row for row in rows}
        missing = sorted(set(ids) - set(found))
        if missing:
            raise NotFound(
                _("Kayıt bulunamadı: %(ids)s.") % {"ids": ", ".join(map(str, missing[:20]))},
                field="ids",
                extra={"ids": missing},
            )
        self._refuse_unfit(found)
        return rows

    def _refuse_unfit(self, found: Mapping[int, Any]) -> None:
        refusal = self.declared_action.refusal
        if refusal is None:
            return
        refused = [
            {"id": pk, "reason": str(reason)}
            for pk, row in found.items()
            if (reason := refusal(self.actor, row))
        ]
        if refused:
            raise Conflict(
                _(
                    "Seçilen kayıtların bazıları bu işleme uygun değil;"
                    " nedenleri extra.refused içinde."
                ),
                code="action_refused",
                field="ids",
                extra={"refused": refused},
            )

    def _data(self, given: Mapping[str, Any]) -> dict[str, Any]:
        form = self.declared_action.form
        if form is not None:
            try:
                return cleaned(form, given, {}, **offered(form, self.actor))
            except ValidationError as error:
                raise ValidationError({"data": error.detail}) from None
        if given:
            raise _wrong("data", _("Bu işlemin ek alanı yok."))
        return {}

    def _announcement(self, rows: QuerySet[Any]) -> dict[str, Any]:
        count = rows.count()
        confirm = self.declared_action.confirm
        text = str(confirm(self.actor, count)) if confirm else None
        return {"count": count, "confirm": text}


def _wrong(field: str, text: str) -> ValidationError:
    return ValidationError({field: [ErrorDetail(text, "invalid")]})

"""OpenAPI from the code: what every operation has in common is said here once."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers

from turkcell_hub.api import generic
from turkcell_hub.api.bulk import MAX_ROWS
from turkcell_hub.api.schema_parameters import list_parameters
from turkcell_hub.api.serializers import Strict, StrictSerializer
from turkcell_hub.resources import Resource

PROBLEM = "application/problem+json"
_SUMMARIES = {
    "list": "{title}: liste",
    "retrieve": "{singular}: tek kayıt",
    "create": "{singular}: ekle",
    "bulk_create": "{singular}: toplu ekle",
    "partial_update": "{singular}: değiştir",
    "destroy": "{singular}: sil",
}
_REFUSALS = {
    "400": "Geçersiz istek: alan, parametre veya gövde",
    "401": "Anahtar yok ya da geçersiz",
    "403": "Yetki yok",
    "404": "Kayıt yok",
    "409": "Kaydın durumu uygun değil ya da aynı Idempotency-Key ile istek sürüyor",
    "413": "İstek çok büyük",
    "415": "Gövde türü desteklenmiyor",
    "422": "Idempotency-Key başka bir gövde ile kullanılmış",
    "429": "Çok fazla istek; Retry-After kadar bekleyin",
}
_IDEMPOTENCY = OpenApiParameter(
    name="Idempotency-Key",
    location=OpenApiParameter.HEADER,
    required=False,
    type={"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    description=(
        "Aynı anahtar ve aynı gövde ikinci kez gönderilirse işlem yinelenmez, ilk yanıt döner"
        " (Idempotent-Replayed: true). Anahtarlar 48 saat saklanır."
    ),
    examples=[OpenApiExample("Sipariş numarası", value="siparis-2026-000123")],
)


class ProblemField(serializers.Serializer):
    """One wrong field."""

    field = serializers.CharField(allow_null=True)
    code = serializers.CharField()
    detail = serializers.CharField()
    detail_en = serializers.CharField()


class Problem(serializers.Serializer):
    """Every error, as application/problem+json (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="Değişmez; programlar buna bakar.")
    detail = serializers.CharField(help_text="Türkçe açıklama.")
    detail_en = serializers.CharField()
    field = serializers.CharField(allow_null=True)
    errors = ProblemField(many=True)  # type: ignore[assignment]
    request_id = serializers.CharField()
    extra = serializers.DictField()


class BulkRowAnswer(serializers.Serializer):
    """What became of one row."""

    index = serializers.IntegerField()
    status = serializers.IntegerField()
    id = serializers.IntegerField(required=False)
    problem = Problem(required=False)


class BulkAnswer(serializers.Serializer):
    """What became of each row of a bulk call."""

    results = BulkRowAnswer(many=True)
    succeeded = serializers.IntegerField()
    failed = serializers.IntegerField()


class HubAutoSchema(AutoSchema):
    """Knows Resources, actions, problems, paging and ``Idempotency-Key``."""

    view: Any

    @property
    def _resource(self) -> Resource | None:
        if hasattr(self.view, "declared"):
            found: Resource = self.view.declared()
            return found
        return getattr(self.view, "resource", None)

    @property
    def _action(self) -> Any:
        return getattr(self.view, "declared_action", None)

    @property
    def _verb(self) -> str | None:
        return getattr(self.view, "action", None) if self._resource and not self._action else None

    def _is_list_view(self, serializer: Any = None) -> bool:
        if self._resource is not None:
            return self._verb == "list"
        return bool(super()._is_list_view(serializer))

    def get_tags(self) -> list[str]:
        resource = self._resource
        return [str(resource.title)] if resource else super().get_tags()

    def get_operation_id(self) -> str:
        resource = self._resource
        if resource is None:
            return str(super().get_operation_id())
        verb = f"actions_{self._action.code}" if self._action else self._verb
        return f"{resource.slug}_{verb}".replace("-", "_").replace("/", "_")

    def get_summary(self) -> str | None:
        resource = self._resource
        if resource is None:
            return super().get_summary()
        if self._action:
            return f"{resource.title}: {self._action.label}"
        names = {"title": resource.title, "singular": resource.singular}
        return _SUMMARIES[str(self._verb)].format(**names)

    def get_description(self) -> str:  # type: ignore[override]
        right = self._right()
        return f"Gereken yetki: `{right}`." if right else ""

    def _right(self) -> str | None:
        if self._action:
            return str(self._action.right)
        if self._verb and self._resource:
            from turkcell_hub.api.views.resource import VERBS

            return self._resource.right(VERBS[self._verb])
        return getattr(self.view, "rights", {}).get(self.method)

    def get_override_parameters(self) -> list[Any]:
        found = list(super().get_override_parameters())
        if self.method == "POST" and getattr(self.view, "idempotent", False):
            found.append(_IDEMPOTENCY)
        if self._verb == "list" and self._resource:
            found += list_parameters(self._resource, self.view.sortable())
        return found

    def get_request_serializer(self) -> Any:
        if self._action:
            return _action_input(self.view)
        if self._verb is None:
            return super().get_request_serializer()
        if self._verb == "bulk_create":
            return _bulk_input(self.view)
        if self._verb in ("create", "partial_update"):
            return self.view.get_write_class()
        return None

    def get_response_serializers(self) -> Any:
        if self._action:
            from turkcell_hub.api.views.actions import ActionAnswer

            return {200: ActionAnswer, 202: ActionAnswer}
        if self._verb is None:
            return super().get_response_serializers()
        if self._verb == "bulk_create":
            return {200: BulkAnswer}
        if self._verb == "destroy":
            return {204: None}
        return {201 if self._verb == "create" else 200: self.view.get_read_class()}

    def _map_serializer_field(
        self, field: Any, direction: str, bypass_extensions: bool = False
    ) -> dict[str, Any]:
        """Columns speak in the words of their kind; decimals are text with a digit at least."""
        if isinstance(field, generic.Cell):
            words = super()._map_serializer_field(field.words, direction, bypass_extensions)
            nullable = [words["type"], "null"] if isinstance(words.get("type"), str) else None
            told = {"type": nullable} if nullable else {}
            return {**words, **told, "readOnly": True, "description": str(field.help_text)}
        schema: dict[str, Any] = super()._map_serializer_field(field, direction, bypass_extensions)
        if isinstance(field, serializers.DecimalField) and "pattern" in schema:
            places = field.decimal_places or 0
            whole = max((field.max_digits or 19) - places, 1)
            schema["pattern"] = (
                rf"^-?(?:\d{{1,{whole}}}(?:\.\d{{0,{places}}})?|\.\d{{1,{places}}})$"
            )
        return schema

    def _get_serializer_field_meta(self, field: Any, direction: str) -> dict[str, Any]:
        """A model's name for the field is what it means; DRF's label spells it with the capitals
        of English (Iş, Izin)."""
        meta: dict[str, Any] = super()._get_serializer_field_meta(field, direction)
        if meta.pop("title", None) and "description" not in meta:
            model = getattr(getattr(field.parent, "Meta", None), "model", None)
            named = {one.name: one for one in model._meta.fields} if model else {}
            if field.source in named:
                meta["description"] = str(named[field.source].verbose_name)
        return meta

    def _map_basic_serializer(self, serializer: Any, direction: str) -> dict[str, Any]:
        """Without our docstrings (they speak to programmers of the portal)."""
        schema: dict[str, Any] = super()._map_basic_serializer(serializer, direction)
        schema.pop("description", None)
        if direction == "request" and isinstance(serializer, Strict):
            schema["additionalProperties"] = False
            schema |= getattr(serializer, "schema_extra", {})
        return schema

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        problem = self.resolve_serializer(Problem, "response").ref
        for status in self._refusals():
            operation["responses"].setdefault(
                status,
                {"description": _REFUSALS[status], "content": {PROBLEM: {"schema": problem}}},
            )
        operation["responses"]["default"] = {
            "description": "Beklenmeyen hata",
            "content": {PROBLEM: {"schema": problem}},
        }
        return operation

    def _refusals(self) -> list[str]:
        found = ["400", "429"]
        if not getattr(self.view, "public", False):
            found += ["401", "403"]
        if "{" in self.path or self.method in ("POST", "PATCH", "PUT"):
            found.append("404")
        if self.method not in ("GET", "HEAD"):
            found.append("409")
        if self.method in ("POST", "PATCH", "PUT"):
            found += ["413", "415"]
        if self.method == "POST":
            found.append("422")
        return sorted(found)


def _action_input(view: Any) -> Any:
    """The selection, as this kind of action takes it, and the action's own form."""
    from turkcell_hub.api.views.actions import INPUTS

    action = view.declared_action
    members: dict[str, Any] = {"data": None}
    if action.form is not None:
        is_needed = any(field.required for field in action.form.base_fields.values())
        made = generic.write_serializer(action.form)
        # An action's own address may take a body of the same name in another shape.
        named = type(f"{type(view).__name__}Data", (made,), {})
        members["data"] = named(required=is_needed)
    return type(f"{type(view).__name__}Input", (INPUTS[action.kind],), members)


def _bulk_input(view: Any) -> Any:
    row = view.get_write_class()
    rows = serializers.ListField(child=row(), min_length=1, max_length=MAX_ROWS)
    return type(f"{type(view).__name__}Bulk", (StrictSerializer,), {"rows": rows})

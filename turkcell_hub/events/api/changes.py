"""The change feed by program."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView
from turkcell_hub.errors import Invalid
from turkcell_hub.events.selectors import feed


@extend_schema_serializer(component_name="FeedChange")
class ChangeShape(serializers.Serializer):
    type = serializers.CharField(source="kind", help_text="erp_account, subscriber …")
    id = serializers.IntegerField(source="object_id")
    deleted = serializers.BooleanField(help_text="true: sizin için böyle bir kayıt yok (artık).")
    at = serializers.DateTimeField()
    url = serializers.SerializerMethodField(help_text="Kaydın adresi.")

    def get_url(self, change: feed.Change) -> str:
        return f"/api/v1/{change.path}"


@extend_schema_serializer(component_name="FeedChanges")
class ChangesShape(serializers.Serializer):
    results = ChangeShape(many=True)
    next = serializers.CharField(help_text="Bir sonraki sorunun `after` değeri; saklayın.")
    has_more = serializers.BooleanField(help_text="true: hemen yeniden sorun.")


class ChangesView(HubAPIView):
    """What changed since ``after``, each record once, deleted ones as tombstones."""

    rights = {"GET": "events.feed.view"}
    query_parameters = ("after", "limit", "kind")

    @told(
        "Değişiklik akışı",
        "events.feed.view",
        tag=str(_("Değişiklik akışı")),
        name="changes_list",
        text="`after` olmadan baştan başlar. Aynı kayıt çok kez değiştiyse bir kez, son haliyle"
        " gelir; ne kadar ara verirseniz verin sonunda eşit olursunuz. Yalnız yetkinizdeki türler"
        " gelir.",
        responses={200: ChangesShape},
        parameters=(
            OpenApiParameter("after", {"type": "string"}, description="Önceki yanıttaki next."),
            OpenApiParameter(
                "limit", {"type": "integer", "minimum": 1, "maximum": feed.MOST}, description="100"
            ),
            OpenApiParameter("kind", {"type": "string"}, description="Virgülle ayrılmış türler."),
        ),
    )
    def get(self, request: Request) -> Response:
        given: Any = request.query_params
        kinds = [kind for kind in str(given.get("kind", "")).split(",") if kind]
        found = feed.page(self.actor, given.get("after", ""), _limit(given), kinds)  # type: ignore[arg-type]
        shown = {"results": found.changes, "next": found.next, "has_more": found.has_more}
        return Response(ChangesShape(shown).data)


def _limit(given: Any) -> int:
    raw = str(given.get("limit", "100"))
    if not (raw.isascii() and raw.isdigit() and len(raw) < 5 and 1 <= int(raw) <= feed.MOST):
        raise Invalid(
            _("1 ile %(most)d arasında bir sayı gönderin.") % {"most": feed.MOST}, field="limit"
        )
    return int(raw)

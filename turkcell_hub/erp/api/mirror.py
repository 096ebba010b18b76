"""The mirror by program: read a kind of card, bring cards, say which are gone."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from turkcell_hub.api import bulk, problems
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.erp.api import shapes
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import Freshness
from turkcell_hub.erp.resources.mirror import RESOURCES, MirrorResource
from turkcell_hub.erp.services import mirror
from turkcell_hub.tenancy.models import Firm

NOUNS = {
    MirrorKind.ACCOUNT: "accounts",
    MirrorKind.CONTACT: "contacts",
    MirrorKind.PERSON: "personnel",
    MirrorKind.SERVICE_CARD: "service_cards",
    MirrorKind.PROJECT: "projects",
    MirrorKind.WORKPLACE: "workplaces",
}


class _Mirrored:
    """A card that is deleted here is gone from the ERP: a tombstone stays."""

    kind: MirrorKind
    can_delete = True

    def right(self, verb: str) -> str:
        return mirror.RIGHT if verb == "delete" else f"erp.mirror.{verb}"

    def delete(self, actor: Any, row: Any) -> None:
        mirror.retire(Firm.objects.get(pk=actor.firm_id), self.kind, [row.pk], actor)


class BulkView(HubAPIView):
    """Adds and changes cards, each row answering for itself."""

    kind: ClassVar[MirrorKind]
    rights = {"POST": mirror.RIGHT}

    def answer(self, request: Request) -> Response:
        body: Any = request.data
        bulk.refuse_too_many(body.get("rows") if isinstance(body, dict) else None)
        shape = shapes.RowsInput(data=body)
        shape.is_valid(raise_exception=True)
        actor: Any = self.actor
        firm = Firm.objects.get(pk=actor.firm_id)
        results = mirror.upsert(firm, self.kind, shape.validated_data["rows"], actor)
        failed = sum(result.problem is not None for result in results)
        described = lambda error: problems.describe(error, request._request)  # noqa: E731
        return Response(
            {
                "results": [shapes.answer_of(result, described) for result in results],
                "succeeded": len(results) - failed,
                "failed": failed,
                "at": Freshness.objects.get(kind=self.kind).refreshed_at,
            }
        )


class UnseenView(HubAPIView):
    """Ends a full refresh: what the ERP did not name since its beginning is gone."""

    kind: ClassVar[MirrorKind]
    rights = {"POST": mirror.RIGHT}

    def answer(self, request: Request) -> Response:
        shape = shapes.UnseenInput(data=request.data)
        shape.is_valid(raise_exception=True)
        actor: Any = self.actor
        firm = Firm.objects.get(pk=actor.firm_id)
        since = shape.validated_data["since"]
        return Response({"retired": mirror.retire_unseen(firm, self.kind, since, actor)})


def _post() -> Any:
    """A method of its own for each view: what the schema says of one holds for it alone."""

    def post(self: Any, request: Request) -> Response:
        found: Response = self.answer(request)
        return found

    return post


def _viewset(declared: type[MirrorResource]) -> type[ResourceViewSet]:
    noun = NOUNS[declared.kind]
    rest: Any = type(f"Rest{declared.__name__}", (_Mirrored, declared), {"slug": f"erp/{noun}"})
    members = {"resource": rest(), "serializer_class": shapes.SHAPES[declared.kind]}
    return type(f"{declared.__name__}ViewSet", (ResourceViewSet,), members)


def _bulk(declared: type[MirrorResource]) -> type[BulkView]:
    noun = NOUNS[declared.kind]
    described = told(
        f"{declared.title}: toplu gönder",
        mirror.RIGHT,
        tag=str(declared.title),
        name=f"erp_{noun}_bulk",
        text="Bir çağrıda en çok 500 kart. Kodu bilinen kart güncellenir, yenisi eklenir; aynı"
        " satırlar yeniden gönderilebilir. Her satırın sonucu ayrıdır.",
        request=shapes.RowsInput,
        responses={200: shapes.RowsAnswer},
    )(_post())
    members = {"kind": declared.kind, "post": described, "__doc__": BulkView.__doc__}
    return type(f"{declared.__name__}Bulk", (BulkView,), members)


def _unseen(declared: type[MirrorResource]) -> type[UnseenView]:
    noun = NOUNS[declared.kind]
    described = told(
        f"{declared.title}: tam yenilemeyi bitir",
        mirror.RIGHT,
        tag=str(declared.title),
        name=f"erp_{noun}_retire_unseen",
        text="Tam yenilemede adı geçmeyen kartlar kapatılır. Kartların yarısından çoğu"
        " kapanacaksa `erp_retires_most` ile reddedilir.",
        request=shapes.UnseenInput,
        responses={200: shapes.UnseenAnswer},
    )(_post())
    members = {"kind": declared.kind, "post": described, "__doc__": UnseenView.__doc__}
    return type(f"{declared.__name__}Unseen", (UnseenView,), members)


VIEWSETS = tuple(_viewset(declared) for declared in RESOURCES)
VIEWS: dict[str, type[HubAPIView]] = {}
for _declared in RESOURCES:
    VIEWS[f"erp/{NOUNS[_declared.kind]}/bulk/"] = _bulk(_declared)
    VIEWS[f"erp/{NOUNS[_declared.kind]}/retire_unseen/"] = _unseen(_declared)

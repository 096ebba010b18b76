"""İYS onayları over REST: query, single and bulk add, history, check, changes (issue 4, 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from iys_consent import gate, key_limits
from iys_consent.api import evidence, shapes
from iys_consent.filtersets import brands_of
from iys_consent.message_types import MessageType
from iys_consent.models import (
    Channel,
    ConsentAddress,
    ConsentMovement,
    ConsentRecord,
    Origin,
    RecipientType,
    Status,
)
from iys_consent.permissions import CHECK, VIEW
from iys_consent.rules import readable_address
from iys_consent.search import search_addresses
from iys_consent.selectors import history, verdicts
from iys_consent.services import changes, proposals
from iys_consent.words import SOURCE_CHOICES
from turkcell_hub.api.routers import register
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.resources import Column, Resource
from turkcell_hub.resources.filters import ScopedChoiceFilter

TAG = "İYS Onayları"
MAX_CHANGES = 500


class RecordFilter(filters.FilterSet):
    channel = filters.ChoiceFilter(choices=Channel.choices)
    status = filters.ChoiceFilter(choices=Status.choices)
    recipient_type = filters.ChoiceFilter(choices=RecipientType.choices)
    source = filters.ChoiceFilter(choices=SOURCE_CHOICES)
    consented = filters.DateFromToRangeFilter(field_name="consented_at")
    brand = ScopedChoiceFilter(queryset=brands_of)

    class Meta:
        model = ConsentRecord
        fields = ("channel", "status", "recipient_type", "source", "consented", "brand")


class Consents(Resource):
    """One record a channel, as the registry counts them."""

    slug = "consents"
    model = ConsentRecord
    title = gettext_lazy("İYS Onayları")
    singular = gettext_lazy("İzin")
    rights = "iys.consent"
    columns: ClassVar[Any] = (Column("recipient", gettext_lazy("Alıcı"), kind="phone"),)
    filterset = RecordFilter
    can_change = can_delete = False

    def queryset(self, actor: Any) -> QuerySet[Any]:
        rows = ConsentRecord.objects.exclude(status="").select_related("brand", "address")
        return key_limits.narrow(actor, actor.visible(rows))

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return queryset.filter(
            address__in=search_addresses(ConsentAddress.objects.all(), text).values("pk")
        )

    def create(self, actor: Any, data: Mapping[str, Any]) -> ConsentRecord:
        given = dict(data)
        channel = given.pop("channel")
        brand = proposals.brand_of(actor, given.pop("brand"))
        dealer = proposals.dealer_of(actor, brand, given.pop("dealer", None))
        consent = proposals.Consent(
            dealer=dealer, brand=brand, address=given.pop("recipient"), channels=[channel], **given
        )
        outcome = changes.add(actor, consent, Origin.API)
        found: ConsentRecord = self.queryset(actor).get(address=outcome.address, channel=channel)
        return found


class ConsentViewSet(ResourceViewSet):
    resource = Consents()
    serializer_class = shapes.ConsentShape
    write_serializer_class = shapes.ConsentInput
    with_bulk = True


class HistoryView(HubAPIView):
    """Every movement of one record's key."""

    rights = {"GET": VIEW}

    @told(
        "İzin geçmişi",
        VIEW,
        tag=TAG,
        text="O alıcının bu kanaldaki bütün hareketleri, en yenisi önce. Hiçbiri silinmez.",
        name="consents_history",
        responses={200: shapes.HistoryShape},
    )
    def get(self, request: Request, pk: int) -> Response:
        record = Consents().queryset(self.actor).filter(pk=pk).first()
        if record is None:
            raise NotFound(_("Kayıt bulunamadı."))
        lines = history.of_address(self.actor, record.address)  # type: ignore[arg-type]
        movements = [line.movement for line in lines if line.movement.channel == record.channel]
        return Response({"results": _moves(request, movements)})


class CheckView(HubAPIView):
    """May this one address be written to now? All that an AHS may ask (Y-030)."""

    rights = {"POST": CHECK}
    idempotent = False

    @told(
        "Tekil izin sorgusu",
        CHECK,
        tag=TAG,
        text="Bir alıcıya bu marka adına ticari ileti gidebilir mi? Yanıt, gönderimde sorulan"
        " kuralın ta kendisidir. Yalnız bu yetkiyi taşıyan anahtar (AHS) başka hiçbir adresi"
        " kullanamaz; öteki adresler 403 yanıtlar.",
        name="consents_check",
        request=shapes.CheckInput,
        responses={200: shapes.CheckShape},
    )
    def post(self, request: Request) -> Response:
        shape = shapes.CheckInput(data=request.data)
        shape.is_valid(raise_exception=True)
        asked = shape.validated_data
        brand = proposals.brand_of(self.actor, asked["brand"])  # type: ignore[arg-type]
        key_limits.require_channels(self.actor, [_channel_of(asked)])  # type: ignore[arg-type]
        read = readable_address(asked["recipient"])
        if read is None:
            raise Invalid(
                _("Telefonu +90… biçiminde ya da geçerli bir e-posta adresi gönderin."),
                code="recipient_invalid",
                field="recipient",
            )
        dealer = proposals.dealer_of(self.actor, brand, asked.get("dealer"))  # type: ignore[arg-type]
        question = gate.Question(
            message_class=gate.COMMERCIAL,
            firm_id=self.actor.firm_id,
            brand_id=brand.pk,
            channel=_channel_of(asked),
            dealer_id=dealer.pk if dealer else None,
        )
        verdict = verdicts.ask(question, read[1], asked["recipient_type"]).verdict
        return Response(
            {
                "allowed": verdict.goes,
                "verdict": verdict.name,
                "text": str(verdict.label),
                "checked_at": timezone.now(),
            }
        )


class ChangesView(HubAPIView):
    """Movements in their order, to be read from a place on."""

    rights = {"GET": VIEW}
    query_parameters = ("after", "limit")

    @told(
        "İzin değişiklikleri",
        VIEW,
        tag=TAG,
        text="Bütün hareketler oluştukları sırayla. Yanıttaki `after`i saklayıp bir sonraki"
        " çağrıda gönderin: uzun süre çağırmamış olsanız da hiçbir değişiklik atlanmaz. Hareket"
        " silinmez ve değişmez.",
        name="consents_changes",
        responses={200: shapes.ChangesShape},
        parameters=shapes.FEED,
    )
    def get(self, request: Request) -> Response:
        after = _whole(request, "after", 0, 2**63 - 1)
        limit = _whole(request, "limit", 100, MAX_CHANGES)
        rows = self.actor.visible(ConsentMovement.objects.filter(seq__gt=after))  # type: ignore[attr-defined]
        movements = list(rows.select_related("brand").order_by("seq")[:limit])
        last = movements[-1].seq if movements else after
        more = len(movements) == limit
        return Response({"after": last, "has_more": more, "results": _moves(request, movements)})


def _channel_of(asked: Mapping[str, Any]) -> str:
    """Raises ``Invalid`` where channel and message_type say different things."""
    wanted = MessageType(asked.get("message_type") or MessageType.SMS).channel.value
    given = asked.get("channel") or wanted
    if "message_type" in asked and given != wanted:
        raise Invalid(
            _("Bu ileti türü için %(channel)s kanalının izni gerekir.") % {"channel": wanted},
            code="channel_mismatch",
            field="channel",
        )
    return str(given)


def _moves(request: Request, movements: Sequence[ConsentMovement]) -> Any:
    return shapes.MovementShape(movements, many=True, context={"request": request}).data


def _whole(request: Request, name: str, default: int, most: int) -> int:
    raw = request.query_params.get(name)
    if raw is None:
        return default
    if not raw.isascii() or not raw.isdigit() or len(raw) > 19 or int(raw) > most:
        text = _("0 ile %(most)d arasında bir tam sayı gönderin.") % {"most": most}
        raise ValidationError({name: [ErrorDetail(text, "invalid")]})
    return int(raw)


def register_all() -> None:
    """Called once, from ``IysConsentConfig.ready``."""
    register(ConsentViewSet)
    register(HistoryView, "consents/<int:pk>/history/")
    register(CheckView, "consents/check/")
    register(ChangesView, "consents/changes/")
    register(evidence.EvidenceView, "consents/evidence/")

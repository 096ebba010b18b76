"""Onay İste (ViA): consents that İYS itself asks the citizen for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from iys_consent import queue_rights
from iys_consent.filtersets import brands_of
from iys_consent.models import Channel, RecipientType, ViaConsent, ViaState, ViaWay
from iys_consent.services import via
from turkcell_hub.portal.forms import HubForm, LookupField
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.resources.filters import ScopedChoiceFilter

BADGES = {
    ViaState.DONE: "success",
    ViaState.REFUSED: "danger",
    ViaState.FAILED: "danger",
    ViaState.EXPIRED: "warning",
    ViaState.UNCLEAR: "warning",
}


class ViaForm(HubForm):
    brand = LookupField("brands", label=_("Marka"), help_text=_("Onayın verileceği marka."))
    address = forms.CharField(
        label=_("Alıcı"),
        max_length=265,
        help_text=_("Cep telefonu (0532 …) veya e-posta adresi; soru buraya gider."),
        error_messages={"required": _("Telefon numarası veya e-posta yazın.")},
    )
    channels = forms.MultipleChoiceField(
        label=_("Onay Tipi"),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("En az bir onay tipi seçin.")},
        help_text=_("Telefon için Arama ve Mesaj, e-posta adresi için E-posta."),
    )
    way = forms.ChoiceField(
        label=_("Nasıl onaylayacak?"),
        choices=ViaWay.choices,
        initial=ViaWay.CODE.value,
        widget=forms.RadioSelect,
    )
    recipient_type = forms.ChoiceField(
        label=_("Alıcı Tipi"),
        choices=RecipientType.choices,
        initial=RecipientType.INDIVIDUAL.value,
    )
    first_name = forms.CharField(label=_("Alıcı Adı"), max_length=60, required=False)
    last_name = forms.CharField(
        label=_("Alıcı Soyadı"),
        max_length=60,
        required=False,
        help_text=_("Ad ve soyad yalnız burada durur, İYS'ye gönderilmez."),
    )


class ViaFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("Durum"), choices=ViaState.choices)
    way = django_filters.ChoiceFilter(label=_("Nasıl"), choices=ViaWay.choices)
    created_at = django_filters.DateFromToRangeFilter(label=_("Tarih"))
    brand = ScopedChoiceFilter(label=_("Marka"), queryset=brands_of)

    class Meta:
        model = ViaConsent
        fields = ("state", "way", "created_at", "brand")


def _again(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    made = via.again(actor, rows.select_related("brand").get())
    return ActionResult(
        _("Soru yeniden gönderiliyor."),
        url=reverse("via-consent-code", args=[made.pk]),
        touched=1,
        data={"id": made.pk},
    )


ACTIONS = (
    Action(
        "code",
        _("Kodu gir, durumu gör"),
        queue_rights.VIA_ADD,
        ActionKind.ROW,
        icon="key",
        url=lambda row: reverse("via-consent-code", args=[row.pk]),
        rest=False,
    ),
    Action(
        "again",
        _("Yeniden iste"),
        queue_rights.VIA_ADD,
        ActionKind.ROW,
        run=_again,
        icon="refresh",
        refusal=lambda _actor, row: via.again_refusal(row),
    ),
)


@register
class ViaResource(Resource):
    slug = "via-consents"
    model = ViaConsent
    title = _("İYS'den Onay İsteme (ViA)")
    singular = _("ViA ile onay")
    rights = "iys.via"
    section = "operations"
    icon = "user-check"
    menu_order = 59
    hides_rows = True
    filterset = ViaFilter
    ordering = ("-pk",)
    form = ViaForm
    actions = ACTIONS
    can_change = can_delete = False
    columns = (
        Column("recipient", _("Alıcı"), kind="phone", primary=True),
        Column(
            "channels",
            _("Onay tipi"),
            value=lambda row: ", ".join(str(Channel(one).label) for one in row.channels),
        ),
        Column("state", _("Durum"), kind="state", badge=lambda raw: BADGES.get(raw, "info")),
        Column("text", _("Açıklama"), said=True),
        Column("way", _("Nasıl"), hidden=True),
        Column("brand.name", _("Marka")),
        Column("created_at", _("İsteme"), kind="datetime", order_by="pk"),
        Column("finished_at", _("Bitiş"), kind="datetime", hidden=True),
        Column("started_by", _("İsteyen")),
        Column("request_id", _("İYS istek no"), hidden=True),
        Column("code", _("Kod"), hidden=True),
    )
    empty_title = _("Henüz onay istenmedi")
    empty_text = _(
        "İYS alıcıya kendi kodunu gönderir; alıcı kodu söyleyince onay İYS'ye kaydedilir ve"
        " ispat yükü İYS'ye geçer. Bunun için İYS hesabınızda ViA form numarası gerekir."
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return actor.visible(ViaConsent.objects.select_related("brand"))

    def label_of(self, row: ViaConsent) -> str:
        return f"{row.started_by}: {row}"

    def create(self, actor: Any, data: Mapping[str, Any]) -> ViaConsent:
        return via.start(actor, data)

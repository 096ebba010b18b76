"""İYS'den Alma and İYS Mutabakatı: how the two sides are kept equal."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from iys_consent.models import DayState, RegistryCursor, RegistryDay
from turkcell_hub.resources import Column, Resource, register

_BADGES = {
    DayState.AGREED: "success",
    DayState.REPAIRED: "warning",
    DayState.DIFFERENT: "danger",
    DayState.WAITING: "info",
}


class DayFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("Durum"), choices=DayState.choices)

    class Meta:
        model = RegistryDay
        fields = ("state",)


@register
class RegistryDayResource(Resource):
    slug = "registry-days"
    model = RegistryDay
    title = _("İYS Mutabakatı")
    singular = _("Mutabakat Günü")
    rights = "iys.registry"
    section = "reports"
    icon = "scale"
    menu_order = 62
    hides_rows = True
    filterset = DayFilter
    ordering = ("-day", "-pk")
    can_add = can_change = can_delete = False
    columns = (
        Column("day", _("Gün"), kind="date", order_by="day", primary=True),
        Column("brand.name", _("Marka")),
        Column("state", _("Durum"), kind="state", badge=lambda raw: _BADGES.get(raw, "secondary")),
        Column("ours", _("Bizdeki hareket"), kind="number"),
        Column("theirs", _("İYS'deki hareket"), kind="number"),
        Column("missing", _("Bizde eksikti"), kind="number"),
        Column("unknown", _("İYS'de yok"), kind="number"),
        Column("note", _("Açıklama"), said=True),
        Column("checked_at", _("Karşılaştırma"), kind="datetime"),
        Column("their_hash", _("İYS özeti (SHA-384)"), hidden=True),
    )
    empty_title = _("Henüz karşılaştırılmış gün yok")
    empty_text = _(
        "Etkin bir İYS hesabı olunca her gece biten gün İYS ile karşılaştırılır: sayılar, özet"
        " ve fark varsa İYS'nin dosyası."
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return actor.visible(RegistryDay.objects.select_related("brand"))


@register
class RegistryCursorResource(Resource):
    slug = "registry-feeds"
    model = RegistryCursor
    title = _("İYS'den Alma")
    singular = _("İYS'den Alma")
    rights = "iys.registry"
    section = "reports"
    icon = "transfer-in"
    menu_order = 63
    hides_rows = True
    ordering = ("brand__name", "-from_registry")
    can_add = can_change = can_delete = False
    columns = (
        Column("brand.name", _("Marka"), primary=True),
        Column(
            "side",
            _("Hareketler"),
            value=lambda row: (
                _("Vatandaşın İYS'de yaptıkları")
                if row.from_registry
                else _("Firmanızın bildirdikleri")
            ),
        ),
        Column("taken", _("Alınan hareket"), kind="number"),
        Column("read_at", _("Son okuma"), kind="datetime"),
        Column("next_at", _("Sonraki okuma"), kind="datetime"),
        Column("error", _("Hata"), said=True),
    )
    empty_title = _("İYS henüz okunmadı")
    empty_text = _("Etkin bir İYS hesabı olunca her marka için İYS'deki hareketler alınır.")

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return actor.visible(RegistryCursor.objects.select_related("brand"))

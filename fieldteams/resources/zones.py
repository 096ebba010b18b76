"""Bölgeler and their entries and exits (L-030, L-031)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fieldteams import wording
from fieldteams.filtersets import phones_of
from fieldteams.forms import UsedCodes, clock, days, offer_codes
from fieldteams.models import FieldPhone, ViewLog, Zone, ZoneVisit
from fieldteams.services import viewing, zones
from fieldteams.views.base import drawn, map_config
from messaging.forms.base import RecordForm, authority_code
from messaging.search import search_folded
from turkcell_hub.erp.models import Account
from turkcell_hub.portal.forms import LookupField, LookupMultipleField
from turkcell_hub.resources import Column, Resource, register
from turkcell_hub.resources.filters import ScopedChoiceFilter
from turkcell_hub.tenancy.actor import Actor

_INITIAL = (
    "name", "shape", "latitude", "longitude", "radius", "rings", "team", "account",
    "authority_code", "active_days", "active_from", "active_until", "alert_enter", "alert_leave",
    "operator_watch", "is_active",
)  # fmt: skip


class RingsField(forms.CharField):
    """Corners as "enlem boylam", one a line; an empty line begins a hole. Cleans to rings of
    [longitude, latitude]; REST may give the rings themselves."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n\n".join(
            "\n".join(f"{lat:.6f} {lon:.6f}" for lon, lat in ring[:-1]) for ring in value
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        rings: list[list[list[float]]] = [[]]
        for line in str(value or "").strip().splitlines():
            if not line.strip():
                rings.append([])
                continue
            parts = line.replace(";", " ").replace(",", ".").split()
            try:
                latitude, longitude = (float(part) for part in parts)
            except ValueError:
                raise forms.ValidationError(
                    _("“%(line)s” okunamadı; her satıra “38,42 27,14” gibi enlem ve boylam yazın."),
                    params={"line": line.strip()[:40]},
                ) from None
            rings[-1].append([longitude, latitude])
        return [ring for ring in rings if ring]


class ZoneForm(RecordForm):
    name = forms.CharField(label=_("Bölge adı"), max_length=80)
    shape = forms.ChoiceField(
        label=_("Biçim"),
        choices=Zone.Shape.choices,
        initial=Zone.Shape.CIRCLE,
        widget=forms.Select(attrs={"data-shows": "shape"}),
    )
    latitude = forms.FloatField(
        label=_("Merkezin enlemi"),
        required=False,
        widget=forms.NumberInput(attrs={"data-shown-for": "shape=DAIRE"}),
        help_text=_("Haritada çizince kendiliğinden yazılır; elle de yazabilirsiniz."),
    )
    longitude = forms.FloatField(
        label=_("Merkezin boylamı"),
        required=False,
        widget=forms.NumberInput(attrs={"data-shown-for": "shape=DAIRE"}),
    )
    radius = forms.FloatField(
        label=_("Yarıçap (m)"),
        required=False,
        widget=forms.NumberInput(attrs={"data-shown-for": "shape=DAIRE"}),
    )
    rings = RingsField(
        label=_("Köşeler"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "data-shown-for": "shape=POLIGON"}),
        help_text=_("Her satıra bir köşe: enlem boylam. Boş satırdan sonrası bir deliktir."),
    )
    team = forms.CharField(
        label=_("Ekip (özel kodu)"),
        max_length=30,
        required=False,
        widget=UsedCodes,
        help_text=_("Yalnız bu özel koddaki numaralar için. Boşsa herkes için."),
    )
    account = LookupField(
        "erp-accounts",
        label=_("Müşteri"),
        required=False,
        help_text=_("Seçilirse buradaki duruşlar o müşterinin ziyareti sayılır."),
    )
    active_days = days(_("Etkin günler"))
    active_from = clock(_("Etkin başlangıç"), _("Boşsa gün boyu."))
    active_until = clock(_("Etkin bitiş"))
    alert_enter = forms.BooleanField(label=_("Girişte SMS gönder"), required=False)
    alert_leave = forms.BooleanField(label=_("Çıkışta SMS gönder"), required=False)
    alert_to = LookupMultipleField("subscribers", label=_("SMS alacaklar"), required=False)
    operator_watch = forms.BooleanField(
        label=_("Operatör de izlesin"),
        required=False,
        help_text=_(
            "Giriş ve çıkışı operatör de bildirir (yalnız daire). Yarıçap Takip Kuralları'ndaki"
            " değerden küçükse operatörde o değer kullanılır."
        ),
    )
    authority_code = authority_code()
    is_active = forms.BooleanField(label=_("Etkin"), required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        offer_codes(self.fields["team"], actor)
        held = self.initial.get("account")
        if actor is not None and held and not _customers(actor).filter(pk=_pk(held)).exists():
            del self.fields["account"]  # who may not see the customer leaves him as he is


def _customers(actor: Actor) -> QuerySet[Any]:
    return actor.visible(Account.objects.all())


def _pk(value: Any) -> Any:
    return getattr(value, "pk", value)


class ZoneFilter(filters.FilterSet):
    shape = filters.ChoiceFilter(label=_("Biçim"), choices=Zone.Shape.choices)
    team = filters.CharFilter(label=_("Ekip (özel kodu)"))
    is_active = filters.BooleanFilter(label=_("Etkin"))

    class Meta:
        model = Zone
        fields = ("shape", "team", "is_active")


@register
class ZoneResource(Resource):
    slug = "zones"
    model = Zone
    title = _("Bölgeler")
    singular = _("Bölge")
    rights = "fieldteams.zone"
    section = "records"
    icon = "target"
    menu_order = 21
    hides_rows = True
    columns = (
        Column("name", _("Bölge adı"), order_by="sort_key", primary=True),
        Column("shape", _("Biçim")),
        Column("size", _("Yarıçap ya da köşe"), value=lambda row: size_of(row)),
        Column("hours", _("Etkin saatler"), value=lambda row: wording.hours(row.hours)),
        Column("team", _("Ekip (özel kodu)")),
        Column("alerts", _("SMS"), value=lambda row: alerts_of(row)),
        Column("operator_watch", _("Operatör izliyor"), kind="boolean", hidden=True),
        Column("authority_code", _("Yetki kodu"), hidden=True),
        Column("is_active", _("Etkin"), kind="boolean"),
    )
    filterset = ZoneFilter
    ordering = ("sort_key",)
    form = ZoneForm
    detail_template = "fieldteams/zone.html"
    empty_title = _("İlk bölgenizi tanımlayın")
    empty_text = _(
        "Depo, şube ya da müşteri çevresini daire veya çokgen olarak tanımlayın; kimin ne zaman"
        " girip çıktığını görün, isterseniz SMS ile haber alın."
    )
    search_placeholder = _("Bölge adı ara")

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return actor.visible(Zone.objects.select_related("authority_code", "account"))

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return search_folded(queryset, text)

    def initial_of(self, row: Zone) -> dict[str, Any]:
        known = {name: getattr(row, name) for name in _INITIAL}
        return {**known, "alert_to": list(row.alert_to.values_list("pk", flat=True))}

    def create(self, actor: Actor, data: Mapping[str, Any]) -> Zone:  # type: ignore[override]
        return zones.save(actor, None, data)

    def update(self, actor: Actor, row: Zone, data: Mapping[str, Any]) -> Zone:  # type: ignore[override]
        return zones.save(actor, row, data)

    def delete(self, actor: Actor, row: Zone) -> None:  # type: ignore[override]
        zones.delete(actor, row)

    def detail(self, actor: Actor, row: Zone) -> dict[str, Any]:  # type: ignore[override]
        payload = {
            **map_config(), "people": [], "routes": [], "zones": [drawn(row)], "live": False,
            "target": None, "fit": True,
        }  # fmt: skip
        return {"payload": payload}


def size_of(row: Zone) -> str:
    if row.radius is not None:
        return wording.distance(row.radius)
    corners, holes = len(row.rings[0]) - 1 if row.rings else 0, max(len(row.rings) - 1, 0)
    said = ngettext("%(n)d köşe", "%(n)d köşe", corners) % {"n": corners}
    if not holes:
        return said
    return said + ", " + ngettext("%(n)d delik", "%(n)d delik", holes) % {"n": holes}


def alerts_of(row: Zone) -> str:
    said = [_("giriş")] * row.alert_enter + [_("çıkış")] * row.alert_leave
    return ", ".join(map(str, said))


def zones_of(request: object) -> QuerySet[Any]:
    rows = phones_of(request)  # none where no firm is in scope
    if rows.query.is_empty():
        return QuerySet(Zone).none()
    actor = getattr(request, "actor", None)
    found = Zone.objects.order_by("sort_key")
    return found if actor is None else actor.visible(found)


class VisitFilter(filters.FilterSet):
    zone = ScopedChoiceFilter(label=_("Bölge"), queryset=zones_of)
    phone = ScopedChoiceFilter(label=_("Kişi"), queryset=phones_of)
    entered = filters.DateFromToRangeFilter(label=_("Giriş"), field_name="entered_at")
    inside = filters.BooleanFilter(
        label=_("Hâlâ içeride"), field_name="left_at", lookup_expr="isnull"
    )

    class Meta:
        model = ZoneVisit
        fields = ("zone", "phone", "entered", "inside")


@register
class ZoneVisitResource(Resource):
    slug = "zone-events"
    model = ZoneVisit
    title = _("Bölge Giriş/Çıkışları")
    singular = _("Bölge Giriş/Çıkışı")
    rights = "fieldteams.visit"
    section = "reports"
    icon = "history"
    menu_order = 51
    hides_rows = True
    can_add = can_change = can_delete = False
    columns = (
        Column("zone", _("Bölge"), primary=True),
        Column("phone", _("Kişi"), value=lambda row: str(row.phone)),
        Column("entered_at", _("Giriş"), kind="datetime", order_by=("entered_at", "pk")),
        Column("left_at", _("Çıkış"), kind="datetime"),
        Column("span", _("İçeride"), value=lambda row: span_of(row)),
    )
    filterset = VisitFilter
    ordering = ("-entered_at", "-pk")
    empty_title = _("Henüz giriş ya da çıkış yok")
    empty_text = _("Bölge tanımladıktan sonra gelen konumlar değerlendirilir.")

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        rows = ZoneVisit.objects.select_related("zone", "phone")
        if actor.code_ids is None:
            return rows
        return rows.filter(
            zone__in=actor.visible(Zone.objects.all()),
            phone__in=actor.visible(FieldPhone.objects.all()),
        )

    def looked(self, actor: Actor, rows: Iterable[Any], *, as_file: bool = False) -> None:  # type: ignore[override]
        """A stay says where somebody was: the person reads who looked (idea 11)."""
        if isinstance(rows, QuerySet):
            ids = set(rows.order_by().values_list("phone_id", flat=True).distinct())
        else:
            ids = {row.phone_id for row in rows}
        viewing.note(actor, ids, ViewLog.What.EXPORT if as_file else ViewLog.What.REPORT)

    def label_of(self, row: ZoneVisit) -> str:
        return f"{row.zone}: {row.phone}"


def span_of(row: ZoneVisit) -> str:
    until = row.left_at or row.last_at
    return wording.span((until - row.entered_at).total_seconds())

"""Ekip Mobil Telefon Numaraları and İzleme Talepleri (L-032 … L-039)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fieldteams import actions, badges, wording
from fieldteams.filtersets import FieldPhoneFilter, TrackingRequestFilter
from fieldteams.forms import FieldPhoneForm, TrackingRulesForm
from fieldteams.models import FieldPhone, TrackingRequest, TrackingRules
from fieldteams.services import phones, rules
from messaging.search import phone_digits
from turkcell_hub.lib import phone as numbers
from turkcell_hub.lib import turkish
from turkcell_hub.portal import cells
from turkcell_hub.resources import Column, Resource, register
from turkcell_hub.tenancy.actor import Actor

_INITIAL = (
    "description", "special_code", "authority_code", "subscriber", "person", "device_id",
    "work_days", "work_from", "work_until", "off_days", "poll_minutes", "is_active",
)  # fmt: skip


def search(rows: QuerySet[Any], text: str, key: str = "search_key") -> QuerySet[Any]:
    """Turkish letters in any case (ı/İ safe, L-034), numbers in any spelling."""
    digits = phone_digits(text)
    for word in [digits] if digits else turkish.fold(text).split():
        rows = rows.filter(**{f"{key}__contains": word})
    return rows


@register
class FieldPhoneResource(Resource):
    slug = "field-phones"
    model = FieldPhone
    title = _("Ekip Mobil Telefon Numaraları")
    singular = _("Ekip Mobil Telefon Numarası")
    rights = "fieldteams.phone"
    section = "records"
    icon = "device-mobile"
    menu_order = 20
    hides_rows = True
    columns = (
        Column("description", _("Açıklaması"), value=str, order_by="sort_key", primary=True),
        Column("phone", _("Telefon numarası"), kind="phone", order_by="phone"),
        Column("special_code", _("Özel kodu"), order_by=("special_code", "sort_key")),
        Column("authority_code", _("Yetki kodu"), order_by=("authority_code__code", "sort_key")),
        Column(
            "state", _("İzleme durumu"), kind="state", badge=badges.of_state,
            order_by=("state", "sort_key"),
        ),
        Column("state_at", _("Durum tarihi"), kind="datetime", order_by="state_at", hidden=True),
        Column("checked_at", _("Son sorgu"), kind="datetime", order_by="checked_at"),
        Column("hours", _("İzleme saatleri"), value=lambda row: wording.hours(row.shift)),
        Column("seen", _("Son konum"), kind="datetime", value=lambda row: seen_at(row)),
        Column("subscriber", _("Kişi"), hidden=True),
        Column("person", _("Personel kartı"), hidden=True),
        Column("device_id", _("Cihaz kimliği"), hidden=True),
        Column(
            "state_note", _("Durum notu"), hidden=True,
            value=lambda row: wording.note(row.state_note),
        ),
        Column("is_active", _("Etkin"), kind="boolean", hidden=True),
    )  # fmt: skip
    filterset = FieldPhoneFilter
    ordering = ("sort_key",)
    form = FieldPhoneForm
    actions = actions.PHONES
    empty_title = _("Ekibinizin ilk numarasını ekleyin")
    empty_text = _(
        "Sahada çalışanların numaralarını ekleyip izleme talebi gönderin. Onaylayanlar haritada,"
        " yalnız mesai saatlerinde görünür."
    )
    search_placeholder = _("Açıklama, numara veya özel kod ara")
    in_global_search = True

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        rows = FieldPhone.objects.select_related("authority_code", "subscriber", "person", "latest")
        return actor.visible(rows)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return search(queryset, text)

    def label_of(self, row: FieldPhone) -> str:
        return str(row)

    def initial_of(self, row: FieldPhone) -> dict[str, Any]:
        known = {name: getattr(row, name) for name in _INITIAL}
        return {**known, "phone": numbers.format_national(row.phone)}

    def create(self, actor: Actor, data: Mapping[str, Any]) -> FieldPhone:  # type: ignore[override]
        return phones.save(actor, None, data)

    def update(self, actor: Actor, row: FieldPhone, data: Mapping[str, Any]) -> FieldPhone:  # type: ignore[override]
        return phones.save(actor, row, data)

    def delete(self, actor: Actor, row: FieldPhone) -> None:  # type: ignore[override]
        phones.delete(actor, row)


def seen_at(row: FieldPhone) -> Any:
    latest = getattr(row, "latest", None)
    return latest.at if latest is not None else None


@register
class TrackingRequestResource(Resource):
    slug = "tracking-requests"
    model = TrackingRequest
    title = _("İzleme Talepleri")
    singular = _("İzleme Talebi")
    rights = "fieldteams.request"
    section = "operations"
    icon = "user-check"
    menu_order = 51
    hides_rows = True
    can_add = can_change = can_delete = False
    columns = (
        Column("phone", _("Kime"), value=lambda row: str(row.phone), primary=True),
        Column("number", _("Telefon numarası"), kind="phone", value=lambda row: row.phone.phone),
        Column("state", _("Durum"), kind="state", badge=badges.of_state),
        Column("asked_by", _("İsteyen")),
        Column("asked_at", _("İstenme"), kind="datetime", order_by="pk"),
        Column("seen_at", _("Açılma"), kind="datetime", hidden=True),
        Column("answered_at", _("Yanıt"), kind="datetime"),
        Column("valid_until", _("Geçerlilik sonu"), kind="datetime"),
        Column("expires_at", _("Son yanıt"), kind="datetime", hidden=True),
        Column("hours", _("İzleme saatleri"), hidden=True),
        Column("note", _("Not"), value=lambda row: wording.note(row.note), hidden=True),
        Column("notice", _("Aydınlatma metni"), hidden=True),
        Column("proof", _("Kanıt"), value=lambda row: proof_of(row), hidden=True),
    )
    filterset = TrackingRequestFilter
    ordering = ("-pk",)
    empty_title = _("İzleme talebi yok")
    empty_text = _(
        "Ekip Mobil Telefon Numaraları listesinde numaraları seçip “İzleme Talebi Gönder” deyin."
    )

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        mine = actor.visible(FieldPhone.objects.all())
        rows = TrackingRequest.objects.select_related("phone")
        return rows if actor.code_ids is None else rows.filter(phone__in=mine)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return search(queryset, text, "phone__search_key")

    def label_of(self, row: TrackingRequest) -> str:
        return f"{row.phone}, {cells.day(row.asked_at)}"


_PROOF = {
    "opened_from": _("açılan adres"),
    "answer": _("yanıt"),
    "answered_from": _("yanıtlanan adres"),
    "answered_at": _("yanıt zamanı"),
    "notice_sha256": _("metnin özeti (SHA-256)"),
    "withdrawn_from": _("geri alınan adres"),
    "withdrawn_at": _("geri alma zamanı"),
}


def proof_of(row: TrackingRequest) -> str:
    """What shows the answer, in one line."""
    known = [(label, row.proof[name]) for name, label in _PROOF.items() if row.proof.get(name)]
    return "; ".join(f"{label}: {value}" for label, value in known)


@register
class TrackingRulesResource(Resource):
    slug = "tracking-rules"
    model = TrackingRules
    title = _("Takip Kuralları")
    singular = _("Takip Kuralı")
    rights = "fieldteams.rules"
    section = "settings"
    icon = "shield-lock"
    menu_order = 66
    can_change = can_delete = False
    ordering = ("-valid_from",)
    form = TrackingRulesForm
    columns = (
        Column(
            "valid_from", _("Geçerlilik başlangıcı"), kind="date", order_by="valid_from",
            primary=True,
        ),
        Column("stale_minutes", _("Eskime (dk)"), kind="number"),
        Column("poll_minutes", _("Sorgu aralığı (dk)"), kind="number"),
        Column("request_days", _("Talep süresi (gün)"), kind="number"),
        Column("consent_days", _("Onay süresi (gün)"), kind="number"),
        Column("retention_days", _("Saklama (gün)"), kind="number"),
        Column("late_hours", _("Geç kabul (saat)"), kind="number", hidden=True),
        Column("max_accuracy", _("Bölgede en çok yanılma (m)"), kind="number", hidden=True),
        Column("theft_hours", _("Çalıntı modu (saat)"), kind="number", hidden=True),
        Column("theft_agree_hours", _("Çalıntı onayı (saat)"), kind="number", hidden=True),
        Column("job_at_once", _("İş: birlikte sorulan"), kind="number", hidden=True),
        Column("job_answer_minutes", _("İş: yanıt (dk)"), kind="number", hidden=True),
        Column("job_rounds", _("İş: en çok tur"), kind="number", hidden=True),
        Column("fence_radius", _("Operatör bölgesi en az (m)"), kind="number", hidden=True),
        Column("notice", _("Aydınlatma metni"), hidden=True),
        Column("created_by", _("Ekleyen")),
    )  # fmt: skip
    empty_title = _("Ürünün başlangıç kuralları geçerli")
    empty_text = _(
        "Aydınlatma metnini, onayın süresini ve konumların saklama süresini değiştirmek için bir"
        " kural ekleyin; seçtiğiniz günden başlayarak geçerli olur."
    )

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return actor.visible(TrackingRules.objects.all())

    def create(self, actor: Actor, data: Mapping[str, Any]) -> TrackingRules:  # type: ignore[override]
        return rules.add(actor, data)

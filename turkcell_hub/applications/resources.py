"""Başvurular: the list, and one application with its services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from turkcell_hub.applications.catalogue import KNOWN_CHOICES
from turkcell_hub.applications.forms import ApplicationForm, ReopenServiceForm, WithdrawForm
from turkcell_hub.applications.models import Application
from turkcell_hub.applications.services import applying
from turkcell_hub.applications.states import ItemState, badge
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register

_CHANGE = "applications.application.change"


class ApplicationFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=__("Durum"), field_name="items__state", choices=ItemState.choices, distinct=True
    )
    service = django_filters.MultipleChoiceFilter(
        label=__("Hizmet"), field_name="items__service", choices=KNOWN_CHOICES, distinct=True
    )

    class Meta:
        model = Application
        fields = ("state", "service")


def _withdraw(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    row = applying.withdraw(actor, rows.get(), data.get("reason", ""))
    row = Application.objects.get(pk=row.pk)
    if not row.is_open:
        return ActionResult(_("Başvuru geri çekildi."), touched=1)
    return ActionResult(_("Operatörden iptali istendi; sonucu durumda görünür."), touched=1)


def _resend(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    applying.resend(actor, rows.get())
    return ActionResult(_("Başvuru yeniden iletiliyor."), touched=1)


def _reopen(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
    item = applying.item_of(rows.get(), data["service"])
    applying.reopen(actor, item, data["note"])
    return ActionResult(_("Yeniden açıldı: %(name)s") % {"name": item.name}, touched=1)


def _not_to_reopen(_actor: Any, row: Application) -> str | None:
    if any(item.state == ItemState.CREDENTIALS for item in row.items.all()):
        return None
    return _("Bilgileri beklenen bir hizmet yok.")


def _ended(_actor: Any, row: Application) -> str | None:
    return None if row.is_open else _("Bu başvuru sona erdi.")


def _not_to_send(_actor: Any, row: Application) -> str | None:
    if row.sent_at is not None:
        return _("Bu başvuru operatöre iletildi.")
    if any(item.state == ItemState.AWAITING for item in row.items.all()):
        return _("Bu başvuru iş akışıyla onaylanıyor; onaylanınca operatöre iletilir.")
    return _ended(_actor, row)


ACTIONS = (
    Action("resend", __("Yeniden ilet"), _CHANGE, ActionKind.ROW, run=_resend, icon="refresh",
           refusal=_not_to_send),
    Action("reopen", __("Hizmeti yeniden aç"), _CHANGE, ActionKind.ROW, run=_reopen,
           icon="arrow-back-up", form=ReopenServiceForm, refusal=_not_to_reopen),
    Action("withdraw", __("Geri çek"), _CHANGE, ActionKind.ROW, run=_withdraw, icon="x",
           danger=True, form=WithdrawForm, refusal=_ended,
           confirm=lambda _a, _n: _("Başvurunun sonuçlanmamış hizmetleri iptal edilsin mi?")),
)  # fmt: skip


@register
class ApplicationResource(Resource):
    slug = "applications"
    model = Application
    title = __("Başvurular")
    singular = __("Başvuru")
    rights = "applications.application"
    section = "applications"
    icon = "send"
    menu_order = 10
    filterset = ApplicationFilter
    form = ApplicationForm
    actions = ACTIONS
    can_change = False
    can_delete = False
    detail_template = "applications/application.html"
    columns = (
        Column("reference", __("Başvuru no"), primary=True),
        Column("services", __("Hizmetler")),
        Column("states", __("Durum")),
        Column("payment_type", __("Ödeme türü")),
        Column("contact", __("Yetkili")),
        Column("created_at", __("Başvuru zamanı"), kind="datetime", order_by="pk"),
        Column("sent_at", __("İletim zamanı"), kind="datetime"),
        Column("operator_id", __("Operatör no")),
        Column("by_label", __("Başvuran"), hidden=True),
        Column("note", __("Not"), hidden=True),
    )
    empty_title = __("Henüz başvuru yok")
    empty_text = __(
        "Toplu SMS, OTP, Ekip Mobil gibi hizmetlere buradan başvurun; başvurunuz doğrudan"
        " operatörün hizmet merkezine gider."
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return Application.objects.prefetch_related("items")

    def create(self, actor: Any, data: Mapping[str, Any]) -> Application:
        return applying.apply(actor, data)

    def detail(self, actor: Any, row: Application) -> dict[str, Any]:
        items = [(one, badge(one.state)) for one in row.items.all()]
        return {"items": items, "awaits": any(one.state == ItemState.AWAITING for one, _b in items)}

"""Web Hizmeti Bağlantıları (L-016), with the button that tries one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from otp.forms.approvals import ConnectionForm
from otp.models import Connection
from otp.permissions import SETUP
from otp.services import connections
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register


def _try(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    note = connections.try_connection(actor, rows.select_related("account").get())
    return ActionResult(note, touched=1)


def _link_everybody(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    count = connections.link_everybody(actor, rows.get())
    return ActionResult(_("%(count)d kullanıcı bağlandı.") % {"count": count}, touched=count)


def _works(row: Connection) -> str:
    if row.works is None:
        return _("Denenmedi")
    return _("Çalışıyor") if row.works else _("Çalışmıyor")


@register
class ConnectionResource(Resource):
    slug = "otp-connections"
    model = Connection
    title = __("Web Hizmeti Bağlantıları")
    singular = __("Web Hizmeti Bağlantısı")
    rights = "otp.setup"
    section = "settings"
    icon = "plug-connected"
    menu_order = 53
    ordering = ("name", "pk")
    form = ConnectionForm
    empty_title = __("Henüz bağlantı yok")
    empty_text = __("OTP kodlarının hangi hesaptan gideceğini tanımlayıp “Bağlantıyı dene” deyin.")
    columns = (
        Column("name", __("Bağlantı adı"), primary=True, order_by="name"),
        Column("account.name", __("OTP hesabı"), order_by="account__name"),
        Column("works", __("Durum"), value=_works),
        Column("note", __("Sonuç"), said=True),
        Column("tried_at", __("Son deneme"), kind="datetime", order_by="tried_at"),
        Column("people", __("Kullanıcı"), kind="number"),
        Column("is_active", __("Etkin"), kind="boolean"),
    )
    actions = (
        Action("try", __("Bağlantıyı dene"), SETUP, ActionKind.ROW, _try, "plug-connected"),
        Action(
            "link-everybody",
            __("Bağlantısı olmayan herkese ver"),
            SETUP,
            ActionKind.ROW,
            _link_everybody,
            "users",
            confirm=lambda _actor, _count: _(
                "Bağlantısı olmayan bütün etkin kullanıcılar kodlarını bu bağlantıdan alacak."
            ),
        ),
    )

    def right(self, verb: str) -> str:
        return f"{self.rights}.{'view' if verb == 'view' else 'change'}"

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return super().queryset(actor).select_related("account").annotate(people=Count("users"))

    def initial_of(self, row: Connection) -> dict[str, Any]:
        return {"name": row.name, "account": row.account_id, "is_active": row.is_active}

    def create(self, actor: Any, data: Mapping[str, Any]) -> Connection:
        return connections.save(actor, None, data)

    def update(self, actor: Any, row: Connection, data: Mapping[str, Any]) -> Connection:
        return connections.save(actor, row, data)

    def delete(self, actor: Any, row: Connection) -> None:
        connections.delete(actor, row)

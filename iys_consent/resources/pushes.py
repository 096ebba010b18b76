"""İYS Bildirimleri: brands whose movements İYS tells at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from iys_consent.models import PushPlace, PushState
from iys_consent.queue_rights import PUSH_CHANGE
from iys_consent.services import push_places
from turkcell_hub.portal.forms import HubForm, LookupField
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register

_BADGES = {PushState.ON: "success", PushState.FAILED: "danger", PushState.OFF: "secondary"}


class PushForm(HubForm):
    brand = LookupField(
        "brands",
        label=__("Marka"),
        help_text=__("Vatandaşın İYS'deki seçimleri bu marka için anında bildirilir."),
    )


def _do(do: Callable[[Any, PushPlace], object], said: Any) -> Callable[..., ActionResult]:
    def run(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
        do(actor, rows.select_related("brand").get())
        return ActionResult(said, touched=1)

    return run


@register
class PushPlaceResource(Resource):
    slug = "push-places"
    model = PushPlace
    title = __("İYS Bildirimleri")
    singular = __("İYS Bildirimi")
    rights = "iys.push"
    section = "settings"
    icon = "bell-ringing"
    menu_order = 66
    hides_rows = True
    ordering = ("brand__name", "pk")
    form = PushForm
    can_change = can_delete = False
    actions = (
        Action(
            "check", __("Şimdi denetle"), PUSH_CHANGE, ActionKind.ROW, icon="refresh",
            run=_do(push_places.check, __("İYS'ye soruluyor; sayfayı birazdan yenileyin.")),
            refusal=lambda _actor, row: None if row.wanted else _("Bildirim kapalı; önce açın."),
        ),
        Action(
            "turn-on", __("Aç"), PUSH_CHANGE, ActionKind.ROW, icon="bell-ringing",
            run=_do(
                lambda actor, row: push_places.turn_on(actor, row.brand),
                __("Bildirim İYS'ye kaydediliyor."),
            ),
            refusal=lambda _actor, row: _("Bildirim zaten açık.") if row.wanted else None,
        ),
        Action(
            "turn-off", __("Kapat"), PUSH_CHANGE, ActionKind.ROW, icon="ban",
            danger=True,
            run=_do(
                lambda actor, row: push_places.turn_off(actor, row.brand),
                __("Bildirim İYS'den siliniyor; hareketler saatte bir alınır."),
            ),
            refusal=lambda _actor, row: None if row.wanted else _("Bildirim zaten kapalı."),
            confirm=lambda _actor, _count: _(
                "Vatandaşın İYS'deki seçimleri artık anında değil, saatte bir alınacak."
                " Kapatılsın mı?"
            ),
        ),
    )  # fmt: skip
    columns = (
        Column("brand.name", __("Marka"), primary=True),
        Column("state", __("Durum"), kind="state", badge=lambda raw: _BADGES.get(raw, "info")),
        Column("note", __("Açıklama"), said=True),
        Column("since", __("İYS'de kayıt"), kind="datetime"),
        Column("checked_at", __("Son denetim"), kind="datetime"),
        Column("repaired", __("Onarım"), kind="number"),
        Column("asked_by", __("İsteyen"), hidden=True),
    )
    empty_title = __("Anında bildirim kapalı")
    empty_text = __(
        "Vatandaşın İYS'deki seçimleri saatte bir alınır. Anında gelmesi için bildirimleri İYS"
        " desteğe açtırın, söylenen bağlantı türünü İYS hesabına yazın ve markayı buraya ekleyin."
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return actor.visible(PushPlace.objects.select_related("brand"))

    def create(self, actor: Any, data: Mapping[str, Any]) -> PushPlace:
        return push_places.turn_on(actor, data["brand"])

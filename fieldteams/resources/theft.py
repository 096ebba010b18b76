"""Çalıntı modları: asked, agreed by two people, ended."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from fieldteams import badges, permissions
from fieldteams.filtersets import phones_of
from fieldteams.models import FieldPhone, TheftAgreement, TheftWatch
from fieldteams.services import theft
from turkcell_hub.portal import cells
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.resources.filters import ScopedChoiceFilter
from turkcell_hub.tenancy.actor import Actor


class TheftFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("Durum"), choices=TheftWatch.State.choices)
    phone = ScopedChoiceFilter(label=_("Telefon"), queryset=phones_of)

    class Meta:
        model = TheftWatch
        fields = ("state", "phone")


def _agree(actor: Actor, rows: QuerySet[Any], data: Any) -> ActionResult:
    return ActionResult(_t("Kodunuz yolda."), url=theft.agree(actor, rows.get()), touched=1)


def _end(actor: Actor, rows: QuerySet[Any], data: Any) -> ActionResult:
    theft.end(actor, rows.get())
    return ActionResult(_t("Çalıntı modu sona erdi."), touched=1)


def _over(_actor: Actor, row: TheftWatch) -> str | None:
    is_live = row.state in (TheftWatch.State.WAITING, TheftWatch.State.OPEN)
    return None if is_live else _t("Çalıntı modu zaten sona ermiş.")


ACTIONS = (
    Action("agree", _("Kodla onayla"), permissions.THEFT_AGREE, ActionKind.ROW, run=_agree,
           icon="shield-check", rest=False, refusal=theft.why_not_agree),
    Action("end", _("Sona erdir"), permissions.THEFT_ADD, ActionKind.ROW, run=_end, danger=True,
           icon="player-stop", rest=False, refusal=_over,
           confirm=lambda _actor, _count: _t("Mesai dışındaki konumlar artık saklanmaz.")),
)  # fmt: skip


@register
class TheftWatchResource(Resource):
    slug = "theft-watches"
    model = TheftWatch
    title = _("Çalıntı Modları")
    singular = _("Çalıntı Modu")
    rights = "fieldteams.theft"
    section = "operations"
    icon = "alert-triangle"
    menu_order = 53
    hides_rows = True
    can_add = can_change = can_delete = False
    columns = (
        Column("phone", _("Telefon"), value=lambda row: str(row.phone), primary=True),
        Column("state", _("Durum"), kind="state", badge=badges.of_state),
        Column("reason", _("Neden")),
        Column("hours", _("Süre (saat)"), kind="number"),
        Column("agreed", _("Onaylayanlar"), value=lambda row: agreed_by(row)),
        Column("asked_by", _("İsteyen")),
        Column("asked_at", _("İstenme"), kind="datetime", order_by="pk"),
        Column("agree_until", _("Son onay"), kind="datetime", hidden=True),
        Column("opened_at", _("Açılma"), kind="datetime"),
        Column("ends_at", _("Bitiş"), kind="datetime"),
        Column("closed_at", _("Kapanma"), kind="datetime", hidden=True),
        Column("closed_by", _("Bitiren"), hidden=True),
    )
    filterset = TheftFilter
    ordering = ("-pk",)
    actions = ACTIONS
    detail_template = "fieldteams/theft.html"
    empty_title = _("Çalıntı modu hiç istenmedi")
    empty_text = _(
        "Kaybolan ya da çalınan bir cihazı mesai dışında da bulmak için Ekip Mobil Telefon"
        " Numaraları listesinden isteyin. İki kişi kendi koduyla onaylayınca açılır, süresi dolunca"
        " kapanır; kişiye SMS gider ve kendi sayfasında görünür."
    )

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        said = Prefetch("agreements", TheftAgreement.objects.order_by("pk"))
        rows = TheftWatch.objects.select_related("phone").prefetch_related(said)
        if actor.code_ids is None:
            return rows
        return rows.filter(phone__in=actor.visible(FieldPhone.objects.all()))

    def detail(self, actor: Actor, row: TheftWatch) -> dict[str, Any]:  # type: ignore[override]
        may_agree = actor.can(permissions.THEFT_AGREE)
        return {
            "waits": row.state == TheftWatch.State.WAITING,
            "is_open": row.state == TheftWatch.State.OPEN,
            "still": theft.PEOPLE - row.agreements.count(),
            "may_agree": may_agree,
            "why_not": theft.why_not_agree(actor, row) if may_agree else "",
        }

    def label_of(self, row: TheftWatch) -> str:
        return f"{row.phone}, {cells.day(row.asked_at)}"


def agreed_by(row: TheftWatch) -> str:
    names = ", ".join(one.name for one in row.agreements.all())
    if row.state == TheftWatch.State.WAITING:
        return _t("%(n)d / %(all)d %(names)s") % {
            "n": row.agreements.count(),
            "all": theft.PEOPLE,
            "names": names,
        }
    return names


def page_of(watch: TheftWatch) -> str:
    return reverse("theft-watches-detail", args=[watch.pk])

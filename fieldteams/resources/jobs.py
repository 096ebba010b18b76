"""Saha işleri: what was asked of whom, and who has it (idea 12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from fieldteams import badges, permissions, wording
from fieldteams.filtersets import phones_of
from fieldteams.models import FieldJob, FieldPhone, JobOffer
from fieldteams.selectors import places
from fieldteams.services import dispatch, geocoding, nearness
from fieldteams.views.base import map_config
from messaging.forms.base import RecordForm, authority_code
from turkcell_hub.lib import turkish
from turkcell_hub.portal.forms import LookupMultipleField
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.resources.filters import ScopedChoiceFilter
from turkcell_hub.tenancy.actor import Actor


class FieldJobForm(RecordForm):
    text = forms.CharField(
        label=_("İş"), max_length=200, help_text=_("SMS'te yazacak cümle: “Pompa arızası”.")
    )
    near = forms.CharField(
        label=_("Yer"),
        max_length=120,
        help_text=_("İl, ilçe, belde ya da “38,42 27,14” gibi enlem ve boylam."),
    )
    phones = LookupMultipleField(
        "field-phones",
        label=_("Önce kimlere sorulsun"),
        required=False,
        help_text=_("Boşsa yere en yakın boştaki kişilere sorulur."),
    )
    at_once = forms.IntegerField(
        label=_("Birlikte sorulan kişi"), min_value=1, max_value=20, required=False,
        help_text=_("Boşsa Takip Kuralları'ndaki sayı. Yanıt gelmezse sıradakilere sorulur."),
    )  # fmt: skip
    answer_minutes = forms.IntegerField(
        label=_("Yanıt süresi (dakika)"), min_value=1, max_value=240, required=False
    )
    rounds = forms.IntegerField(label=_("En çok tur"), min_value=1, max_value=10, required=False)
    authority_code = authority_code()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        near = str(data.get("near") or "")
        answer = nearness.find(self.actor, near) if near and self.actor else geocoding.Answer()
        if not answer.spots:
            if near:
                missing = _("Yer bulunamadı; il, ilçe ya da enlem ve boylam yazın.")
                self.add_error("near", answer.problem or missing)
            return data
        spot = answer.spots[0]
        is_point = places.read_point(near) is not None
        data["place"] = places.describe(spot.point) if is_point else spot.name[:120]
        data["latitude"], data["longitude"] = spot.point
        return data


class FieldJobFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("Durum"), choices=FieldJob.State.choices)
    taken_by = ScopedChoiceFilter(label=_("Alan"), queryset=phones_of)
    asked = filters.DateFromToRangeFilter(label=_("İstenme"), field_name="asked_at")

    class Meta:
        model = FieldJob
        fields = ("state", "taken_by", "asked")


def _done(actor: Actor, rows: QuerySet[Any], data: Any) -> ActionResult:
    dispatch.finish(actor, rows.get())
    return ActionResult(_t("İş tamamlandı; kişi yeni işler için boşta."), touched=1)


def _cancel(actor: Actor, rows: QuerySet[Any], data: Any) -> ActionResult:
    dispatch.cancel(actor, rows.get())
    return ActionResult(_t("İş iptal edildi; sorulan kişilere SMS gidiyor."), touched=1)


def _not_taken(_actor: Actor, row: FieldJob) -> str | None:
    return None if row.state == FieldJob.State.TAKEN else _t("Yalnız alınmış bir iş tamamlanır.")


def _ended(_actor: Actor, row: FieldJob) -> str | None:
    over = (FieldJob.State.DONE, FieldJob.State.CANCELLED)
    return _t("İş zaten kapanmış.") if row.state in over else None


ACTIONS = (
    Action("done", _("Tamamlandı"), permissions.JOB_ADD, ActionKind.ROW, run=_done, icon="check",
           refusal=_not_taken),
    Action("cancel", _("İptal et"), permissions.JOB_ADD, ActionKind.ROW, run=_cancel, danger=True,
           icon="ban", refusal=_ended,
           confirm=lambda _actor, _count: _t("Yanıt bekleyenlere ve alana SMS ile bildirilir.")),
)  # fmt: skip


@register
class FieldJobResource(Resource):
    slug = "field-jobs"
    model = FieldJob
    title = _("Saha İşleri")
    singular = _("Saha İşi")
    rights = "fieldteams.job"
    section = "operations"
    icon = "route"
    menu_order = 52
    hides_rows = True
    can_change = can_delete = False
    columns = (
        Column("number", _("İş no"), kind="number", order_by="number"),
        Column("text", _("İş"), primary=True),
        Column("place", _("Yer")),
        Column("state", _("Durum"), kind="state", badge=badges.of_state),
        Column("taken_by", _("Alan"), value=lambda row: str(row.taken_by or "")),
        Column("asked_at", _("İstenme"), kind="datetime", order_by="pk"),
        Column("taken_at", _("Alınma"), kind="datetime"),
        Column("ended_at", _("Bitiş"), kind="datetime", hidden=True),
        Column("round", _("Tur"), kind="number", hidden=True),
        Column("asked_by", _("İsteyen"), hidden=True),
        Column("authority_code", _("Yetki kodu"), hidden=True),
        Column("note", _("Not"), hidden=True),
    )
    filterset = FieldJobFilter
    ordering = ("-pk",)
    form = FieldJobForm
    actions = ACTIONS
    detail_template = "fieldteams/job.html"
    empty_title = _("İlk işinizi en yakındakine verin")
    empty_text = _(
        "Yeri ve işi yazın: en yakın kişilere SMS ile sorulur, ilk EVET diyen işi alır, öbürlerine"
        " işin kapandığı yazılır."
    )
    search_placeholder = _("İş, yer ya da iş no ara")

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        rows = FieldJob.objects.select_related("taken_by", "authority_code")
        if actor.code_ids is None:
            return rows
        seen = actor.visible(FieldPhone.objects.all())
        return actor.visible(rows).exclude(offers__in=_hidden(seen))

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        for word in turkish.fold(text).split():
            queryset = queryset.filter(search_key__contains=word)
        return queryset

    def create(self, actor: Actor, data: Mapping[str, Any]) -> FieldJob:  # type: ignore[override]
        return dispatch.start(actor, data)

    def detail(self, actor: Actor, row: FieldJob) -> dict[str, Any]:
        payload = {
            **map_config(), "people": [], "routes": [], "zones": [], "live": False,
            "target": [row.latitude, row.longitude],
        }  # fmt: skip
        offers = row.offers.select_related("phone").order_by("round", "metres")
        return {
            "payload": payload,
            "offers": [(one, wording.age(one.fixed_at, one.asked_at)) for one in offers],
        }


def _hidden(seen: QuerySet[FieldPhone]) -> QuerySet[Any]:
    """Questions put to people who do not exist for the actor: such a job is not his."""
    return JobOffer.objects.exclude(phone__in=seen)

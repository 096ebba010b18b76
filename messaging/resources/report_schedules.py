"""Zamanlanmış Raporlar: which table goes to whom, and what became of each mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from messaging import mailed_reports
from messaging.models import ReportMail, ReportSchedule
from messaging.services import report_schedules
from turkcell_hub.errors import HubError
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership

_SHOWN = 60


class ReportScheduleForm(HubForm):
    name = forms.CharField(label=_("Rapor adı"), max_length=80)
    every = forms.ChoiceField(label=_("Sıklık"), choices=ReportSchedule.Every.choices)
    hour = forms.TypedChoiceField(
        label=_("Saat"),
        coerce=int,
        initial=9,
        choices=[(hour, f"{hour:02d}.00") for hour in range(24)],
        help_text=_("Firmanızın saat diliminde."),
    )
    part = forms.ChoiceField(label=_("Tablo"), choices=mailed_reports.choices)
    file_format = forms.ChoiceField(label=_("Dosya türü"), choices=ReportSchedule.Format.choices)
    members = forms.ModelMultipleChoiceField(
        label=_("Alıcılar"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Herkes yalnız kendi görebildiği kayıtların raporunu alır."),
    )
    addresses = forms.CharField(
        label=_("Başka e-posta adresleri"),
        required=False,
        help_text=_("Virgülle ayırın. Bu adreslere giden rapor sizin yetkilerinizle hazırlanır."),
    )
    is_active = forms.BooleanField(label=_("Etkin"), required=False, initial=True)
    filters = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        members = Membership.objects.filter(is_active=True, awaits_consent=False)
        members = members.select_related("user").order_by("full_name", "pk")
        self.fields["members"].queryset = members  # type: ignore[attr-defined]
        part = self.data.get("part") or self.initial.get("part")
        told = described(actor, part, self.data.get("filters") or self.initial.get("filters"))
        if told:
            self.fields["part"].help_text = told

    def clean_addresses(self) -> list[str]:
        return [one for one in re.split(r"[\s,;]+", self.cleaned_data["addresses"]) if one]


def described(actor: Actor | None, part: Any, filters: Any) -> str:
    """What a schedule's filters narrow, in words; "" for none and for ones that do not fit."""
    source, read = mailed_reports.every().get(str(part)), mailed_reports.read(str(filters or ""))
    if actor is None or source is None or not read:
        return ""
    try:
        return _t("Süzgeç: %(what)s.") % {"what": source.check(actor, read)}
    except HubError:
        return ""


def _run_now(actor: Actor, rows: QuerySet[Any], _data: Any) -> ActionResult:
    run = report_schedules.run_now(actor, rows.get())
    said = _t("%(first)s – %(last)s raporu alıcılara gönderiliyor.") % {
        "first": f"{run.first:%d.%m.%Y}",
        "last": f"{run.last:%d.%m.%Y}",
    }
    return ActionResult(said, touched=1)


ACTIONS = (
    Action("run", _("Şimdi gönder"), "messaging.report.change", ActionKind.ROW, run=_run_now,
           icon="send", rest=False,
           confirm=lambda _a, _n: _t("Son dönemin raporu alıcılara şimdi de gitsin mi?")),
)  # fmt: skip


def _title(row: ReportSchedule) -> Any:
    source = mailed_reports.every().get(row.part)
    return source.title if source else row.part


@register
class ReportScheduleResource(Resource):
    slug = "report-schedules"
    model = ReportSchedule
    title = _("Zamanlanmış Raporlar")
    singular = _("Zamanlanmış Rapor")
    rights = "messaging.report"
    section = "reports"
    icon = "mail"
    menu_order = 25
    columns = (
        Column("name", _("Rapor adı"), order_by="name", primary=True),
        Column("every", _("Sıklık")),
        Column("hour", _("Saat"), value=lambda row: f"{row.hour:02d}.00"),
        Column("part", _("Tablo"), value=_title),
        Column("file_format", _("Dosya türü")),
        Column("is_active", _("Etkin"), kind="boolean"),
        Column("next_at", _("Sonraki gönderim"), kind="datetime", order_by="next_at"),
        Column("created_by", _("Oluşturan"), hidden=True),
    )
    ordering = ("name", "pk")
    form = ReportScheduleForm
    actions = ACTIONS
    detail_template = "messaging/report_schedule.html"
    empty_title = _("Zamanlanmış rapor yok")
    empty_text = _("Bir tablo ve alıcılar seçin; rapor her gün, hafta ya da ay e-postayla gelsin.")

    def initial_of(self, row: ReportSchedule) -> dict[str, Any]:
        plain = forms.model_to_dict(row, fields=[*self.form.base_fields])  # type: ignore[union-attr]
        return {
            **plain,
            "addresses": ", ".join(row.addresses),
        }

    def create(self, actor: Actor, data: Mapping[str, Any]) -> ReportSchedule:  # type: ignore[override]
        return report_schedules.save(actor, None, data)

    def update(self, actor: Actor, row: Any, data: Mapping[str, Any]) -> ReportSchedule:  # type: ignore[override]
        return report_schedules.save(actor, row, data)

    def delete(self, actor: Actor, row: ReportSchedule) -> None:  # type: ignore[override]
        report_schedules.delete(actor, row)

    def detail(self, actor: Actor, row: ReportSchedule) -> dict[str, Any]:  # type: ignore[override]
        mails = ReportMail.objects.filter(run__schedule=row).select_related(
            "run", "member__user", "recipient"
        )
        return {
            "members": row.members.select_related("user"),
            "addresses": row.addresses,
            "owner": row.owner or row.owner_key or "—",
            "filtered": described(actor, row.part, row.filters),
            "mails": mails.order_by("-run__due_at", "pk")[:_SHOWN],
        }

"""Forms of timed tasks and their rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.forms import MemberField, RecordForm
from messaging.forms.base import authority_code
from messaging.models import UsagePlace
from otp.models import TimedTask
from turkcell_hub.lib.local_time import is_on_clocks
from turkcell_hub.portal.forms import HubForm, LookupMultipleField
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership

_FOR_TASKS = {"usage_place": UsagePlace.TIMED_TASK.value, "is_active": "true"}


class WallField(forms.DateTimeField):
    """A moment on the firm's clock; cleans to a naive datetime, whatever the browser's zone."""

    def to_python(self, value: Any) -> dt.datetime | None:
        with timezone.override(dt.UTC):
            found = super().to_python(value)
        if found is not None and not is_on_clocks(found):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found.replace(tzinfo=None) if found is not None else None


class OwnerField(MemberField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def _people(label: Any) -> LookupMultipleField:
    return LookupMultipleField(
        "subscribers",
        narrowed=_FOR_TASKS,
        label=label,
        required=False,
        help_text=_("Kullanım yerinde “Zamanlanmış görev” işaretli mobil aboneler seçilebilir."),
    )


def _groups(label: Any) -> LookupMultipleField:
    return LookupMultipleField("groups", label=label, required=False)


def _text(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Boş bırakılırsa görevin adı ve zamanı yazılır."),
    )


class TimedTaskForm(RecordForm):
    """Zamanlanmış görev with Uyarılar: two lists that do not know of each other (L-082)."""

    title = forms.CharField(label=_("Görev"), max_length=100)
    description = forms.CharField(
        label=_("Açıklama"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    owner = OwnerField(Membership, label=_("Sorumlu"))
    starts_at = WallField(label=_("Başlama"), help_text=_("Firmanızın saatiyle."))
    ends_at = WallField(label=_("Bitiş"), help_text=_("Firmanızın saatiyle."))
    every = forms.ChoiceField(
        label=_("Tekrar"), choices=TimedTask.Every.choices, initial=TimedTask.Every.ONCE
    )
    interval = forms.IntegerField(
        label=_("Kaç günde, haftada, ayda ya da yılda bir"), min_value=1, max_value=365,
        required=False, initial=1,
        help_text=_("Ayın 31'i, kısa aylarda ayın son günüdür."),
    )  # fmt: skip
    most_times = forms.IntegerField(
        label=_("Kaç kez"), min_value=1, max_value=32_767, required=False,
        help_text=_("Son günle birlikte boş bırakılırsa iptal edilene kadar sürer."),
    )  # fmt: skip
    last_day = forms.DateField(label=_("Son gün"), required=False)
    warns = forms.BooleanField(label=_("Kısa mesaj ile uyar"), required=False)
    start_subscribers = _people(_("Başlama uyarısı alıcıları"))
    start_groups = _groups(_("Başlama uyarısı grupları"))
    start_text = _text(_("Başlama uyarısı metni"))
    end_subscribers = _people(_("Bitiş uyarısı alıcıları"))
    end_groups = _groups(_("Bitiş uyarısı grupları"))
    end_text = _text(_("Bitiş uyarısı metni"))
    authority_code = authority_code()

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        if actor is None:
            return
        owner: Any = self.fields["owner"]
        owner.offer(actor, is_active=True)
        owner.queryset = owner.queryset.select_related("user")
        owner.initial = actor.membership_id

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["interval"] = data.get("interval") or 1
        start, end = data.get("starts_at"), data.get("ends_at")
        if start and end and end < start:
            self.add_error("ends_at", _("Bitiş başlamadan önce olamaz."))
        return data


class TaskRulesForm(HubForm):
    """Görev kuralları from a day on."""

    valid_from = forms.DateField(label=_("Hangi günden başlayarak"))
    late_minutes = forms.IntegerField(
        label=_("Gecikmiş sayılma (dakika)"),
        help_text=_("Sistem çalışmadığı için bundan geç giden uyarının metni geciktiğini söyler."),
    )
    missed_minutes = forms.IntegerField(
        label=_("Gönderilmeme (dakika)"),
        help_text=_(
            "Bundan çok geciken uyarı gönderilmez; görevin sayfasında ve zilde bildirilir."
        ),
    )
    furthest_months = forms.IntegerField(label=_("En çok kaç ay ileri"))

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        if actor is not None and not self.initial:
            from otp.services import task_rules

            now = task_rules.in_force(actor.firm_id)
            self.initial = {name: getattr(now, name) for name in task_rules.LIMITS}

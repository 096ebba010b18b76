"""Forms that say when: schedules and repeats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.models import RepeatRule
from messaging.services import schedules
from turkcell_hub.portal.forms import HubForm


class ScheduleForm(HubForm):
    """When a campaign goes: a quick choice or a day, and the hour on the firm's own clock
    (S-081). Cleans to ``at``, naive."""

    AHEAD = (
        ("week", _("1 hafta sonra")),
        ("month", _("1 ay sonra")),
        ("year", _("1 yıl sonra")),
        ("day", _("Gün seç")),
    )

    ahead = forms.ChoiceField(
        label=_("Ne zaman"), choices=AHEAD, initial="day", widget=forms.RadioSelect
    )
    day = forms.DateField(label=_("Gün"), required=False)
    hour = forms.TimeField(
        label=_("Saat"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Firmanızın saatiyle."),
    )
    max_credits = forms.IntegerField(
        label=_("En çok harcanacak kredi"),
        min_value=0,
        max_value=2_000_000_000,
        required=False,
        help_text=_("Alıcılar o güne kadar artar da tutar bunu aşarsa gönderilmez, size sorulur."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("ahead") == "day" and not data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Günü gg.aa.yyyy olarak yazın."))
        if self.actor is not None and data.get("ahead") and data.get("hour") and not self.errors:
            data["at"] = schedules.ahead(
                self.actor.firm_id, data["ahead"], data["day"], data["hour"]
            )
        return data


class RepeatForm(HubForm):
    """How a draft repeats (S-081): from a first day on, until a last day or so many times."""

    every = forms.ChoiceField(
        label=_("Ne sıklıkla"),
        choices=RepeatRule.Every.choices,
        initial=RepeatRule.Every.MONTH,
        widget=forms.RadioSelect,
    )
    first_day = forms.DateField(
        label=_("İlk gün"),
        help_text=_("Sonrakiler bu güne göre hesaplanır: her yıl aynı gün, her hafta aynı gün. Ayın"
                    " 31'i, kısa aylarda ayın son günüdür."),
    )  # fmt: skip
    hour = forms.TimeField(
        label=_("Saat"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Firmanızın saatiyle."),
    )
    most_runs = forms.IntegerField(
        label=_("Kaç kez"),
        min_value=1,
        max_value=32_767,
        required=False,
        help_text=_("Atlanan günler de sayılır."),
    )
    last_day = forms.DateField(
        label=_("Son gün"),
        required=False,
        help_text=_("İkisi de yazılırsa önce gelen bitirir."),
    )
    max_credits = forms.IntegerField(
        label=_("Her seferinde en çok kredi"),
        min_value=0,
        max_value=2_000_000_000,
        required=False,
        help_text=_("Alıcılar artar da tutar bunu aşarsa o gönderim gitmez, size sorulur."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ends = {"most_runs", "last_day"}
        if not ends & set(self.errors) and not any(data.get(name) for name in ends):
            self.add_error("most_runs", _("Ne zaman biteceğini yazın: kaç kez ya da son gün."))
        return data

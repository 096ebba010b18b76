"""Which people and which time: what the map and the reports are asked."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fieldteams.forms import clock
from fieldteams.models import FieldPhone
from fieldteams.selectors.seen import used_codes
from fieldteams.selectors.tracks import Range
from turkcell_hub.lib.local_time import is_on_clocks
from turkcell_hub.portal.forms import DateTimeInput, HubForm, LookupMultipleField
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.firm_clock import zone_of

LONGEST = dt.timedelta(days=366)
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2}")
_MOMENTS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%Y-%m-%d")


class MomentField(forms.DateTimeField):
    """A moment on the firm's clock; REST may give one with its own zone. The end of a range
    that is typed to the minute holds that whole minute."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, input_formats=_MOMENTS, widget=DateTimeInput(), **kwargs)

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        if found is not None and not is_on_clocks(found):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class EndField(MomentField):
    """The end of a range: a day without a clock time is meant with its evening."""

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        if found is not None and isinstance(value, str) and _DAY.fullmatch(value.strip()):
            return found + dt.timedelta(days=1) - dt.timedelta(microseconds=1)
        return found


class RangeForm(HubForm):
    """``phone`` (several) or ``team`` (an Özel Kodu), ``from``, ``to``, ``from_hour``,
    ``to_hour``; of reports also ``group``."""

    team = forms.ChoiceField(label=_("Ekip (özel kodu)"), required=False)
    phone = LookupMultipleField("field-phones", label=_("Kişiler"), required=False)
    from_hour = clock(_("Günün saati: başlangıç"))
    to_hour = clock(_("Günün saati: bitiş"))
    group = forms.ChoiceField(
        label=_("Gruplama"),
        required=False,
        choices=[("", _("Yok")), ("team", _("Özel koduna göre"))],
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.zone = ZoneInfo(zone_of(actor.firm_id))
        self.who = actor
        team: Any = self.fields["team"]
        team.choices = [("", _("Hepsi")), *((one, one) for one in used_codes(actor))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("from"), data.get("to")
        if since and until and since > until:
            self.add_error("to", _("Bitiş başlangıçtan önce olamaz."))
        if since and until and until - since > LONGEST:
            self.add_error("from", _("Aralık en çok bir yıl olabilir."))
        if (data.get("from_hour") is None) != (data.get("to_hour") is None):
            self.add_error("to_hour", _("Günün saatlerinin ikisini de yazın ya da boş bırakın."))
        return data

    def phones(self) -> list[FieldPhone]:
        """The chosen ones, else all that exist for the actor."""
        chosen, team = self.cleaned_data.get("phone"), self.cleaned_data.get("team")
        rows = chosen if chosen else self.who.visible(FieldPhone.objects.all())
        if team and not chosen:
            rows = rows.filter(special_code=team)
        return list(rows.order_by("sort_key"))

    def chosen(self) -> list[int] | None:
        """The people who were asked for, by name or by team; None for everybody."""
        asked = self.cleaned_data.get("phone") or self.cleaned_data.get("team")
        return [one.pk for one in self.phones()] if asked else None

    @property
    def grouped(self) -> bool:
        """Whether a report is asked for by Özel Kodu."""
        return self.cleaned_data.get("group") == "team"

    @property
    def has_range(self) -> bool:
        return bool(self.cleaned_data.get("from") or self.cleaned_data.get("to"))

    def span(self) -> Range:
        """The range that was typed; without one, today."""
        data, now = self.cleaned_data, timezone.now()
        today = now.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        until = data.get("to") or now
        if data.get("to") and not until.second and not until.microsecond:
            until += dt.timedelta(seconds=59, microseconds=999_999)
        since = data.get("from") or min(today, until - dt.timedelta(days=1))
        return Range(since, until, data.get("from_hour"), data.get("to_hour"), self.zone)


# ``from`` is a word of Python: it cannot be declared in the class's body.
RangeForm.base_fields = {
    "phone": RangeForm.base_fields["phone"],
    "team": RangeForm.base_fields["team"],
    "from": MomentField(label=_("Başlangıç")),
    "to": EndField(label=_("Bitiş")),
    "from_hour": RangeForm.base_fields["from_hour"],
    "to_hour": RangeForm.base_fields["to_hour"],
    "group": RangeForm.base_fields["group"],
}

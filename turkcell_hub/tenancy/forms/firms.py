"""Firma bilgileri."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from turkcell_hub.portal.forms import HubForm
from turkcell_hub.tenancy.models import Country


class FirmForm(HubForm):
    name = forms.CharField(label=_("Firma adı"), max_length=120)
    legal_name = forms.CharField(label=_("Ticari unvan"), max_length=200)
    country = forms.ChoiceField(label=_("Ülke Türü"), choices=Country.choices)
    time_zone = forms.ChoiceField(
        label=_("Saat dilimi"), choices=lambda: [(z, z) for z in sorted(available_timezones())]
    )

"""Firma bilgileri."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turkcell_hub.portal.forms import HubForm
from turkcell_hub.tenancy.models import Country
from turkcell_hub.tenancy.time_zones import time_zones


class FirmForm(HubForm):
    name = forms.CharField(label=_("Firma adı"), max_length=120)
    legal_name = forms.CharField(label=_("Ticari unvan"), max_length=200)
    country = forms.ChoiceField(label=_("Ülke Türü"), choices=Country.choices)
    time_zone = forms.ChoiceField(label=_("Saat dilimi"))

    def __init__(self, *args: Any, initial: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=initial, **kwargs)
        # A name that the list no longer offers stays until somebody chooses another.
        kept = (initial or {}).get("time_zone")
        names = time_zones() if kept in (None, *time_zones()) else (kept, *time_zones())
        self.fields["time_zone"].choices = [(z, z) for z in names]  # type: ignore[attr-defined]

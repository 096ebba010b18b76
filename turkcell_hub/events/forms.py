"""The form of a webhook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turkcell_hub.events import event_types
from turkcell_hub.portal.forms import HubForm


class EndpointForm(HubForm):
    url = forms.CharField(
        label=_("Adres"),
        max_length=500,
        help_text=_("https ile başlayan, internetten erişilen adres. Yönlendirme izlenmez."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    description = forms.CharField(label=_("Açıklama"), max_length=120, required=False)
    types = forms.MultipleChoiceField(
        label=_("Olaylar"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Hiçbiri işaretlenmezse bütün olaylar bildirilir."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["types"].choices = event_types.choices()  # type: ignore[attr-defined]

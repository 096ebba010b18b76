"""What is asked on the public consent form. No box is ticked beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iys_consent.models import Channel
from iys_consent.models.web_forms import PHONE_CHANNELS

_WORDS = {
    Channel.MESSAGE.value: _("SMS ile ticari ileti almayı onaylıyorum"),
    Channel.CALL.value: _("Telefonla aranmayı onaylıyorum"),
    Channel.EMAIL.value: _("E-posta ile ticari ileti almayı onaylıyorum"),
}


class RequestForm(forms.Form):
    phone = forms.CharField(
        label=_("Cep telefonunuz"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        required=False,  # which address is needed hangs on what is ticked
    )
    email = forms.CharField(
        label=_("E-posta adresiniz"),
        max_length=265,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    first_name = forms.CharField(
        label=_("Adınız"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Soyadınız"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    channels = forms.MultipleChoiceField(
        label=_("Onayınız"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Onay verdiğiniz iletişim yolunu işaretleyin.")},
    )

    def __init__(self, *args: Any, channels: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one, _WORDS[one]) for one in channels if one in _WORDS]
        self.fields["channels"].choices = offered  # type: ignore[attr-defined]
        if Channel.EMAIL not in channels:
            del self.fields["email"]
        if not set(channels) & set(PHONE_CHANNELS):
            del self.fields["phone"]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("SMS ile gelen kod"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("SMS'teki 6 rakamı yazın.")},
    )

"""What is asked of whoever writes down that money went back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as __

from turkcell_hub.portal.forms import HubForm


class ReturnForm(HubForm):
    return_no = forms.CharField(
        label=__("İade no"), max_length=60,
        help_text=__("Kartta ödeme kuruluşunun, havalede bankanın iadeye verdiği numara."),
    )  # fmt: skip
    return_note = forms.CharField(label=__("Not"), max_length=300, required=False)

"""What a person is asked when he decides about the queue."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from turkcell_hub.outbox.services.decisions import Verdict


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Operatör ne diyor?"),
        choices=(
            (Verdict.SENT.value, _("Operatör almış: gönderildi say")),
            (Verdict.NOT_SENT_RETRY.value, _("Operatör almamış: yeniden gönder")),
            (Verdict.NOT_SENT_REFUND.value, _("Operatör almamış: gönderme, krediyi iade et")),
        ),
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Not"),
        max_length=200,
        required=False,
        help_text=_("Kime, ne zaman sorduğunuzu yazın; işlem geçmişinde kalır."),
    )


class PauseForm(forms.Form):
    note = forms.CharField(label=_("Neden durduruluyor?"), max_length=200)

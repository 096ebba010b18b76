"""Forms of support."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turkcell_hub.help.models import HelpEntry
from turkcell_hub.help.services.attachments import ACCEPTED
from turkcell_hub.portal.forms import HubForm, PhoneInput

_CALL_HELP = _("Firmanızın saatiyle. Yalnız aranmak istiyorsanız doldurun.")


class _Time(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def _file() -> forms.FileField:
    return forms.FileField(
        label=_("Ek dosya"),
        required=False,
        help_text=_("PDF, PNG ya da JPEG; en çok 4 MB. Şifreli saklanır."),
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED)}),
    )


class TicketForm(HubForm):
    subject = forms.CharField(label=_("Konu"), max_length=120)
    text = forms.CharField(
        label=_("Ne oldu, ne istiyorsunuz?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Parola, kod ya da kimlik numarası yazmayın; gerekirse sizden istenir."),
    )
    file = _file()
    phone = forms.CharField(
        label=_("Beni arayın: telefon"), max_length=30, required=False, widget=PhoneInput,
        help_text=_("Doldurursanız sizi seçtiğiniz saatlerde biz ararız."),
    )  # fmt: skip
    call_day = forms.DateField(label=_("Hangi gün"), required=False)
    call_from = forms.TimeField(label=_("Saat kaçtan"), required=False, widget=_Time)
    call_until = forms.TimeField(
        label=_("Saat kaça kadar"), required=False, widget=_Time, help_text=_CALL_HELP
    )


class ReplyForm(HubForm):
    text = forms.CharField(
        label=_("Yazınız"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    file = _file()


class AnswerForm(HubForm):
    text = forms.CharField(
        label=_("Yanıt"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    closes = forms.BooleanField(label=_("Yanıttan sonra talebi kapat"), required=False)


class EntryForm(HubForm):
    kind = forms.ChoiceField(label=_("Tür"), choices=HelpEntry.Kind.choices)
    supplier = forms.CharField(
        label=_("Kurum"), max_length=80, help_text=_("Sayfada bilgiler bu ada göre toplanır.")
    )
    title = forms.CharField(label=_("Başlık"), max_length=120)
    value = forms.CharField(
        label=_("Adres ya da numara"),
        max_length=300,
        help_text=_("Telefon ve WhatsApp için numara, e-posta için adres, ötekiler için https://…"),
    )
    text = forms.CharField(label=_("Açıklama"), max_length=200, required=False)
    position = forms.IntegerField(label=_("Sıra"), min_value=0, max_value=9999, initial=100)
    is_active = forms.BooleanField(label=_("Görünür"), required=False, initial=True)

    @staticmethod
    def initial_of(row: HelpEntry | None) -> dict[str, Any]:
        return {name: getattr(row, name) for name in EntryForm.base_fields} if row else {}

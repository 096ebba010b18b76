"""The room's forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otp.services import rules
from otp.services.rules import RANGES
from turkcell_hub.portal.forms import HubForm, LookupField
from turkcell_hub.tenancy.models import GatewayAccount


class CodeForm(forms.Form):
    """The one form of a code: digits alone; what else there is, the service says."""

    code = forms.CharField(
        label=_("Onay kodu"),
        max_length=20,
        strip=False,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
                "class": "work-code",
            }
        ),
    )


class WebAccountForm(HubForm):
    account_code = forms.CharField(
        label=_("Web hesabı kodu"),
        max_length=40,
        help_text=_("Turkcell'in kuruluşunuza verdiği hesap kodu."),
    )
    sender_name = forms.CharField(
        label=_("SMS'te görünecek kısa ad"),
        max_length=20,
        help_text=_("Kod mesajının sonunda yazar; alıcı kimden geldiğini bilsin."),
    )
    title = forms.CharField(
        label=_("Gönderici adı"),
        max_length=11,
        required=False,
        help_text=_("Operatörünüz her mesajda onaylı başlık istiyorsa yazın (Netgsm)."),
    )
    contact = LookupField("users", label=_("Sorumlu kişi"), required=False)


class ConnectionForm(HubForm):
    name = forms.CharField(label=_("Bağlantı adı"), max_length=60)
    account = forms.ModelChoiceField(
        label=_("OTP hesabı"),
        queryset=None,
        help_text=_("Hizmeti OTP olan operatör hesapları."),
    )
    is_active = forms.BooleanField(label=_("Etkin"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = GatewayAccount.objects.filter(service=GatewayAccount.Service.OTP)
        self.fields["account"].queryset = rows  # type: ignore[attr-defined]


_HELP = {
    "life_seconds": _("30–600. Kod bu süre geçince doğru olsa da kabul edilmez."),
    "tries": _("1–10. Bu kadar yanlıştan sonra doğru kod da geçmez."),
    "pause_seconds": _("0–600. Bu süre dolmadan ikinci kod gönderilmez."),
    "used_floor_percent": _("Gönderilen kodların bu oranından azı kullanılıyorsa gönderim durur."),
    "phone_hold_hours": _("0–168. Numarası değişen kişi bu süre boyunca SMS kodu alamaz."),
}
_LABELS = {
    "life_seconds": _("Kodun ömrü (saniye)"),
    "tries": _("Yanlış deneme hakkı"),
    "number_sends": _("Bir numaraya en çok kod"),
    "number_minutes": _("… kaç dakikada"),
    "pause_seconds": _("Yeni kod için bekleme (saniye)"),
    "challenge_sends": _("Bir onayda en çok kod"),
    "member_sends_a_day": _("Bir kişiye günde en çok kod"),
    "member_tries_a_day": _("Bir kişinin günde en çok denemesi"),
    "prefix_sends_an_hour": _("Bir alan koduna saatte en çok kod"),
    "firm_sends_an_hour": _("Firmada saatte en çok kod"),
    "used_floor_percent": _("Kullanılan kod oranı en az (%)"),
    "used_floor_from": _("… saatte kaç koddan sonra bakılır"),
    "phone_hold_hours": _("Numara değişince bekleme (saat)"),
}


class RulesForm(HubForm):
    valid_from = forms.DateField(label=_("Geçerlilik başlangıcı"))

    def __init__(self, *args: Any, actor: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        now = rules.in_force(actor.firm_id) if actor else None
        for name, (least, most) in RANGES.items():
            self.fields[name] = forms.IntegerField(
                label=_LABELS[name],
                min_value=least,
                max_value=most,
                initial=getattr(now, name, None),
                help_text=_HELP.get(name, f"{least}–{most}"),
            )
        self._prepare(actor)

"""Operatör hesabı: a form whose fields follow the kind of connection."""

from __future__ import annotations

import ipaddress
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from turkcell_hub.portal.forms import HubForm, LookupField
from turkcell_hub.sentences import shown
from turkcell_hub.tenancy.models import Country, GatewayAccount
from turkcell_hub.tenancy.services import accounts

_KINDS = {
    "bool": forms.BooleanField,
    "int": forms.IntegerField,
    "text": forms.CharField,
    "choice": forms.ChoiceField,
    "password": forms.CharField,
}


_SECRET: dict[str, Any] = {
    "strip": False,
    "widget": forms.PasswordInput(attrs={"autocomplete": "new-password"}),
}
_KEPT = __("Kayıtlı. Değiştirmek için yenisini yazın.")


class NetworksField(forms.CharField):
    """Addresses or networks, one a line. Cleans to a list of texts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value).replace(",", "\n").split()
        try:
            return [str(ipaddress.ip_network(one, strict=False)) for one in typed]
        except ValueError:
            raise forms.ValidationError(
                _("IP adresi okunamadı. Örnek: 85.105.1.2 veya 85.105.1.0/24")
            ) from None


class AccountForm(HubForm):
    """``account``: the row that is changed. Extra fields come from the adapter."""

    adapter = forms.ChoiceField(label=__("Bağlantı türü"))
    shown_adapter = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=__("Hesap adı"), max_length=80)
    service = forms.ChoiceField(
        label=__("Hizmet"),
        choices=GatewayAccount.Service.choices,
        required=False,
        initial=GatewayAccount.Service.SMS,
        help_text=__("TCKN ile gönderim ayrı bir abonelik ve ayrı gönderici adları ister."),
    )
    country = forms.ChoiceField(
        label=__("Ülke Türü"),
        choices=Country.choices,
        help_text=__("Numara kurallarını ve hangi gönderimlerin bu hesaptan gideceğini belirler."),
    )
    username = forms.CharField(label=__("Kullanıcı adı"), max_length=120, required=False)
    password = forms.CharField(
        label=__("Şifre"),
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    base_url = forms.CharField(label=__("Adres"), max_length=300, required=False)
    pace_per_second = forms.IntegerField(
        label=__("Saniyede en çok mesaj"), min_value=1, max_value=10_000, required=False
    )
    push_ips = NetworksField(
        label=__("Rapor gönderen IP adresleri"),
        required=False,
        help_text=__("Operatörün iletim raporlarını gönderdiği adresler; boşsa her adres olur."),
    )
    is_default = forms.BooleanField(label=__("Varsayılan hesap"), required=False)
    is_active = forms.BooleanField(label=__("Etkin"), required=False, initial=True)

    def __init__(
        self, *args: Any, actor: Any = None, account: GatewayAccount | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.account = account
        kinds = accounts.adapters()
        chosen = self.data.get("adapter") or self.initial.get("adapter") or kinds[0].code
        self.info = next((kind for kind in kinds if kind.code == chosen), kinds[0])
        self._follow_adapter([(kind.code, shown(kind.label)) for kind in kinds])
        if GatewayAccount.Service.SMS not in self.info.services:
            self._leave_out_sending()
        if self.info.line:
            del self.fields["push_ips"]  # nothing is pushed to us
        self._prepare(actor)

    def _follow_adapter(self, choices: list[tuple[str, str]]) -> None:
        self.fields["adapter"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("adapter", self.info.code)
        self.initial["shown_adapter"] = self.info.code
        if self.info.default_base_url:
            self.fields["base_url"].help_text = _("Boşsa: %(url)s") % {
                "url": self.info.default_base_url
            }
        for asked in self.info.fields:
            if asked.name in self.fields:
                self.fields[asked.name].label = shown(asked.label)
                self.fields[asked.name].help_text = shown(asked.help)
                if asked.name == "base_url":
                    self.fields[asked.name].required = asked.required
                if asked.longest:
                    longest = MaxLengthValidator(asked.longest)
                    self.fields[asked.name].validators.append(longest)
            elif asked.name.startswith("extra."):
                kept: dict[str, Any] = {"strip": False} if not asked.strip else {}
                if asked.choices:
                    kept["choices"] = [(value, shown(label)) for value, label in asked.choices]
                if asked.longest:
                    kept["max_length"] = asked.longest
                required, hint = asked.required and asked.kind != "bool", shown(asked.help)
                if asked.kind == "password":
                    kept |= _SECRET
                    if self._keeps(asked.name):
                        required, hint = False, _KEPT
                self.fields[_extra(asked.name)] = _KINDS[asked.kind](
                    **kept,
                    label=shown(asked.label),
                    required=required,
                    initial=asked.default,
                    help_text=hint,
                )
        if self.account is not None and self.account.password:
            self.fields["password"].help_text = _KEPT

    def _keeps(self, name: str) -> bool:
        """Whether the account has this secret of its own already."""
        known = self.account.extra() if self.account is not None else {}
        return bool(known.get(name.removeprefix("extra.")))

    def _leave_out_sending(self) -> None:
        """A connection that sends no message: its service is its only one."""
        for name in ("service", "pace_per_second", "push_ips"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kept_service = self.account.service if self.account else self.info.services[0]
        cleaned["service"] = cleaned.get("service") or kept_service
        shown = cleaned.pop("shown_adapter", "")
        if shown and shown != cleaned.get("adapter"):
            self.data = {**self.data.dict(), "shown_adapter": self.info.code}  # type: ignore[attr-defined]
            self.add_error(
                "adapter",
                _("Bağlantı türü değişti; alanlar yenilendi. Kontrol edip yeniden kaydedin."),
            )
        kept, cleaned["retyped"] = self.account.extra() if self.account else {}, []
        for asked in self.info.fields:
            if asked.name.startswith("extra."):
                told = cleaned.pop(_extra(asked.name), None)
                if asked.kind != "password" or told:
                    kept[asked.name.removeprefix("extra.")] = told
                if asked.kind == "password" and told:
                    cleaned["retyped"].append(_extra(asked.name))
        cleaned["options"] = {key: value for key, value in kept.items() if value is not None}
        return cleaned


class SenderForm(HubForm):
    """Gönderici Kısa Tanımı."""

    account = LookupField("gateway-accounts", label=__("Operatör hesabı"))
    title = forms.CharField(
        label=__("Gönderici kısa tanımı"),
        max_length=11,
        help_text=__("Operatörün onayladığı başlık, en çok 11 karakter."),
    )
    is_default = forms.BooleanField(label=__("Varsayılan"), required=False)


def initial_of(account: GatewayAccount) -> dict[str, Any]:
    """What the form shows of an account; never the password."""
    shown = {
        name: getattr(account, name)
        for name in AccountForm.base_fields
        if name not in ("password", "shown_adapter")
    }
    return shown | {_extra(f"extra.{key}"): value for key, value in account.extra().items()}


def _extra(name: str) -> str:
    return name.replace(".", "_")

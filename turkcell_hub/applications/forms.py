"""Başvuru formu, and the forms of one service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turkcell_hub.applications.catalogue import CHOICES
from turkcell_hub.applications.models import PaymentType
from turkcell_hub.applications.states import ItemState
from turkcell_hub.portal.forms import HubForm, PhoneInput
from turkcell_hub.tenancy.models import GatewayAccount


class ApplicationForm(HubForm):
    services = forms.MultipleChoiceField(
        label=_("Hizmetler"),
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Birden çok hizmet seçebilirsiniz; hepsi tek başvuruyla gider."),
    )
    payment_type = forms.ChoiceField(
        label=_("Ödeme türü"),
        choices=PaymentType.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("SMS ve OTP için gereklidir."),
    )
    tax_number = forms.CharField(
        label=_("Vergi no"), max_length=14, help_text=_("10 hane; şahıs firmasında T.C. kimlik no.")
    )
    contact = forms.CharField(label=_("Aranacak yetkili"), max_length=120)
    phone = forms.CharField(label=_("Telefon"), max_length=30, widget=PhoneInput)
    email = forms.EmailField(label=_("E-posta"), max_length=254)
    note = forms.CharField(
        label=_("Not"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class WithdrawForm(HubForm):
    reason = forms.CharField(label=_("Neden"), max_length=200, required=False)


class MarkForm(HubForm):
    """What the operator said by telephone; only moves that the state allows."""

    state = forms.ChoiceField(label=_("Yeni durum"))
    note = forms.CharField(label=_("Not"), max_length=300, required=False)

    def __init__(self, *args: Any, after: Sequence[ItemState] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, one.label) for one in after]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]


class ReopenForm(HubForm):
    """The operator says that it is done, and nothing came."""

    note = forms.CharField(label=_("Operatörün söylediği"), max_length=300)


class ReopenServiceForm(ReopenForm):
    """The same, where the service has to be named."""

    service = forms.ChoiceField(label=_("Hizmet"), choices=CHOICES)
    field_order = ("service", "note")


class CredentialsForm(HubForm):
    """Which account the credentials that came were entered into."""

    account = forms.ModelChoiceField(label=_("Bilgilerin girildiği hesap"), queryset=None)

    def __init__(self, *args: Any, service: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts = GatewayAccount.objects.filter(service=service, is_active=True)
        self.fields["account"].queryset = accounts.order_by("name")  # type: ignore[attr-defined]

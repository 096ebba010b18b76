"""Başvuru formu, and the forms of one service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from turkcell_hub.applications import checks
from turkcell_hub.applications.catalogue import CHOICES
from turkcell_hub.applications.models import Application, PaymentType
from turkcell_hub.applications.states import ItemState, badge
from turkcell_hub.errors import Invalid
from turkcell_hub.portal import render
from turkcell_hub.portal.forms import HubForm, PhoneInput
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount, Membership

_REPEATED = ("payment_type", "tax_number", "contact", "phone", "email")


def _known(actor: Actor) -> dict[str, str]:
    """What need not be typed again: as in the firm's last application, else who asks."""
    last = Application.objects.order_by("-pk").first()
    if last is not None:
        return {name: getattr(last, name) for name in _REPEATED}
    member = Membership.objects.select_related("user").filter(pk=actor.membership_id).first()
    if member is None:
        return {}
    user = member.user
    return {"contact": user.full_name, "phone": member.phone, "email": user.email}


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

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        open_ones = _open() if actor is not None else {}
        # Each tick with the way to what the service is (L-128), beside the form that is filled in.
        self.fields["services"].choices = [  # type: ignore[attr-defined]
            (
                code,
                format_html(
                    '{} <a href="{}" target="_blank" rel="noopener">{}'
                    '<span class="visually-hidden">: {}</span></a>{}',
                    name, reverse("service-detail", args=[code]), _("Detaylı bilgi için"), name,
                    open_ones.get(code, ""),
                ),
            )
            for code, name in CHOICES
        ]  # fmt: skip
        if actor is not None:
            self.initial = {**_known(actor), **self.initial}

    def clean_tax_number(self) -> str:
        return _checked(checks.tax_number_of, self.cleaned_data["tax_number"])

    def clean_phone(self) -> str:
        return _checked(checks.phone_of, self.cleaned_data["phone"])


def _checked(check: Callable[[str], str], given: str) -> str:
    """What the service would refuse later, told together with everything else that is wrong."""
    try:
        return check(given)
    except Invalid as error:
        raise forms.ValidationError(str(error.message)) from None


def _open() -> dict[str, SafeString]:
    """The state of each service that is applied for already, with the way to it."""
    return {
        item.service: format_html(
            ' <a href="{}">{}</a>',
            reverse("application-item", args=[item.application_id, item.service]),
            render.badge(item.get_state_display(), badge(item.state)),
        )
        for item in checks.open_items()
    }  # fmt: skip


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

"""Kullanıcı formu (K-071 … K-074)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turkcell_hub.portal.forms import HubForm, LookupField, LookupMultipleField, PhoneInput
from turkcell_hub.tenancy import card_fields
from turkcell_hub.tenancy.models import Membership, Role

_NEW_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class MemberForm(HubForm):
    """A new person, or (``member``) the firm's card of one; e-mail and password are his own."""

    full_name = forms.CharField(label=_("Ad ve Soyad"), max_length=120)
    email = forms.EmailField(label=_("E-posta"), max_length=254)
    phone = forms.CharField(
        label=_("Telefon Numarası"), max_length=30, required=False, widget=PhoneInput
    )
    password = forms.CharField(
        label=_("Parola"),
        required=False,
        strip=False,
        max_length=128,
        widget=_NEW_PASSWORD,
        help_text=_("Boş bırakırsanız kişiye parolasını belirleyeceği bir e-posta gider."),
    )
    password_again = forms.CharField(
        label=_("Parola Onayı"), required=False, strip=False, max_length=128, widget=_NEW_PASSWORD
    )
    role = forms.ChoiceField(label=_("Rol"), choices=Role.choices, initial=Role.STAFF)
    all_brands = forms.BooleanField(label=_("Tüm markaları görür"), required=False, initial=True)
    brands = LookupMultipleField(
        "brands",
        label=_("Marka Seç"),
        required=False,
        help_text=_("Tüm markaları görmeyen kişi yalnız bu markaları görür."),
    )
    authority_codes = LookupMultipleField(
        "authority-codes",
        label=_("Yetki Kodları"),
        required=False,
        help_text=_("Yetki kodu taşıyan kayıtları yalnız o kodu taşıyan kullanıcılar görür."),
    )
    is_active = forms.BooleanField(label=_("Etkin"), required=False, initial=True)

    def __init__(
        self, *args: Any, actor: Any = None, member: Membership | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        for extra in card_fields.for_actor(actor):
            self.fields[extra.name] = LookupField(
                extra.slug, label=extra.label, required=False, help_text=extra.help
            )
        self._prepare(actor)
        gone = ("email", "password", "password_again") if member else ("is_active",)
        for name in gone:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password", "") != cleaned.get("password_again", ""):
            self.add_error("password_again", _("Parolalar aynı değil; ikisine de aynısını yazın."))
        return cleaned

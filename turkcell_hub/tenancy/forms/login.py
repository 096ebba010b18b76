"""Forms of a person's own account: login, password, second factor, profile."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from turkcell_hub.errors import HubError
from turkcell_hub.portal.forms import HubForm, PhoneInput, show_error
from turkcell_hub.tenancy.models import Language, User
from turkcell_hub.tenancy.services import persons, second_factor

_CURRENT = forms.PasswordInput(attrs={"autocomplete": "current-password"})
_CODE = forms.TextInput(
    attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"}
)


class LoginForm(AuthenticationForm):
    """E-mail and password; a wrong one of either gives the same answer."""

    username = forms.EmailField(
        label=_("E-posta"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(label=_("Parola"), strip=False, max_length=128, widget=_CURRENT)
    error_messages = {
        "invalid_login": _("E-posta veya parola yanlış. Kontrol edip yeniden deneyin."),
        "inactive": _("E-posta veya parola yanlış. Kontrol edip yeniden deneyin."),
    }

    def clean_username(self) -> str:
        """Small letters, so that spellings of one address share one count of failures."""
        return str(self.cleaned_data["username"]).strip().lower()


class ReauthenticationForm(HubForm):
    """Base of forms that ask for the password again (and for a code where there is one).

    The check goes through the login's own throttle.
    """

    current_password = forms.CharField(
        label=_("Şu anki parolanız"), strip=False, max_length=128, widget=_CURRENT
    )
    current_code = forms.CharField(
        label=_("Doğrulama uygulamasındaki kod"), max_length=20, widget=_CODE
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User = request.user  # type: ignore[assignment]
        if not second_factor.is_on(self.user):
            del self.fields["current_code"]

    def asks_again(self) -> bool:
        """Whether what was typed needs the person's password."""
        return True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and self.asks_again():
            self._check(cleaned)
        return cleaned

    def _check(self, cleaned: dict[str, Any]) -> None:
        password = cleaned.get("current_password", "")
        if authenticate(self.request, username=self.user.email, password=password) is None:
            self.add_error("current_password", _("Parolanız yanlış."))
            return
        code = cleaned.get("current_code", "")
        if "current_code" in self.fields and not second_factor.verify(self.user, code):
            self.add_error("current_code", _("Kod doğru değil. Uygulamadaki yeni kodu yazın."))


class ProfileForm(ReauthenticationForm):
    """Name, and the phone number in the firm that is open. A new number needs the password."""

    full_name = forms.CharField(label=_("Ad ve soyad"), max_length=120)
    phone = forms.CharField(
        label=_("Telefon numarası"), required=False, max_length=30, widget=PhoneInput
    )
    language = forms.ChoiceField(label=_("Dil"), choices=Language.choices, required=False)
    field_order = ("full_name", "language", "phone", "current_password", "current_code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("current_password", "current_code"):
            if name in self.fields:
                self.fields[name].required = False
        self.fields["current_password"].help_text = _("Yalnız numarayı değiştirirken gerekir.")
        if self.actor is None:
            for name in ("phone", "current_password", "current_code"):
                self.fields.pop(name, None)

    def asks_again(self) -> bool:
        return "phone" in self.changed_data


class FirstCodeForm(HubForm):
    """The first code of a new device."""

    code = forms.CharField(label=_("Uygulamadaki 6 haneli kod"), max_length=10, widget=_CODE)


class SecondFactorForm(HubForm):
    """The code after the password."""

    code = forms.CharField(
        label=_("Kod"),
        max_length=20,
        widget=forms.TextInput(attrs={**_CODE.attrs, "autofocus": True}),
        help_text=_("Uygulamadaki 6 haneli kod ya da kurtarma kodlarınızdan biri."),
    )


class _OwnPassword:
    """Saves through the service, whose rules and notices hold for every way."""

    user: User
    cleaned_data: dict[str, Any]
    by_link = False

    def save(self, commit: bool = True) -> User:
        try:
            password = self.cleaned_data["new_password1"]
            persons.change_password(self.user, password, by_link=self.by_link)
        except HubError as error:
            show_error(self, error)  # type: ignore[arg-type]
        return self.user


class NewPasswordForm(_OwnPassword, SetPasswordForm):
    """By the link of a mail."""

    by_link = True


class ChangePasswordForm(_OwnPassword, PasswordChangeForm):
    """By a person who knows the old one; guesses of it count like logins."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(cast(User, request.user), *args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        old = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.email, password=old) is None:
            raise forms.ValidationError(_("Şu anki parolanız yanlış."), code="password_incorrect")
        return str(old)


class ResetForm(HubForm):
    email = forms.EmailField(
        label=_("E-posta"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )

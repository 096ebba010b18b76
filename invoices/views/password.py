"""Fatura Aktarım Şifresi: how it stands, asking for a new one, entering it (L-115 … L-122)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from invoices.models import PasswordRequest
from invoices.permissions import LOGIN
from invoices.services import logins, passwords
from invoices.views.setup import setup_shown
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.lib.phone import mask
from turkcell_hub.portal.forms import HubForm, LookupField, show_error
from turkcell_hub.portal.views.mixins import ActorRequiredMixin
from turkcell_hub.resources.forms import for_action
from turkcell_hub.tenancy import service_centre
from turkcell_hub.tenancy.services import account_choice

_SHOWN = 10


class OfficerForm(HubForm):
    officer = LookupField("users", label=__("Turkcell yetkilisi"), required=False)


class NewPasswordForm(HubForm):
    password = forms.CharField(
        label=__("SMS ile gelen yeni şifre"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class AskForm(HubForm):
    confirmed = forms.BooleanField(
        label=__("Şimdiki şifrenin hemen geçersiz olacağını biliyorum."), required=False
    )


class TryForm(HubForm):
    confirmed = forms.BooleanField(
        label=__("Son denemeyse ve şifre yanlışsa hesabın BLOKE olacağını biliyorum."),
        required=False,
    )


class PasswordPage(ActorRequiredMixin):
    """One page, four small forms; ``act`` says which was sent."""

    right = LOGIN

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        forms_of = {"officer": OfficerForm, "set": NewPasswordForm, "ask": AskForm, "try": TryForm,
                    "deny": HubForm}  # fmt: skip
        act = request.POST.get("act", "")
        account = self.account()
        if act not in forms_of or account is None:
            raise NotFound(_("Fatura aktarım hesabı bulunamadı."))
        form: Any = for_action(forms_of[act], self.actor, data=request.POST)
        if not form.is_valid():
            return self.page(act, form, status=422)
        try:
            messages.success(request, self._do(act, account, form.cleaned_data))
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            show_error(form, error)
            return self.page(act, form, status=422)
        return HttpResponseRedirect(reverse("invoice-password"))

    def _do(self, act: str, account: Any, given: dict[str, Any]) -> str:
        actor: Any = self.actor
        if act == "officer":
            passwords.set_officer(actor, account, given["officer"])
            return _("Turkcell yetkilisi kaydedildi.")
        if act == "set":
            passwords.set_password(actor, account, given["password"])
            return _("Şifre kaydedildi ve AKTİF; aktarım yapılabilir.")
        if act == "deny":
            passwords.deny(actor, account)
            return _("İstek geri çevrildi; şifre değişmedi.")
        if act == "try":
            return logins.try_by_person(actor, account, confirmed=given["confirmed"])
        asked = passwords.ask(actor, account, confirmed=given["confirmed"])
        return _(
            "Yeni şifre %(phone)s numaralı telefona SMS ile gönderildi; gelince buraya girin."
        ) % {"phone": asked.masked_phone}

    def account(self) -> Any:
        return account_choice.default_account(self.actor.firm_id, account_choice.Service.INVOICE)

    def page(self, act: str = "", form: Any = None, *, status: int = 200) -> HttpResponse:
        account = self.account()
        login = logins.current(account) if account and not account.secrets_missing() else None
        officer = login.officer if login else None
        initial = {"officer": officer.pk if officer else None}
        found = {
            "officer": for_action(OfficerForm, self.actor, initial=initial),
            "set": for_action(NewPasswordForm, self.actor),
            "ask": for_action(AskForm, self.actor),
            "try": for_action(TryForm, self.actor),
            "deny": for_action(HubForm, self.actor),
        }
        if form is not None:
            found[act] = form
        requests = PasswordRequest.objects.filter(account=account)[:_SHOWN] if account else []
        context = {
            "tabs": service_centre.tabs(),
            "active": "invoice-password",
            "account": account,
            "login": login,
            "health": logins.health(account) if account else None,
            "officer": officer,
            "officer_phone": mask(officer.phone) if officer and officer.phone else "",
            "forms": found,
            "requests": requests,
            "wish": passwords.waiting(account) if account else None,
            **setup_shown(self.actor),
        }
        return render(self.request, "invoices/password.html", context, status=status)

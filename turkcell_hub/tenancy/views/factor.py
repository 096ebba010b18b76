"""İki adımlı giriş: on, off, recovery codes."""

from __future__ import annotations

from typing import cast

import django_otp
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from turkcell_hub.errors import HubError
from turkcell_hub.portal.forms import show_error
from turkcell_hub.tenancy.forms.login import FirstCodeForm, ReauthenticationForm
from turkcell_hub.tenancy.models import Authenticator, User
from turkcell_hub.tenancy.services import second_factor
from turkcell_hub.tenancy.views.doors import page, signed_in

_ALLOWED = "second_factor_setup"  # session mark: the password was asked for again


@sensitive_post_parameters()
@signed_in
@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """Shows the state; every change begins with the password (and a code where there is one)."""
    user = cast(User, request.user)
    form = ReauthenticationForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _changed(request, user)
    context = {
        "form": form,
        "is_on": second_factor.is_on(user),
        "codes_left": second_factor.codes_left(user),
    }
    return page(request, "tenancy/second_factor.html", context, status=422 if form.errors else 200)


def _changed(request: HttpRequest, user: User) -> HttpResponse:
    if not second_factor.is_on(user):
        request.session[_ALLOWED] = True
        return HttpResponseRedirect(reverse("second-factor-setup"))
    if request.POST.get("do") == "codes":
        return _show_codes(request, second_factor.renew_codes(user))
    second_factor.switch_off(user)
    messages.success(request, _("İki adımlı giriş kapatıldı."))
    return HttpResponseRedirect(reverse("second-factor"))


@sensitive_post_parameters()
@signed_in
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """The QR code, and the first code as proof that the app has it."""
    user = cast(User, request.user)
    if not request.session.get(_ALLOWED) or second_factor.is_on(user):
        return HttpResponseRedirect(reverse("second-factor"))
    form = FirstCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = second_factor.confirm(user, form.cleaned_data["code"])
        except HubError as error:
            show_error(form, error)
        else:
            del request.session[_ALLOWED]
            django_otp.login(request, Authenticator.objects.get(user=user))
            return _show_codes(request, codes)
    device = second_factor.begin(user)
    context = {
        "form": form,
        "secret": device.secret,
        "qr": mark_safe(second_factor.qr_svg(device)),  # noqa: S308 - drawn by us from paths
    }
    status = 422 if form.errors else 200
    return page(request, "tenancy/second_factor_setup.html", context, status=status)


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return page(request, "tenancy/recovery_codes.html", {"codes": codes})

"""In, out, and into another firm."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlsplit

import django_otp
from django.conf import settings
from django.contrib import auth, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from turkcell_hub.lib.row_ids import row_id
from turkcell_hub.portal.views.errors import bad_request
from turkcell_hub.tenancy import sessions
from turkcell_hub.tenancy.forms.login import LoginForm, SecondFactorForm
from turkcell_hub.tenancy.models import Language, User
from turkcell_hub.tenancy.services import persons, second_factor
from turkcell_hub.tenancy.views.doors import next_url, signed_in, to_second_factor

_A_YEAR = 365 * 24 * 3600  # seconds


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated and sessions.second_factor_passed(request):
        return HttpResponseRedirect(next_url(request))
    form = LoginForm(request, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        auth.login(request, form.get_user())  # rotates the session's key
        if not sessions.second_factor_passed(request):
            return to_second_factor(next_url(request))
        return _arrived(request)
    context = {"form": form, "next": next_url(request)}
    return render(request, "tenancy/login.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor_verify(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("login"))
    if sessions.second_factor_passed(request):
        return HttpResponseRedirect(next_url(request))
    form = SecondFactorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        device = second_factor.verify(request.user, form.cleaned_data["code"])
        if device is not None:
            django_otp.login(request, device)
            request.session.cycle_key()
            return _arrived(request)
        form.add_error(
            "code",
            _("Kod doğru değil. Her yanlış koddan sonra bekleme süresi uzar; yeni kodu bekleyin."),
        )
    context = {"form": form, "next": next_url(request)}
    return render(
        request, "tenancy/second_factor_verify.html", context, status=422 if form.errors else 200
    )


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    auth.logout(request)
    messages.info(request, _("Çıkış yaptınız."))
    return HttpResponseRedirect(reverse("login"))


@signed_in
@require_POST
def firm_switch(request: HttpRequest) -> HttpResponse:
    wanted = row_id(request.POST.get("firm"))
    if wanted is None or sessions.choose_firm(request, wanted) is None:
        raise Http404(_("Bu firmanın üyesi değilsiniz."))
    _note(request)
    return HttpResponseRedirect(next_url(request))


@require_POST
def language_switch(request: HttpRequest) -> HttpResponse:
    """The language by a press: kept on the person's card, and in a cookie for the login page."""
    wanted = request.POST.get("language", "")
    if wanted not in Language.values:
        return bad_request(request)
    if request.user.is_authenticated:
        persons.change_language(cast(User, request.user), wanted)
    response = HttpResponseRedirect(_back(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        wanted,
        max_age=_A_YEAR,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _back(request: HttpRequest) -> str:
    """The page that the switch stood on, as the browser tells it: written into the page it would
    show what stands in an address, a token among it, on every page."""
    if "next" in request.POST:
        return next_url(request)
    came = urlsplit(request.headers.get("Referer", ""))
    page = f"{came.path}?{came.query}" if came.query else came.path
    is_ours = came.netloc == request.get_host() and not page.startswith("//")
    return page if is_ours and page.startswith("/") else reverse("home")


def _arrived(request: HttpRequest) -> HttpResponse:
    """The way on after a complete login."""
    user = cast(User, request.user)
    _note(request)
    if persons.password_is_old(user):
        messages.info(
            request,
            _("Parolanız uzun süredir aynı. Güvenliğiniz için kullanıcı menüsünden değiştirin."),
        )
    if persons.invitations_of(user):
        messages.info(request, _("Sizi davet eden bir firma var; bu sayfada yanıtlayın."))
        return HttpResponseRedirect(reverse("profile"))
    return HttpResponseRedirect(next_url(request))


def _note(request: HttpRequest) -> None:
    actor = sessions.actor_of(request)
    if actor is not None and actor.membership_id is not None:
        persons.note_login(actor)

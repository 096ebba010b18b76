"""A person's own account: name, phone, password, second factor, invitations."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from turkcell_hub.errors import HubError, NotFound
from turkcell_hub.portal.forms import show_error
from turkcell_hub.portal.views.errors import page_not_found
from turkcell_hub.tenancy import languages
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.forms.login import (
    ChangePasswordForm,
    NewPasswordForm,
    ProfileForm,
    ResetForm,
)
from turkcell_hub.tenancy.models import Membership, User
from turkcell_hub.tenancy.services import persons, second_factor
from turkcell_hub.tenancy.views.doors import page, signed_in


def _actor(request: HttpRequest) -> Actor | None:
    """The member who acts; None for somebody without a place in the firm (an İşletmeci)."""
    actor = getattr(request, "actor", None)
    return actor if actor is not None and actor.membership_id is not None else None


@sensitive_post_parameters()
@signed_in
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    user, actor = cast(User, request.user), _actor(request)
    member = Membership.objects.get(pk=actor.membership_id) if actor else None
    initial = {
        "full_name": user.full_name,
        "language": user.language,
        "phone": member.phone if member else "",
    }
    data = request.POST if request.method == "POST" else None
    form = ProfileForm(request, data, initial=initial, actor=actor)
    if request.method == "POST" and form.is_valid() and _save_profile(user, actor, form):
        with languages.of_reader(user):
            messages.success(request, _("Bilgileriniz kaydedildi."))
        return HttpResponseRedirect(reverse("profile"))
    context = {
        "form": form,
        "member": member,
        "places": getattr(request, "memberships", []),
        "invitations": persons.invitations_of(user),
        "factor_is_on": second_factor.is_on(user),
        "password_is_old": persons.password_is_old(user),
    }
    return page(request, "tenancy/profile.html", context, status=422 if form.errors else 200)


def _save_profile(user: User, actor: Actor | None, form: ProfileForm) -> bool:
    try:
        persons.change_name(user, form.cleaned_data["full_name"])
        persons.change_language(user, form.cleaned_data["language"] or user.language)
        if actor is not None and "phone" in form.changed_data:
            persons.change_phone(actor, form.cleaned_data["phone"])
    except HubError as error:
        show_error(form, error)
        return False
    return True


@signed_in
@require_POST
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    accept = request.POST.get("answer") == "accept"
    try:
        row = persons.answer_invitation(cast(User, request.user), pk, accept=accept)
    except NotFound as missing:
        return page_not_found(request, str(missing.message))
    except HubError as refused:
        messages.error(request, str(refused.message))
        return HttpResponseRedirect(reverse("profile"))
    said = _("%(firm)s firmasına katıldınız.") if accept else _("%(firm)s daveti reddedildi.")
    messages.success(request, said % {"firm": row.firm.name})
    return HttpResponseRedirect(reverse("home" if accept else "profile"))


@sensitive_post_parameters()
@signed_in
@require_http_methods(["GET", "POST"])
def password_change(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    form = ChangePasswordForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save()
        if not form.errors:
            update_session_auth_hash(request, form.user)  # this session alone lives on
            messages.success(request, _("Parolanız değişti. Diğer oturumlarınız kapatıldı."))
            return HttpResponseRedirect(reverse("profile"))
    context = {"form": form, "is_old": persons.password_is_old(user)}
    return page(
        request, "tenancy/password_change.html", context, status=422 if form.errors else 200
    )


@never_cache
@require_http_methods(["GET", "POST"])
def password_reset(request: HttpRequest) -> HttpResponse:
    form = ResetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        persons.ask_for_reset(form.cleaned_data["email"])
        return render(request, "tenancy/password_reset_sent.html")
    context = {"form": form}
    return render(
        request, "tenancy/password_reset.html", context, status=422 if form.errors else 200
    )


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PasswordSetView(PasswordResetConfirmView):
    """By the link of a mail; Django keeps the token out of the page's address."""

    form_class = NewPasswordForm
    template_name = "tenancy/password_set.html"
    success_url = reverse_lazy("login")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if form.errors:
            return self.form_invalid(form)
        messages.success(self.request, _("Parolanız kaydedildi. Şimdi giriş yapın."))
        return response

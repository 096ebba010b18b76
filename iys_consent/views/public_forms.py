"""The public consent form: open to everybody, nothing ticked beforehand, confirmed by a code."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from iys_consent.embedding import embeddable
from iys_consent.models import ConsentForm
from iys_consent.public_form import CodeForm, RequestForm
from iys_consent.services import form_mails, web_forms
from turkcell_hub.api.peers import client_address
from turkcell_hub.errors import HubError, NotFound
from turkcell_hub.portal.forms import show_error
from turkcell_hub.tenancy.scope import firm_scope


def _published(token: str) -> ConsentForm:
    try:
        return web_forms.published(token)
    except NotFound as missing:
        raise Http404(str(missing.message)) from None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@embeddable(_published)
def fill(request: HttpRequest, page: ConsentForm) -> HttpResponse:
    with firm_scope(page.firm_id):
        form = RequestForm(request.POST or None, channels=page.channels)
        if request.method == "POST" and form.is_valid():
            address = client_address(request)
            try:
                asked = web_forms.ask(page, form.cleaned_data, str(address) if address else None)
            except HubError as refused:
                show_error(form, refused)
            else:
                url = reverse("consent-form-code", args=[page.token, asked[0].key])
                return HttpResponseRedirect(f"{url}?mailed=1" if len(asked) > 1 else url)
        context = {"page": page, "text": web_forms.text_of(page).text, "form": form}
        status = 422 if request.method == "POST" else 200
        return render(request, "iys_consent/public_form.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@embeddable(_published)
def code(request: HttpRequest, page: ConsentForm, key: UUID) -> HttpResponse:
    with firm_scope(page.firm_id):
        try:
            asked = web_forms.request_of(page, key)
        except NotFound as missing:
            raise Http404(str(missing.message)) from None
        form = CodeForm(request.POST or None)
        if request.method == "POST" and asked.confirmed_at is None and form.is_valid():
            try:
                asked = web_forms.confirm(page, key, form.cleaned_data["code"])
            except HubError as refused:
                show_error(form, refused)
        mailed = request.GET.get("mailed") == "1"
        context = {"page": page, "asked": asked, "form": form, "mailed": mailed}
        failed = request.method == "POST" and asked.confirmed_at is None
        status = 422 if failed else 200
        return render(request, "iys_consent/public_code.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest, token: str, key: UUID, secret: str) -> HttpResponse:
    """Where the mail's link leads. Looking at it confirms nothing: mail servers look too."""
    page = _published(token)
    with firm_scope(page.firm_id):
        error = ""
        try:
            asked = form_mails.request_of(page, key, secret)
            if request.method == "POST" and request.POST.get("do") == "withdraw":
                form_mails.withdraw(page, key, secret)
            elif request.method == "POST":
                asked = form_mails.confirm(page, key, secret)
        except NotFound as missing:
            raise Http404(str(missing.message)) from None
        except HubError as refused:
            error = str(refused.message)
        context = {
            "page": page, "asked": asked, "error": error,
            "is_given": asked.confirmed_at is not None and form_mails.is_given(page, asked),
        }  # fmt: skip
        status = 422 if error else 200
        return render(request, "iys_consent/public_mail.html", context, status=status)

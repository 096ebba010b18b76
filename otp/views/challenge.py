"""Typing the code (L-085 … L-088): what is approved, how long it counts, what credit is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from otp import subjects
from otp.forms.approvals import CodeForm
from otp.models import Challenge, ChallengeState, Method
from otp.permissions import ANSWER
from otp.selectors import codes as code_rows
from otp.services import challenges
from turkcell_hub.errors import Conflict, HubError, NotFound
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.services import credits
from turkcell_hub.portal.forms import show_error
from turkcell_hub.portal.views.mixins import actor_required


@never_cache
@require_http_methods(["GET", "POST"])
@actor_required(ANSWER)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of one challenge, and the code that comes back."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            receipt = challenges.verify(actor, pk, form.cleaned_data["code"])
        except NotFound:
            raise
        except HubError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Onaylandı: %(what)s") % {"what": receipt.subject_text})
            return HttpResponseRedirect(after(receipt.subject_kind, receipt.subject_id))
    standing = challenges.standing(actor, pk)
    is_open = standing.challenge.state == ChallengeState.OPEN
    context = {
        "form": form,
        "standing": standing,
        "challenge": standing.challenge,
        "is_open": is_open,
        "facts": _facts(standing.challenge) if is_open else (),
        "is_sms": standing.challenge.method == Method.SMS,
        "resend_left": _clock(standing.resend_in),
        "sending": code_rows.sending_of(standing.challenge),
        "balance": credits.balance(actor.firm_id, Kind.OTP),
        "back": after(standing.challenge.subject_kind, standing.challenge.subject_id),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "otp/challenge.html", context, status=status)


def _clock(seconds: int) -> str:
    """As the page's own countdown writes it: 00:45, 1:02:07."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def _facts(challenge: Challenge) -> Sequence[tuple[str, str]]:
    subject = subjects.current(challenge.subject_kind, challenge.subject_id)
    return subject.facts if subject else ()


@require_POST
@actor_required(ANSWER)
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """A new code; the page of the challenge that it belongs to."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    try:
        challenge = challenges.resend(actor, pk)
    except NotFound:
        raise
    except HubError as error:
        messages.error(request, str(error.message))
        return HttpResponseRedirect(reverse("otp-challenge", args=[pk]))
    messages.success(request, _("Yeni kod yolda; önceki kod artık geçmez."))
    return HttpResponseRedirect(reverse("otp-challenge", args=[challenge.pk]))


def begin(request: HttpRequest, start: Any, back: str) -> HttpResponse:
    """Starts a challenge for a room's page: on to the code, or back with the reason why not."""
    try:
        challenge: Challenge = start()
    except NotFound:
        raise
    except HubError as error:
        messages.error(request, str(error.message))
        return HttpResponseRedirect(back)
    return HttpResponseRedirect(reverse("otp-challenge", args=[challenge.pk]))


def after(kind: str, subject_id: int) -> str:
    """Where the person goes on: the record's own page."""
    try:
        source = subjects.source_of(kind)
    except KeyError:
        raise Conflict(_("Bu tür artık tanınmıyor.")) from None
    return source.url(subject_id) if source.url else reverse("home")

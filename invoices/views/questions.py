""" "Bu hat sizde mi?": what asking would cost, the order to ask, and the page of the answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from invoices.models import LineQuestion
from invoices.permissions import LINE_ASK
from invoices.selectors import audit
from invoices.services import questions
from turkcell_hub.api.peers import client_address
from turkcell_hub.errors import HubError, Invalid, NotAllowed, NotFound
from turkcell_hub.lib.phone import mask
from turkcell_hub.portal.views.mixins import ActorRequiredMixin
from turkcell_hub.tenancy.scope import firm_scope


class AskPage(ActorRequiredMixin):
    """First what it would cost and who is left out; sent only by the second press."""

    right = LINE_ASK

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("line-audit"))

    def post(self, request: HttpRequest) -> HttpResponse:
        actor: Any = self.actor
        wanted = request.POST.get("month", "")
        period = next((one for one in audit.months() if f"{one:%Y-%m}" == wanted), None)
        numbers = request.POST.getlist("number")
        back = f"{reverse('line-audit')}?month={wanted}"
        if period is None:
            raise NotFound(_("Bu ayın faturası yok."))
        if not numbers:
            messages.error(request, _("Önce sorulacak hatları seçin."))
            return HttpResponseRedirect(back)
        context: dict[str, Any] = {"period": period, "back": back, "chosen": None, "found": None}
        try:
            chosen = context["chosen"] = questions.plan(actor, period, numbers)
            if request.POST.get("confirmed"):
                most = _credits(request.POST.get("credits", ""))
                campaign = questions.send(actor, chosen, max_credits=most)
                said = _("Soru gönderildi: %(count)d hat.") % {"count": len(chosen.asked)}
                messages.success(request, said)
                return HttpResponseRedirect(reverse("campaigns-detail", args=[campaign.pk]))
            context["found"] = questions.forecast(actor, chosen)
            context["text"] = questions.sample(actor)
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            context["problem"] = str(error.message)
        status = 422 if "problem" in context else 200
        return render(request, "invoices/ask.html", context, status=status)


def _credits(typed: str) -> int:
    """Raises ``Invalid`` where the form does not say what was agreed to."""
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 10):
        raise Invalid(_("Sayfayı yenileyip krediyi yeniden görün."), code="credits_unread")
    return int(typed)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: HttpRequest, token: str) -> HttpResponse:
    """No login: the address is the key."""
    try:
        asked = questions.at_address(token)
    except NotFound as missing:
        raise Http404(str(missing.message)) from None
    with firm_scope(asked.firm_id):
        if request.method != "POST":
            questions.seen(asked)
            return _shown(request, asked)
        said = request.POST.get("answer", "")
        if said not in LineQuestion.Answer.values:
            return _shown(request, asked, _("Yanıtınızı seçin."))
        note = request.POST.get("note", "")
        door = LineQuestion.Door.LINK
        try:
            questions.answer(asked, said, door, note=note, source=_peer(request))
        except HubError as refused:
            return _shown(request, asked, str(refused.message))
    return HttpResponseRedirect(request.path)


def _shown(request: HttpRequest, asked: LineQuestion, problem: str = "") -> HttpResponse:
    context = {
        "asked": asked,
        "number": mask(asked.phone),  # whoever finds the address learns no number in full
        "problem": problem,
        "is_open": questions.is_open(asked),
    }
    return render(request, "invoices/line_answer.html", context, status=422 if problem else 200)


def _peer(request: HttpRequest) -> str:
    address = client_address(request)
    return str(address) if address else ""

"""Kimlere Gönderiyoruz: the question of the set-up that decides about İYS (S-057)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from messaging import setup_steps
from messaging.forms import RecipientsForm
from messaging.services import rules
from turkcell_hub.errors import HubError
from turkcell_hub.portal.forms import show_error
from turkcell_hub.portal.views.mixins import actor_required


@require_http_methods(["GET", "POST"])
@actor_required("messaging.rules.change")
def recipients(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    rule = rules.in_force(actor.firm_id)
    initial = {"exempt_sender": rule.exempt_sender, "writes_to_others": rule.writes_to_others}
    data = request.POST if request.method == "POST" else None
    form = RecipientsForm(data, initial=initial, actor=actor)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            rules.answer(actor, given["exempt_sender"], bool(given["writes_to_others"]))
        except HubError as error:
            show_error(form, error)
        else:
            said = _("Kaydedildi. Ticari mesajlar için İYS adımları ana sayfadadır.")
            if not setup_steps.needs_registry(rules.in_force(actor.firm_id)):
                said = _("Kaydedildi. Kapsamınızdakilere yazdığınız sürece İYS üyeliği gerekmez.")
            messages.success(request, said)
            return HttpResponseRedirect(reverse("home"))
    status = 422 if form.errors else 200
    return render(request, "messaging/recipients.html", {"form": form}, status=status)

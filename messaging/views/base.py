"""What the compose and campaign pages share."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging.models import Campaign
from turkcell_hub import resources
from turkcell_hub.errors import HubError
from turkcell_hub.portal.links import to_if_routed
from turkcell_hub.tenancy.actor import Actor

# Where a person mends what a service has refused.
_MENDED_AT = {
    "sender_missing": ("sender-titles-list", gettext_lazy("Gönderici adlarına git")),
    "sender_inactive": ("sender-titles-list", gettext_lazy("Gönderici adlarına git")),
    "account_missing": ("gateway-accounts-list", gettext_lazy("SMS ayarlarına git")),
    "account_not_ready": ("gateway-accounts-list", gettext_lazy("SMS ayarlarına git")),
    "insufficient_credit": ("credit-status", gettext_lazy("Kredi alın ya da limit isteyin")),
}


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def campaign_or_404(request: HttpRequest, pk: int) -> Campaign:
    """A campaign that exists for the actor; another firm's and a hidden one are absent."""
    found = resources.get("campaigns").queryset(actor_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404(_("Gönderim bulunamadı."))
    campaign: Campaign = found
    return campaign


def refusal(error: HubError) -> dict[str, Any]:
    """What a page shows of a refusal: the sentence, and the page where it is mended."""
    name, label = _MENDED_AT.get(error.code, ("", ""))
    return {"text": str(error.message), "url": to_if_routed(name) if name else "", "label": label}


def refused(request: HttpRequest, error: HubError, template: str, **context: Any) -> HttpResponse:
    return render(request, template, {"refusal": refusal(error), **context}, status=422)


def go(request: HttpRequest, url: str) -> HttpResponse:
    """On to a page, from a dialog or from a page without a script."""
    if not getattr(request, "htmx", None):
        return HttpResponseRedirect(url)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = url
    return response

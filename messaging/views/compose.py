"""Toplu Mesaj Gönder: one page, saved while one types (L-063 … L-068, L-072 … L-075)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from messaging.forms import ComposeForm
from messaging.models import EDITABLE, Campaign, MessageClass
from messaging.selectors import audience, guidance, savings, texts
from messaging.services import addressing, compose, composing, kinds, preflight, rules, sendable
from messaging.services.audiences import forbidden_of, profile_of, suffix_of
from messaging.views.base import actor_of, campaign_or_404
from turkcell_hub.billing.selectors import wallets
from turkcell_hub.errors import Conflict
from turkcell_hub.portal.links import to_if_routed
from turkcell_hub.portal.views.mixins import actor_required

_CHANGE = "messaging.campaign.change"


@require_GET
@actor_required("messaging.campaign.add")
def start(request: HttpRequest) -> HttpResponse:
    """Opens the person's empty draft, or a new one."""
    return redirect("compose", compose.blank(actor_of(request)).pk)


@require_GET
@actor_required(_CHANGE)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(request, pk)
    if campaign.state not in EDITABLE:
        return redirect("campaigns-detail", pk)
    actor = actor_of(request)
    service = addressing.service_of(campaign.address_type)
    form = ComposeForm(actor=actor, initial=_initial(campaign, request), service=service)
    context = {
        "campaign": campaign,
        "form": form,
        "parameters": texts.picker(),
        "chosen": audience.chosen(actor, campaign),
        "forecast": preflight.stored(campaign),
        "classes": _classes(),
        "caps_week": rules.in_force(campaign.firm_id).weekly_cap,
        "kinds": kinds.choices(campaign),
        "addresses": addressing.choices(campaign.firm_id),
        "breadcrumbs": [(_("İşlemler"), ""), (_("Gönderimler"), reverse("campaigns-list"))],
        **state(campaign),
    }
    return render(request, "messaging/compose.html", context)


@require_POST
@actor_required(_CHANGE)
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps the form; answers the counter and whatever else changed."""
    campaign = campaign_or_404(request, pk)
    saved, form = keep(request, campaign)
    if not getattr(request, "htmx", None):
        return HttpResponseRedirect(reverse("compose", args=[pk]))
    if saved is None:
        return render(request, "messaging/compose/_gone.html", {"campaign": campaign}, status=422)
    if saved.channel_changed:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {
        "campaign": saved.campaign,
        "saved": saved,
        "form": form,
        "chosen": audience.chosen(actor_of(request), saved.campaign)
        if saved.audience_changed
        else None,
        **state(saved.campaign, saved.problem),
    }
    return render(request, "messaging/compose/_saved.html", context)


@require_POST
@actor_required(_CHANGE)
def suggest(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes the text as a suggestion of the counter does; the old one can be taken back."""
    campaign = campaign_or_404(request, pk)
    keep(request, campaign)
    campaign = campaign_or_404(request, pk)
    before = campaign.text
    kind = request.POST.get("kind", "simplify")
    if kind == "plain":
        text = addressing.plain_text(before, forbidden_of(campaign))
    else:
        text = savings.written(campaign, kind)
    return _written(request, campaign, text, before)


@require_GET
@actor_required(_CHANGE)
def saving(request: HttpRequest, pk: int) -> HttpResponse:
    """Tasarruf kalemi: what each cheaper spelling of the saved text would cost for this list."""
    campaign = campaign_or_404(request, pk)
    context = {"campaign": campaign, "pencil": savings.pencil(actor_of(request), campaign)}
    return render(request, "messaging/content/_saving.html", context)


@require_POST
@actor_required(_CHANGE)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts back the text that a template or a suggestion took the place of."""
    return _written(request, campaign_or_404(request, pk), request.POST.get("previous", ""), None)


def _written(
    request: HttpRequest, campaign: Campaign, text: str, before: str | None
) -> HttpResponse:
    saved = composing.save(actor_of(request), campaign, {"text": text})
    context = {
        "campaign": saved.campaign,
        "saved": saved,
        "new_text": True,
        "previous": before,
        **state(saved.campaign, saved.problem),
    }
    return render(request, "messaging/compose/_saved.html", context)


def keep(request: HttpRequest, campaign: Campaign) -> tuple[composing.Saved | None, ComposeForm]:
    """Saves what the form holds; (None, form) when the campaign is no draft any more. A value
    that the form refuses leaves its field as it was."""
    service = addressing.service_of(campaign.address_type)
    form = ComposeForm(request.POST, actor=actor_of(request), service=service)
    form.is_valid()
    data = {name: value for name, value in form.cleaned_data.items() if name in request.POST}
    if "groups_shown" in request.POST and "groups" not in form.errors:
        data["groups"] = form.cleaned_data.get("groups", [])
    if "exempt_shown" in request.POST:
        data["exempt_sender"] = form.cleaned_data.get("exempt_sender", False)
    try:
        return composing.save(actor_of(request), campaign, data), form
    except Conflict:
        return None, form


def state(campaign: Campaign, problem: str = "") -> dict[str, Any]:
    """Counter, balance and the warnings that stand above the page."""
    return {
        "size": texts.measure(
            kinds.written(campaign),
            profile_of(campaign),
            suffix_of(campaign),
            forbidden_of(campaign),
        ),
        "mms_room": kinds.mms_room(campaign),
        "mms_max_kb": kinds.mms_max_kb(campaign),
        "problem": problem or texts.problem_of(campaign.text),
        "forecast_holds": preflight.stored(campaign) is not None,
        "balance": wallets.spendable(campaign.firm_id).balance,
        "guide": guidance.of(campaign),
        "warnings": list(_warnings(campaign)),
    }


def _warnings(campaign: Campaign) -> Any:
    """What will stop the sending, said before anybody writes for an hour."""
    trouble = sendable.trouble_of(campaign)
    if trouble:
        yield {
            "text": trouble,
            "url": to_if_routed("gateway-accounts-list"),
            "label": _("SMS ayarlarına git"),
        }
    elif campaign.sender is None:
        yield {
            "text": _("Tanımlı gönderici adı yok; mesaj bir gönderici adıyla gider."),
            "url": to_if_routed("sender-titles-list"),
            "label": _("Gönderici adlarına git"),
        }
    if not trouble and (why_not := kinds.why_not(campaign)):
        yield {"text": why_not, "url": "", "label": ""}
    wallet = wallets.spendable(campaign.firm_id)
    if wallet.balance:
        return
    if wallet.is_limit:
        yield {
            "text": _("Bu ayın SMS limiti bitti; ön uçuş yapabilirsiniz ama gönderemezsiniz."),
            "url": to_if_routed("limit-requests-list"),
            "label": _("Limit artırımı isteyin"),
        }
    else:
        yield {
            "text": _("SMS krediniz yok; ön uçuş yapabilirsiniz ama gönderemezsiniz."),
            "url": to_if_routed("credit-shop"),
            "label": _("Kredi satın alın"),
        }


def _classes() -> list[dict[str, Any]]:
    return [
        {
            "value": MessageClass.INFORMATIONAL.value,
            "label": MessageClass.INFORMATIONAL.label,
            "text": _("Sipariş, randevu, borç gibi hizmetin kendisiyle ilgili; onay gerekmez."),
        },
        {
            "value": MessageClass.COMMERCIAL.value,
            "label": MessageClass.COMMERCIAL.label,
            "text": _("Kampanya, tanıtım, kutlama; yalnız İYS'de onayı olanlara gider."),
        },
    ]


def _initial(campaign: Campaign, request: HttpRequest) -> dict[str, Any]:
    return {
        "name": campaign.name,
        "sender": campaign.sender_id,
        "address_type": campaign.address_type,
        "message_class": campaign.message_class,
        "exemption": campaign.exemption,
        "exempt_sender": bool(campaign.exempt_sender),
        "brand": campaign.brand_id,
        "dealer": campaign.dealer_id,
        "message_kind": campaign.message_kind,
        "link": campaign.link,
        "template": campaign.template_id,
        "text": campaign.text,
        "validity_hours": campaign.validity_hours,
        "validity_minutes": campaign.validity_minutes,
        "cap_wait_days": campaign.cap_wait_days,
        "groups": list(
            actor_of(request).visible(campaign.groups.all()).values_list("pk", flat=True)
        ),
    }

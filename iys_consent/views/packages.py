"""Paket Yönetimi: what runs, and the way to another one (Y-003 … Y-021, K-062 … K-066)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from iys_consent import catalogue
from iys_consent.catalogue import Addresses
from iys_consent.models import Package, PackageState
from iys_consent.permissions import PACKAGES
from iys_consent.selectors import addresses
from iys_consent.selectors import packages as selectors
from iys_consent.services import package_rules, packages
from iys_consent.uploads.job import iys_codes
from turkcell_hub.billing import order_gate
from turkcell_hub.billing.models import OrderState, PaymentMethod
from turkcell_hub.billing.selectors import shop, transfers
from turkcell_hub.billing.services import till
from turkcell_hub.billing.views.payment import plans_page
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.ledger import selectors as ledger
from turkcell_hub.ledger.models import Kind
from turkcell_hub.portal.views.mixins import actor_required

_MOST = 100_000_000


@require_safe
@actor_required(PACKAGES)
def overview(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    active = selectors.active()
    context = {
        "active": active,
        "open": selectors.open_ones(),
        "states": PackageState,
        "quota": ledger.summary(actor.firm_id, Kind.IYS),
        "used": selectors.used(active) if active else 0,
        "forecast": selectors.forecast(active) if active else None,
        "iys_code": ", ".join(iys_codes()),
        "may_buy": actor.can(packages.BUY),
        "may_approve": actor.can(packages.APPROVE),
        "may_see_usage": actor.can("ledger.transfer.view"),
        "breadcrumbs": [(_("Ayarlar"), "")],
    }
    return render(request, "iys_consent/package.html", context)


@require_safe
@actor_required(packages.BUY)
def choose(request: HttpRequest) -> HttpResponse:
    """Paket Seçimi: seven packages, and the one that fits (GET phones, emails)."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    own = addresses.of_firm(actor.firm_id)
    typed = {name: _whole(request.GET.get(name)) for name in ("phones", "emails")}
    asked = Addresses(
        own.phones if typed["phones"] is None else typed["phones"],
        own.emails if typed["emails"] is None else typed["emails"],
    )
    rules = package_rules.in_force(actor.firm_id)
    active = selectors.active()
    context = {
        "offers": [
            (offer, catalogue.name_of(offer.credits)) for offer in shop.offers(of=packages.GOODS)
        ],
        "own": own,
        "asked": asked,
        "is_own": asked == own,
        "wanted": catalogue.recommended(asked),
        "until": catalogue.first_upload_until(asked.for_threshold, rules.many_addresses),
        "active": active,
        "breadcrumbs": [(_("Paket Yönetimi"), reverse("iys-package"))],
    }
    return render(request, "iys_consent/package_choose.html", context)


@require_http_methods(["GET", "POST"])
@actor_required(packages.BUY)
def agree(request: HttpRequest, size: int) -> HttpResponse:
    """Sözleşme Onay; for a free package the last step (Y-010), else Ödeme Adımı follows."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    if size not in catalogue.SIZES:
        raise NotFound(_("Böyle bir paket yok."))
    refusal = ""
    if request.method == "POST":
        try:
            package = packages.choose(actor, size, request.POST.get("agreed") == "on")
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            refusal = str(error.message)
        else:
            paying = package.state == PackageState.PAYING
            to = reverse("iys-package-payment", args=[package.pk]) if paying else ""
            return HttpResponseRedirect(to or reverse("iys-package"))
    rules = package_rules.in_force(actor.firm_id)
    context = {
        "price": packages.price_of(size),
        "name": catalogue.name_of(size),
        "size": size,
        "terms": package_rules.terms_of(rules),
        "active": selectors.active(),
        "unpaid": [one for one in selectors.open_ones() if one.state == PackageState.PAYING],
        "left": ledger.summary(actor.firm_id, Kind.IYS).remaining,
        "refusal": refusal,
        "breadcrumbs": [(_("Paket Seçimi"), reverse("iys-package-choose"))],
    }
    status = 422 if refusal else 200
    return render(request, "iys_consent/package_agree.html", context, status=status)


@require_http_methods(["GET", "POST"])
@actor_required(packages.BUY)
def payment(request: HttpRequest, pk: int) -> HttpResponse:
    """Ödeme Adımı. POST (method) places the order: a transfer is confirmed first (``sure``, Y-018)
    and then shows where to send the money, a card order shows the link to the payment service.
    The link is one, not a redirect: a form may not lead to another host (CSP ``form-action``)."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    package = _package(pk)
    if package.state != PackageState.PAYING:
        return HttpResponseRedirect(reverse("iys-package"))
    refusal, asks = "", False
    if request.method == "POST":
        method = request.POST.get("method", "")
        asks = method == PaymentMethod.TRANSFER and not request.POST.get("sure")
        if not asks:
            try:
                packages.pay_by(actor, package, method)
            except (NotAllowed, NotFound):
                raise
            except HubError as error:
                refusal = str(error.message)
            else:
                return HttpResponseRedirect(reverse("iys-package-payment", args=[package.pk]))
    order = package.order
    waits = order is not None and order.state == OrderState.WAITING
    by_transfer = waits and order.method == PaymentMethod.TRANSFER  # type: ignore[union-attr]
    context = {
        "package": package,
        "order": order if waits else None,
        "closed": order_gate.why_closed(order) if waits and order else "",
        "transfer": transfers.instructions(order) if by_transfer and order else None,
        "asks": asks,
        "refusal": refusal,
        "takes_cards": till.takes_cards(),
        "accounting": package_rules.in_force(actor.firm_id).accounting_email,
        "breadcrumbs": [(_("Paket Yönetimi"), reverse("iys-package"))],
    }
    status = 422 if refusal else 200
    return render(request, "iys_consent/package_payment.html", context, status=status)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@actor_required(packages.BUY)
def installments(request: HttpRequest, pk: int) -> HttpResponse:
    """Taksit Seçenekleri, before and after the order (Y-017)."""
    package = _package(pk)
    if package.state != PackageState.PAYING:
        return HttpResponseRedirect(reverse("iys-package"))
    back = (reverse("iys-package-payment", args=[package.pk]), _("Ödeme adımına dön"))
    return plans_page(request, package.gross, title=package.name, back=back)


@require_POST
@actor_required(packages.BUY)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    packages.cancel(actor, _package(pk))
    return HttpResponseRedirect(reverse("iys-package"))


@require_POST
@actor_required(packages.APPROVE)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    packages.approve(actor, _package(pk))
    return HttpResponseRedirect(reverse("iys-package"))


def _package(pk: int) -> Package:
    found: Package | None = Package.objects.select_related("order").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Paket bulunamadı."))
    return found


def _whole(raw: str | None) -> int | None:
    text = (raw or "").replace(".", "").replace(" ", "")
    return min(int(text), _MOST) if text.isascii() and text.isdigit() and len(text) < 12 else None

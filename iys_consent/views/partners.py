"""Marka Yönetimi: İş Ortağı Ekle and AHS Ekle, each brand for itself (Y-022 … Y-032)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from iys_consent import permissions
from iys_consent.filtersets import brands_of
from iys_consent.models import BrandAuthorisation, Channel, PartnerRole
from iys_consent.resources.partners import AuthorisationResource
from iys_consent.services import authorisations, suppliers
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.resources import get

_CHANNELS = (Channel.CALL, Channel.MESSAGE, Channel.EMAIL)


@require_safe
@actor_required(permissions.PARTNERS)
def brands(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    rows = actor.visible(
        BrandAuthorisation.objects.filter(ended_at=None).select_related("supplier", "brand", "key")
    )
    given: dict[tuple[int, str], list[BrandAuthorisation]] = {}
    for row in rows.order_by("pk"):
        given.setdefault((row.brand_id, row.role), []).append(row)
    context = {
        "brands": [
            (brand, [(role, given.get((brand.pk, role.value), [])) for role in PartnerRole])
            for brand in brands_of(request)
        ],
        "closed": authorisations.why_closed(),
        "may_authorise": actor.can(permissions.AUTHORISE),
        "may_make_keys": actor.can("tenancy.key.change"),
        "breadcrumbs": [(_("Ayarlar"), "")],
    }
    return render(request, "iys_consent/brand_partners.html", context)


@require_http_methods(["GET", "POST"])
@actor_required(permissions.AUTHORISE)
def authorise(request: HttpRequest, pk: int, role: str) -> HttpResponse:
    """The picker: search, choose one, choose channels. ``pk`` is a brand."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    brand = brands_of(request).filter(pk=pk).first()
    wanted = _ROLES.get(role)
    if brand is None or wanted is None:
        raise NotFound(_("Marka bulunamadı."))
    refusal = ""
    if request.method == "POST":
        code, chosen = request.POST.get("supplier", ""), request.POST.getlist("channels")
        try:
            authorisations.authorise(actor, brand, wanted, code, chosen)
        except NotAllowed:
            raise
        except HubError as error:
            refusal = str(error.message)
        else:
            return HttpResponseRedirect(reverse("iys-brand-partners"))
    else:
        code, chosen = request.GET.get("supplier", ""), []
    text = request.GET.get("q", "")[:100]
    found = suppliers.of_role(actor.firm_id, wanted, text)
    picked = next((row for row in found if row.code == code), found[0] if found else None)
    if request.method == "GET" and picked is not None:
        chosen = authorisations.suggested(picked)
    context = {
        "brand": brand,
        "role": wanted,
        "role_slug": role,
        "closed": authorisations.why_closed(),
        "suppliers": found,
        "picked": picked,
        "channels": [(one.value, one.label, one.value in chosen) for one in _CHANNELS],
        "text": text,
        "refusal": refusal,
        "breadcrumbs": [(_("Marka Yönetimi"), reverse("iys-brand-partners"))],
    }
    status = 422 if refusal else 200
    return render(request, "iys_consent/brand_authorise.html", context, status=status)


@require_POST
@actor_required(permissions.AUTHORISE)
def make_key(request: HttpRequest, pk: int) -> HttpResponse:
    """The key of an authorisation, shown once."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    row = get(AuthorisationResource.slug).queryset(actor).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("Yetki bulunamadı."))
    key, secret = authorisations.make_key(actor, row)
    answer = render(request, "tenancy/key_shown.html", {"key": key, "secret": secret})
    answer["Cache-Control"] = "no-store"
    return answer


_ROLES = {"partner": PartnerRole.PARTNER, "ahs": PartnerRole.INTERMEDIARY}

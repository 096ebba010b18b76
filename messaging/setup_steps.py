"""Steps of the set-up about İYS: other ones for a sender that the law exempts, and for a firm
that sits abroad (S-008, S-009, S-057, S-058)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from iys_consent.exemptions import ExemptSender
from iys_consent.services.accounts import of_firm
from iys_consent.uploads.job import iys_codes
from messaging.models import Subscriber
from messaging.services import rules
from turkcell_hub.portal.checklist import Step
from turkcell_hub.tenancy.models import Brand, Country, Firm, GatewayAccount

_ACCOUNT = "tenancy.account.change"


def registry(actor: Any) -> list[Step]:
    """Brands, the İYS number and the partner, where the firm has to join."""
    may_name, may_connect = actor.can("tenancy.brand.change"), actor.can(_ACCOUNT)
    if not (may_name or may_connect):
        return []
    sender = rules.in_force(actor.firm_id).exempt_sender
    if not needs_registry(sender):
        return []
    found = [brands()] if may_name else []
    if may_connect:
        account = of_firm()
        found += [code(actor, sender, account), partner(account)]
    return found


def brands() -> Step:
    return Step(
        _("Markalarınızı tanımlayın"),
        Brand.objects.filter(is_active=True).exists(),
        _("İYS'de izinler marka marka tutulur; ticari mesaj bir marka adına gider."),
        reverse("brands-list"),
    )


def code(actor: Any, sender: str, account: GatewayAccount | None) -> Step:
    """The İYS number: proof that the firm has joined (S-008)."""
    has_code = bool(iys_codes())
    joins = actor.can("membership.dossier.change") and not has_code and not account
    url = reverse("membership-registration") if joins else _account_url(account)
    return Step(_("İYS'ye üye olun, İYS kodunuzu girin"), has_code, _why(actor, sender), url)


def partner(account: GatewayAccount | None) -> Step:
    """İYS answers through the account only once the firm has named the partner (S-009)."""
    return Step(
        _("İYS'de iş ortağınızı yetkilendirin"),
        account is not None and account.health == GatewayAccount.Health.OK,
        _("Yetki verilince İYS hesabında “Bağlantıyı dene” deyin; İYS yanıtlarsa adım tamamdır."),
        _account_url(account),
    )


def needs_registry(sender: str) -> bool:
    """False for an exempt sender all of whose people fall under its exemption: who writes to its
    own members, students or citizens alone need not join İYS (S-057, S-059 … S-063). One person
    beside them, and the steps are there."""
    if not sender:
        return True
    limit = ExemptSender(sender).limit
    if not limit:
        return False
    others = Subscriber.objects.filter(is_active=True).exclude(relation__in=limit)
    return bool(others.exists())


def _why(actor: Any, sender: str) -> str:
    if sender:
        return _("Muafiyetinizin dışında kalanlara ticari mesaj için İYS üyeliği gerekir.")
    country = Firm.objects.values_list("country", flat=True).get(pk=actor.firm_id)
    if country != Country.TURKIYE:
        return _(
            "Türkiye'de yerleşik olmayan firma da kaydolur: apostilli faaliyet ve yetki belgelerini"
            " İYS'ye önce e-postayla, sonra asıllarını postayla gönderin; gelen kodu hesaba yazın."
        )
    return _("Ticari mesajda her numara İYS'ye sorulur; kod olmadan hiçbiri gönderilmez.")


def _account_url(account: GatewayAccount | None) -> str:
    if account is not None:
        return reverse("gateway-accounts-edit", args=[account.pk])
    return f"{reverse('gateway-accounts-add')}?service={GatewayAccount.Service.IYS}"

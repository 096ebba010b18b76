"""Steps of the set-up about İYS: other ones for a sender that the law exempts, and for a firm
that sits abroad (S-008, S-009, S-057, S-058)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from iys_consent.exemptions import ExemptSender
from iys_consent.models import BrandAuthorisation, PartnerRole
from iys_consent.selectors import packages
from iys_consent.services.accounts import of_firm
from iys_consent.uploads.job import iys_codes
from messaging.models import SendingRules, Subscriber
from messaging.services import rules
from turkcell_hub.portal.checklist import Step
from turkcell_hub.tenancy.models import Brand, Country, Firm, GatewayAccount

_ACCOUNT = "tenancy.account.change"


def registry(actor: Any) -> list[Step]:
    """Whom the firm sends to; then brands, the İYS number and the partner, where it has to
    join."""
    may_ask = actor.can("messaging.rules.change")
    may_name, may_connect = actor.can("tenancy.brand.change"), actor.can(_ACCOUNT)
    if not (may_ask or may_name or may_connect):
        return []
    rule = rules.in_force(actor.firm_id)
    found = [recipients(rule)] if may_ask else []
    if not needs_registry(rule):
        return found
    if may_name:
        found.append(brands())
    if may_connect:
        account = of_firm()
        found += [code(actor, rule.exempt_sender, account), partner(account)]
    return found


def recipients(rule: SendingRules) -> Step:
    """The question that decides whether İYS concerns the firm at all (S-057)."""
    return Step(
        _("Kimlere göndereceğinizi belirtin"),
        rule.writes_to_others is not None,
        _("Yalnız üyelerine, öğrencilerine ya da halka yazan kuruluşun İYS'ye üye olması gerekmez;"
          " yanıtınız İYS adımlarını açar ya da kapatır."),
        reverse("sending-recipients"),
    )  # fmt: skip


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
    """A brand's partner is written down, and İYS answers through the account: it does so only
    once the firm has named the partner (S-009). The package opens the first (Y-005)."""
    is_named = BrandAuthorisation.objects.filter(
        role=PartnerRole.PARTNER, ended_at=None, brand__is_active=True
    ).exists()
    answers = account is not None and account.health == GatewayAccount.Health.OK
    if is_named:
        why = _("Yetki verilince İYS hesabında “Bağlantıyı dene” deyin; yanıtlarsa adım tamamdır.")
        url = _account_url(account)
    elif packages.has_active():
        why = _("İş Ortağı Ekle ile markanın iş ortağını ve kanallarını seçin.")
        url = reverse("iys-brand-partners")
    else:
        why = _("İş ortağı yetkilendirmek için önce bir İLETİ paketi gerekir.")
        url = reverse("iys-package")
    return Step(_("İYS'de iş ortağınızı yetkilendirin"), is_named and answers, why, url)


def needs_registry(rule: SendingRules) -> bool:
    """False for an exempt sender all of whose people fall under its exemption: who writes to its
    own members, students or citizens alone need not join İYS (S-057, S-059 … S-063). The firm's
    answer decides; while it has not been given, one person beside them, and the steps are
    there."""
    sender = rule.exempt_sender
    if not sender or rule.writes_to_others is not None:
        return not sender or bool(rule.writes_to_others)
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

"""What a campaign must say of itself before it may go (S-023, S-041, S-052, S-053, S-056)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from iys_consent.exemptions import ExemptReason
from iys_consent.models import Dealer
from iys_consent.services import dealers
from messaging.models import OWN_SOURCES, Campaign, MessageClass, TemplateCategory
from messaging.services import rules
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand

# An announcement goes to those who are in a relation with the firm; all else is of a service.
_USUAL = {TemplateCategory.ANNOUNCEMENT.value: ExemptReason.SUBSCRIPTION.value}


def usual_reason(category: str) -> str:
    """The reason that a template's category presets."""
    return _USUAL.get(category, ExemptReason.SIMILAR.value)


def choose(actor: Actor, campaign: Campaign, data: dict[str, Any]) -> None:
    """Takes ``exemption`` (why no consent is needed) and ``exempt_sender`` (whether it goes
    under the firm's exemption) of ``data``; notes who chose and when. What does not belong to
    the campaign's class is forgotten."""
    before = campaign.exemption, campaign.exempt_sender
    if "exemption" in data:
        campaign.exemption = _known(data["exemption"])
    if "exempt_sender" in data:
        kind = rules.in_force(campaign.firm_id).exempt_sender
        if data["exempt_sender"] and not kind:
            raise _no_exemption()
        campaign.exempt_sender = kind if data["exempt_sender"] else ""
    informational = campaign.message_class == MessageClass.INFORMATIONAL
    if informational and not campaign.exemption and campaign.template is not None:
        campaign.exemption = usual_reason(campaign.template.category)
    if campaign.message_class == MessageClass.COMMERCIAL:
        campaign.exemption = ""
    elif informational:
        campaign.exempt_sender = ""
    if before != (campaign.exemption, campaign.exempt_sender):
        campaign.exemption_chosen_by = actor.label[:120]
        campaign.exemption_chosen_at = timezone.now()


def use_brand(actor: Actor, campaign: Campaign, brand: Brand | None) -> None:
    """Raises ``Invalid`` for a brand that is closed or not the actor's."""
    if brand is not None and brand.pk != campaign.brand_id:
        if not brand.is_active:
            raise Invalid(
                _("“%(brand)s” markası kapalı; başka bir marka seçin.") % {"brand": brand.name},
                code="brand_inactive",
                field="brand",
            )
        _require_brand(actor, brand.pk)
    campaign.brand = brand


def use_dealer(campaign: Campaign, dealer: Dealer | None) -> None:
    """In whose name it goes (S-055). Raises ``Invalid`` for a dealer of another brand, or one in
    whose name nothing may be sent today."""
    if dealer is not None and dealer.pk != campaign.dealer_id:
        _require_dealer(campaign, dealer)
    campaign.dealer = dealer


def only_brand(actor: Actor) -> Brand | None:
    """The brand that can be meant alone; None where the person has to choose."""
    brands = Brand.objects.filter(is_active=True)
    if actor.brand_ids is not None:
        brands = brands.filter(pk__in=actor.brand_ids)
    found = list(brands[:2])
    return found[0] if len(found) == 1 else None


def check(actor: Actor, campaign: Campaign) -> None:
    """Raises ``Invalid`` naming what is missing; asked when it is forecast and when it goes."""
    if campaign.message_class == MessageClass.INFORMATIONAL:
        if campaign.exemption or not _needs_reason(campaign):
            return
        raise Invalid(
            _("Bu mesaj için neden onay gerekmediğini seçin: abonelik, borç, teslimat gibi."),
            code="exemption_missing",
            field="exemption",
        )
    if campaign.exempt_sender:
        if rules.in_force(campaign.firm_id).exempt_sender != campaign.exempt_sender:
            raise _no_exemption()
    elif campaign.brand_id is None:
        raise Invalid(
            _("Ticari mesajın hangi marka adına gittiğini seçin; onaylar markaya verilir."),
            code="brand_missing",
            field="brand",
        )
    if campaign.brand_id is not None:
        _require_brand(actor, campaign.brand_id)
    if campaign.dealer is not None:
        _require_own_name(campaign)
        _require_dealer(campaign, campaign.dealer)


def _require_dealer(campaign: Campaign, dealer: Dealer) -> None:
    if dealer.brand_id != campaign.brand_id:
        raise Invalid(
            _("“%(dealer)s” seçilen markanın bayisi değil; o markanın bayilerinden birini seçin.")
            % {"dealer": dealer.title},
            code="dealer_not_of_brand",
            field="dealer",
        )
    if not dealers.in_force(dealer.brand_id).filter(pk=dealer.pk).exists():
        raise Invalid(
            _(
                "“%(dealer)s” adına bugün gönderilemez: sözleşmesi yürürlükte değil ya da İYS'de"
                " etkin değil. Firma adına gönderin ya da Bayiler sayfasına bakın."
            )
            % {"dealer": dealer.title},
            code="dealer_closed",
            field="dealer",
        )


def _require_own_name(campaign: Campaign) -> None:
    """An exemption is the sender's own (S-052, S-059): a dealer is not exempt with him."""
    if campaign.exempt_sender:
        raise Invalid(
            _(
                "Muafiyet yalnız firmanızın kendi adına gönderimi içindir; bayi seçimini kaldırın"
                " ya da muaf gönderici işaretini kaldırıp İYS denetimiyle gönderin."
            ),
            code="exemption_not_for_dealer",
            field="dealer",
        )


def _needs_reason(campaign: Campaign) -> bool:
    """A trial goes to oneself and the portal's own notices to the firm's own people."""
    return campaign.kind != Campaign.Kind.TRIAL and campaign.source not in OWN_SOURCES


def _known(value: object) -> str:
    reason = str(value or "")
    if reason and reason not in ExemptReason.values:
        raise Invalid(
            _("Onay gerekmeme nedenini listeden seçin."), code="exemption_unknown",
            field="exemption",
        )  # fmt: skip
    return reason


def _require_brand(actor: Actor, brand_id: int) -> None:
    if actor.brand_ids is not None and brand_id not in actor.brand_ids:
        raise Invalid(
            _("Bu marka adına gönderme yetkiniz yok; kendi markalarınızdan birini seçin."),
            code="brand_not_yours",
            field="brand",
        )


def _no_exemption() -> Invalid:
    return Invalid(
        _(
            "Firmanız için muaf gönderici tanımı yok. Gönderim Kuralları'nda tanımlayın ya da"
            " İYS denetimiyle gönderin."
        ),
        code="exempt_sender_not_set",
        field="exempt_sender",
    )

"""From a campaign record to the audience query (``messaging.sql.audience``)."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from messaging.filtersets import SubscriberFilter
from messaging.models import AddressType, Campaign, MessageClass, Subscriber, UsagePlace
from messaging.search import search_subscribers
from messaging.services import addressing, kinds, lawful, rules
from messaging.services.drafts import pieces_of
from messaging.sql.audience import Audience, Sql
from turkcell_hub.errors import Invalid
from turkcell_hub.gateways.sms.contract import Capabilities
from turkcell_hub.lib.sms_parts import CountingProfile
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.services import connections

# What a message from elsewhere than the compose page asks of a subscriber's Kullanım Yeri.
_PLACES = {
    Campaign.Source.TIMED_TASK.value: UsagePlace.TIMED_TASK,
    Campaign.Source.WORKFLOW.value: UsagePlace.WORKFLOW,
}


def audience_of(actor: Actor, campaign: Campaign) -> Audience:
    """Raises ``Invalid`` when the text, sender or class is missing or wrong."""
    if campaign.account is None or campaign.sender is None:
        raise Invalid(
            _(
                "Gönderici kısa tanımı seçilmemiş."
                " Önce SMS Ayarları'nda hesap ve gönderici tanımlayın."
            ),
            code="sender_missing",
            field="sender",
        )
    if not campaign.message_class:
        raise Invalid(
            _("Mesajın sınıfını seçin: ticari mi, bilgilendirme mi?"),
            code="class_missing",
            field="message_class",
        )
    capabilities = connections.capabilities(campaign.account)
    pieces = pieces_of(campaign)
    addressing.check(campaign, pieces, capabilities.forbidden)
    lawful.check(actor, campaign)
    kinds.check(campaign, capabilities)
    require_validity(campaign, capabilities)
    return Audience(
        firm_id=campaign.firm_id,
        campaign_id=campaign.pk,
        message_class=campaign.message_class,
        pieces=pieces,
        profile=capabilities.counting,
        country=campaign.account.country,
        today=rules.today(campaign.firm_id),
        brand_id=campaign.brand_id,
        dealer_id=campaign.dealer_id,
        fresh_for=rules.in_force(campaign.firm_id).registry_fresh_for,
        exempt_sender=campaign.exempt_sender,
        code_ids=actor.code_ids,
        filtered=_filtered(actor, campaign.audience_filter),
        one_coding_per_batch=capabilities.one_coding_per_batch,
        first_people=campaign.first_people,
        by_tckn=campaign.address_type == AddressType.TCKN,
        plain=addressing.plainly(capabilities.forbidden),
        suffix=capabilities.suffix_for(campaign.message_class),
        weekly_cap=_weekly_cap(campaign),
        cap_waits=campaign.cap_wait_days > 0,
        confirms_entry=campaign.confirms_entry,
        usage_place=_PLACES.get(campaign.source, UsagePlace.SMS),
        rate=kinds.rate_of(campaign),
        mms_room=kinds.mms_room(campaign, capabilities),
    )


def _weekly_cap(campaign: Campaign) -> int | None:
    """The firm's limit of today; information is neither counted nor limited."""
    if campaign.message_class != MessageClass.COMMERCIAL:
        return None
    return rules.in_force(campaign.firm_id).weekly_cap


def require_validity(campaign: Campaign, capabilities: Capabilities) -> None:
    """Raises ``Invalid`` for a validity that the account's operator does not take. Where none
    can be told to him, any holds for the waiting on our side."""
    if capabilities.validity is None:
        return
    shortest, longest = capabilities.validity
    if not shortest <= campaign.validity <= longest:
        raise Invalid(
            _("Geçerlilik süresi bu hesapta en az %(least)s dakika, en çok %(most)s saat olabilir.")
            % {
                "least": -(-int(shortest.total_seconds()) // 60),
                "most": int(longest.total_seconds()) // 3600,
            },
            code="validity_out_of_range",
            field="validity_hours",
        )


def profile_of(campaign: Campaign) -> CountingProfile:
    """How the campaign's account counts characters; the adapter says (L-074)."""
    if campaign.account is None:
        return CountingProfile()
    return connections.capabilities(campaign.account).counting


def suffix_of(campaign: Campaign) -> str:
    """What the operator adds to the campaign's texts and charges for; "" for nothing."""
    if campaign.account is None:
        return ""
    return connections.capabilities(campaign.account).suffix_for(campaign.message_class)


def forbidden_of(campaign: Campaign) -> str:
    """Letters that the campaign's account does not carry at all; "" for nothing."""
    if campaign.account is None:
        return ""
    return connections.capabilities(campaign.account).forbidden


def filtered_subscribers(actor: Actor, query: Mapping[str, Any]) -> Any:
    """The subscribers that the list would show for these query parameters.

    Raises ``Invalid`` when a parameter has a wrong value: a filter that cannot be read
    must not become "everybody".
    """
    params = QueryDict(mutable=True)
    for key, value in query.items():
        params.setlist(key, value if isinstance(value, list) else [str(value)])
    queryset = actor.visible(Subscriber.objects.all())
    text = params.pop("q", [""])[-1]
    filterset = SubscriberFilter(params, queryset=queryset, request=SimpleNamespace(actor=actor))
    unknown = set(params) - set(filterset.filters) - {"sort", "page", "after", "before"}
    if unknown or not filterset.is_valid():
        raise Invalid(
            _("Alıcı filtresi okunamadı; listeyi yeniden süzüp deneyin."),
            code="audience_filter_invalid",
            field="audience_filter",
            extra={"parameters": sorted(unknown or filterset.errors)},
        )
    return search_subscribers(filterset.qs, text)


def _filtered(actor: Actor, query: Mapping[str, Any] | None) -> Sql | None:
    if query is None:
        return None
    queryset = filtered_subscribers(actor, query).order_by().values("pk")
    sql, params = queryset.query.sql_with_params()
    return sql, list(params)

"""``{% load messaging %}``: numbers by right, a message's state, figures that lead somewhere."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from messaging import badges
from messaging.batches import batch_name
from messaging.selectors import contents, texts
from messaging.selectors.messages import shown
from messaging.selectors.reporting import speeds
from turkcell_hub.billing import paid_in as paid_ins
from turkcell_hub.billing.paid_in import PaidIn
from turkcell_hub.lib import phone as phones
from turkcell_hub.portal import cells, render

register = template.Library()
register.filter("batch_name", batch_name)


@register.simple_tag(takes_context=True)
def phone(context: Any, number: str) -> str:
    """The number as far as the person may see it."""
    actor = context.get("actor")
    if actor is not None and actor.can(cells.PERSONAL_VIEW):
        return phones.format_international(number)
    return phones.mask(number)


@register.simple_tag
def paid_in(firm_id: int) -> PaidIn:
    """The words for what the firm's messages cost."""
    return paid_ins.of(firm_id)


@register.simple_tag
def message_state(message: Any) -> SafeString:
    words = shown()(message)
    return render.badge(words, words.level)


@register.simple_tag
def past_state(report: Any) -> SafeString:
    return render.badge(report.get_state_display(), badges.past_report(report.state))


@register.simple_tag
def parameter_picker() -> list[dict[str, Any]]:
    return texts.picker()


@register.simple_tag
def campaign_figure(
    label: str, count: int, campaign_id: int, query: str = "", level: str = ""
) -> SafeString:
    """A figure that leads to the messages behind it."""
    url = f"{reverse('messages-list')}?campaign={campaign_id}"
    if query:
        url += f"&{query}"
    return format_html(
        '<div class="{}"><dt>{}</dt><dd><a href="{}">{}</a></dd></div>',
        level if count else "",
        label,
        url,
        cells.number(count),
    )


@register.filter
def span(seconds: float | None) -> str:
    """ "4,2 sn", "12 dk"; a dash where nothing was measured."""
    return "–" if seconds is None else speeds.lasting(seconds)


@register.filter
def lasting(seconds: int) -> str:
    """ "40 saniye", "12 dakika", "3 saat"."""
    if seconds < 60:
        return ngettext("%d saniye", "%d saniye", seconds) % seconds
    if seconds < 5400:
        minutes = round(seconds / 60)
        return ngettext("%d dakika", "%d dakika", minutes) % minutes
    hours = round(seconds / 3600)
    return ngettext("%d saat", "%d saat", hours) % hours


@register.inclusion_tag("messaging/content/_panel.html", takes_context=True)
def content_panel(context: Any, campaign: Any, oob: bool = False) -> dict[str, Any]:
    """Metin denetimi of a draft; ``oob`` swaps it into the page that is open."""
    actor = context.get("actor")
    return {
        "panel": contents.panel(campaign),
        "campaign": campaign,
        "oob": oob,
        "compose": True,
        "actor": actor,
        "may_override": bool(actor and actor.can("messaging.content.override")),
    }


@register.inclusion_tag("messaging/content/_overrides.html")
def content_overrides(campaign: Any) -> dict[str, Any]:
    return {"overrides": campaign.content_overrides.order_by("-pk")}

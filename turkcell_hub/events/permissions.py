"""Rights on webhooks and on the change feed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.audit import actions
from turkcell_hub.tenancy.permissions import ADMINS, Right, declare


def declare_all() -> None:
    """Called once, from ``EventsConfig.ready``."""
    declare(
        [
            Right("events.webhook.view", _("Webhook'ları görme"), ADMINS),
            Right("events.webhook.change", _("Webhook tanımlama"), ADMINS, for_keys=False),
            Right("events.delivery.view", _("Webhook teslimlerini görme"), ADMINS),
            Right("events.delivery.replay", _("Webhook teslimlerini yineleme"), ADMINS),
            Right("events.feed.view", _("Değişiklik akışını okuma"), ADMINS),
        ]
    )
    actions.declare(
        {
            "webhook.added": _("Webhook eklendi"),
            "webhook.changed": _("Webhook değiştirildi"),
            "webhook.removed": _("Webhook silindi"),
            "webhook.rotated": _("Webhook sırrı yenilendi"),
            "webhook.stopped": _("Webhook durduruldu"),
            "webhook.resumed": _("Webhook açıldı"),
            "webhook.replayed": _("Webhook teslimleri yinelendi"),
        }
    )

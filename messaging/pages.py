"""What messaging gives to the portal's frame: menu, first page, set-up steps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from messaging import cards, notifications, setup_steps
from messaging.services import relays
from turkcell_hub.portal import checklist, dashboard, menu
from turkcell_hub.portal import notifications as bell
from turkcell_hub.portal.views import install
from turkcell_hub.tenancy import desk


def join_portal() -> None:
    """Called once when the apps are ready."""
    menu.add(
        "operations",
        _("Toplu Mesaj Gönder"),
        "compose-new",
        "messaging.campaign.add",
        icon="send",
        order=20,
    )
    menu.add(
        "operations",
        _("Zamanlanmış Gönderimler"),
        "scheduled",
        "messaging.campaign.view",
        icon="calendar-event",
        order=21,
    )
    menu.add(
        "operations",
        _("Hazır Mesaj"),
        "templates-list",
        "messaging.template.view",
        icon="template",
        order=22,
    )
    menu.add(
        "reports",
        _("Raporlama"),
        "sending-report",
        "messaging.campaign.view",
        icon="chart-bar",
        order=20,
    )
    menu.add(
        "reports",
        _("Erişim Haritası"),
        "reach",
        "iys.consent.view",
        icon="map-2",
        order=32,
    )
    menu.add(
        "reports",
        _("Neden gitti, neden gitmedi?"),
        "why",
        "messaging.message.view",
        icon="help",
        order=31,
    )
    menu.add(
        "operations",
        _("Numara Doğruluğu"),
        "numbers",
        "messaging.subscriber.view",
        icon="phone-check",
        order=79,
    )
    menu.add(
        "operations",
        _("Taşınma Yardımcısı"),
        "moving",
        "messaging.moving.import",
        icon="cloud-upload",
        order=80,
    )
    menu.add(
        "settings",
        _("Kimlere Gönderiyoruz"),
        "sending-recipients",
        "messaging.rules.change",
        icon="users",
        order=7,
    )
    menu.add(
        "settings",
        _("Metin Denetimi"),
        "content-words",
        "messaging.content.view",
        icon="gavel",
        order=45,
    )
    shown = (
        cards.for_a_person,
        cards.group_send,
        cards.today,
        cards.delivery,
        cards.balance,
        cards.running,
        cards.agenda,
        cards.sent_by_day,
    )
    for order, card in enumerate(shown):
        dashboard.add_card(card, 10 + order)
    desk.add_tab(
        desk.Tab(_("Ortak numaralar"), "platform-parked", "inbox", 35, relays.parked_count,
                 hosted=False)
    )  # fmt: skip
    install.add_shortcut(_("Gruba SMS"), "quick")
    bell.add_provider(notifications.of_campaigns, notifications.stopped, notifications.failing)
    bell.add_provider(
        notifications.of_bodies, notifications.reports_aside, notifications.pushes_aside
    )
    checklist.add_step(setup_steps.registry, 34)
    checklist.add_step(cards.first_list, 40)
    checklist.add_step(cards.first_trial, 12)
    checklist.add_step(cards.first_campaign, 50)

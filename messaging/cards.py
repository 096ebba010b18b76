"""Messaging on the first page: figures with their trend, and the steps of the set-up."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from messaging import badges
from messaging.models import Campaign, Subscriber
from messaging.selectors import agenda as agendas
from messaging.selectors import dashboard, quick
from messaging.services.preparing import BATCH_KIND
from turkcell_hub.billing.selectors import limit
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.selectors import outlook
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State
from turkcell_hub.portal import cells
from turkcell_hub.portal.charts import bars, every_day, sparkline
from turkcell_hub.portal.checklist import Step
from turkcell_hub.portal.dashboard import Card
from turkcell_hub.portal.links import to_if_routed
from turkcell_hub.sandbox.services import opening
from turkcell_hub.tenancy import firm_clock
from turkcell_hub.tenancy.services import sandboxes

# Below this many days at the present pace the card warns.
LOW_DAYS = 7


def today(actor: Any) -> Card | None:
    """Today's messages over the last fourteen days, days without any shown as zero."""
    if not actor.can("messaging.campaign.view"):
        return None
    end = firm_clock.today(actor.firm_id)
    counts = dashboard.by_day(actor)
    days = every_day(dashboard.first_day(actor), end, counts)
    values = [value for _label, value in days]
    trend = _("Son 14 günün mesajları: %(all)s; en çok bir günde %(most)s") % {
        "all": cells.number(sum(values)),
        "most": cells.number(max(values)),
    }
    return Card(
        _("Bugünkü mesajlar"),
        value=cells.number(counts.get(end, 0)),
        text=_("son 14 gün: %(all)s") % {"all": cells.number(sum(values))},
        url=reverse("campaigns-list"),
        icon="send",
        body=sparkline(values, title=trend),
    )


def delivery(actor: Any) -> Card | None:
    if not actor.can("messaging.campaign.view"):
        return None
    found = dashboard.delivery(actor)
    said = _("son 14 gün: %(reached)s iletildi, %(failed)s iletilemedi") % {
        "reached": cells.number(found.reached),
        "failed": cells.number(found.failed),
    }
    return Card(
        _("İletilme oranı"),
        value="—" if found.percent is None else cells.percent(found.percent),
        text=said,
        url=reverse("messages-list") if actor.can("messaging.message.view") else "",
        icon="checkbox",
        level="success",
    )


def balance(actor: Any) -> Card | None:
    """What is left, how long it lasts, and what that is reckoned from."""
    if not actor.can("messaging.balance.view"):
        return None
    month = limit.standing(actor.firm_id)
    if month is not None:
        return _monthly_limit(actor, month)
    found = outlook(actor.firm_id, Kind.SMS)
    left = found.days_left
    if not found.remaining:
        text = _("Krediniz bitti; göndermek için kredi yükleyin.")
    elif left is None:
        text = _("Son %(days)d günde harcama yok.") % {"days": found.days}
    else:
        text = _(
            "Yaklaşık %(left)s gün yeter: son %(days)d günde %(spent)s kredi, günde %(rate)s."
        ) % {
            "left": cells.number(left),
            "days": found.days,
            "spent": cells.number(found.spent),
            "rate": cells.number(round(found.a_day)),
        }
    is_low = left is not None and left < LOW_DAYS
    return Card(
        _("Kredi azalıyor") if is_low and found.remaining else _("Kalan Kredi"),
        value=cells.number(found.remaining),
        text=text,
        url=to_if_routed("credit-transfers-list"),
        icon="coins",
        level="danger" if not found.remaining else "warning" if is_low else "primary",
    )


def _monthly_limit(actor: Any, month: limit.Standing) -> Card:
    """A postpaid firm's month: it has no credit that could last."""
    text = _("Aylık limit %(limit)s, bu ay kullanılan %(used)s; %(day)s günü yenilenir.") % {
        "limit": cells.number(month.limit),
        "used": cells.number(month.used),
        "day": cells.day(month.renews_on),
    }
    if not month.left:
        text = f"{_('Limit bitti; limit artırımı isteyin.')} {text}"
    elif month.ends_on:
        ends = _("Bu ayın hızıyla limit %(day)s gibi biter.") % {"day": cells.day(month.ends_on)}
        text = f"{ends} {text}"
    page = "credit-status" if actor.can("billing.status.view") else "credit-transfers-list"
    return Card(
        _("Kalan SMS Limiti"),
        value=cells.number(month.left),
        text=text,
        url=to_if_routed(page),
        icon="coins",
        level="danger" if not month.left else "warning" if month.ends_on else "primary",
    )


def group_send(actor: Any) -> Card | None:
    """The first of three taps: the groups that were used last (S-078)."""
    if not actor.can("messaging.campaign.send"):
        return None
    groups = quick.groups(actor)[: quick.GROUPS]
    if not groups:
        return None
    return Card(
        _("Gruba SMS gönder"),
        icon="send",
        url=reverse("quick"),
        width=6,
        template="messaging/cards/quick.html",
        context={"groups": groups},
    )


def agenda(actor: Any) -> Card | None:
    """What goes next by itself."""
    if not actor.can("messaging.campaign.view"):
        return None
    entries = agendas.upcoming(actor)[:4]
    return Card(
        _("Sıradaki gönderimler"),
        icon="calendar",
        url=reverse("scheduled"),
        template="messaging/cards/agenda.html",
        context={"entries": entries},
    )


def sent_by_day(actor: Any) -> Card | None:
    """The last fourteen days as bars with their table; only once something was sent."""
    if not actor.can("messaging.campaign.view"):
        return None
    counts = dashboard.by_day(actor)
    if not counts:
        return None
    end = firm_clock.today(actor.firm_id)
    days = every_day(dashboard.first_day(actor), end, counts)
    title = _("Günlük gönderim adetleri, son %(days)d gün") % {"days": dashboard.DAYS}
    return Card(
        _("Günlük gönderim adetleri"),
        icon="chart-bar",
        width=12,
        body=bars(days, title=title, name=_("Mesaj"), by_time=True),
    )


def running(actor: Any) -> Card | None:
    if not actor.can("messaging.campaign.view"):
        return None
    campaigns = dashboard.running(actor)
    return Card(
        _("Süren gönderimler"),
        icon="speakerphone",
        url=reverse("campaigns-list"),
        template="messaging/cards/campaigns.html",
        context={"campaigns": [(c, badges.campaign(c.state)) for c in campaigns]},
    )


def for_a_person(actor: Any) -> Card | None:
    """What does not go on by itself; shown only while there is something."""
    if not actor.can("messaging.campaign.stop"):
        return None
    doubtful = Batch.objects.filter(kind=BATCH_KIND, state=State.NEEDS_PERSON).count()
    returned = dashboard.came_back(actor)
    if not doubtful and not returned:
        return None
    return Card(
        _("Sizi bekleyenler"),
        icon="hand-stop",
        level="warning",
        width=6,
        template="messaging/cards/waiting.html",
        context={"doubtful": doubtful, "returned": returned, "queue_url": queue_url()},
    )


def queue_url() -> str:
    """The page of the outbox, where a person decides about doubtful batches."""
    return to_if_routed("outbox-batches-list")


def first_list(actor: Any) -> Step | None:
    if not actor.can("messaging.subscriber.add"):
        return None
    return Step(
        _("İlk abone listenizi ekleyin"),
        actor.visible(Subscriber.objects.all()).exists(),
        _("Excel dosyanızı yükleyin ya da tek tek ekleyin."),
        reverse("subscriber-import"),
    )


def first_trial(actor: Any) -> Step | None:
    """Before there is an operator's account: a message at the sandbox. Who has sent one in earnest
    needs no trial."""
    is_here = actor.can(opening.OPEN) and opening.is_offered()
    if not is_here or sandboxes.is_sandbox(actor.firm_id) or _has_sent():
        return None
    return Step(
        _("Deneme operatöründe ilk mesajınızı gönderin"),
        opening.has_sent(actor.firm_id, _has_sent),
        _("Operatör hesabı gerekmez; mesaj kimsenin telefonuna gitmez, gerçek krediniz harcanmaz."),
        reverse("sandbox-trial"),
    )


def _has_sent() -> bool:
    return bool(Campaign.objects.filter(submitted_at__isnull=False).exists())


def first_campaign(actor: Any) -> Step | None:
    if not actor.can("messaging.campaign.add"):
        return None
    return Step(
        _("İlk mesajınızı gönderin"),
        actor.visible(Campaign.objects.filter(submitted_at__isnull=False)).exists(),
        _("Kendinize bir deneme mesajı gönderip sonucunu canlı izleyin."),
        reverse("compose-new"),
    )

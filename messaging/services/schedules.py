"""İleri tarihli gönderim (S-081, S-082): set once, goes on that day and hour, if it may.

The wall-clock time in the firm's zone is what the person chose; the instant follows from it
(``lib.local_time`` says what an hour that does not exist, or comes twice, means). The row is
the queue: the sweep fires what is due, and whatever forbids it then (rights, account, sender,
blacklist, consent, credit) is found by the same checks as of a campaign sent by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.models import Campaign, CampaignState
from messaging.services import campaigns, contents, drafts, preflight, preparing, rules, sendable
from messaging.services.campaigns import lock, require_state
from messaging.services.planning import ceiling, note
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, HubError, Invalid
from turkcell_hub.lib import local_time
from turkcell_hub.lib.local_time import LocalMoment
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.firm_clock import zone_of

__all__ = ["ceiling", "note", "zone_of"]
# No clock is set back or forward by more: what is due is looked for this far ahead.
CLOCKS_MOVE = timedelta(hours=3)


def ahead(firm_id: int, choice: str, day: date | None, hour: time) -> datetime:
    """The wall-clock time of a quick choice ("week", "month", "year"), or of ``day``."""
    today = local_time.at(timezone.now(), zone_of(firm_id)).date()
    days = {
        "week": today + timedelta(days=7),
        "month": local_time.add_months(today, 1),
        "year": local_time.add_months(today, 12),
    }
    return datetime.combine(days.get(choice) or day or today, hour)


def tomorrow(firm_id: int) -> datetime:
    """Tomorrow at ten on the firm's clock: what the form offers."""
    day = local_time.at(timezone.now(), zone_of(firm_id)).date() + timedelta(days=1)
    return datetime.combine(day, time(10, 0))


def schedule(
    actor: Actor,
    campaign: Campaign,
    when: datetime,
    *,
    max_credits: int | None = None,
    fresh: bool = False,
) -> Campaign:
    """Orders a draft for ``when`` (naive: the firm's wall clock; aware: an instant).

    The pre-flight is asked for as by ``campaigns.submit``; credit need not be there yet.
    Of a campaign that is scheduled already the time and the limit change. Raises
    ``Invalid`` for a time that has passed, and as ``submit`` does.
    """
    actor.require("messaging.campaign.send")
    planned, zone = moment(actor.firm_id, when)
    with transaction.atomic():
        campaign = lock(campaign.pk)
        if campaign.state != CampaignState.SCHEDULED:
            campaign = drafts.lock_draft(campaign.pk)
            agree(actor, campaign, max_credits, fresh=fresh)
        elif max_credits is not None:
            campaign.confirmed_credits = max_credits
        before = campaign.scheduled_local
        note(campaign, planned, zone)
        campaign.state = CampaignState.SCHEDULED
        campaign.problem = campaign.problem_code = ""
        campaigns.sign(actor, campaign)
        campaign.save()
        changes = trail.changed(
            {"scheduled_for": before}, {"scheduled_for": campaign.scheduled_local}
        )
        trail.record(actor, "campaign.scheduled", campaign, changes)
    return campaign


def unschedule(actor: Actor, campaign: Campaign) -> Campaign:
    """Back to a draft, to be edited; it does not go until it is sent or scheduled again."""
    actor.require("messaging.campaign.change")
    with transaction.atomic():
        campaign = lock(campaign.pk)
        require_state(campaign, CampaignState.SCHEDULED, CampaignState.NEEDS_PERSON)
        campaign.state = CampaignState.DRAFT
        campaign.save(update_fields=["state"])
        trail.record(actor, "campaign.unscheduled", campaign)
    return campaign


def due() -> Iterator[tuple[int, int]]:
    """(firm, campaign) of what must go now. The caller has opened every firm.

    The instant is worked out again from the wall clock: a country that changes its clocks
    between ordering and sending does not move the hour that the person chose.
    """
    now = timezone.now()
    rows = Campaign.objects.filter(
        state=CampaignState.SCHEDULED, scheduled_for__lte=now + CLOCKS_MOVE
    )
    columns = ("firm_id", "pk", "scheduled_for", "scheduled_local", "scheduled_zone")
    for firm_id, pk, planned, local, zone in rows.order_by("scheduled_for").values_list(*columns):
        instant = local_time.resolve(datetime.fromisoformat(local), zone).instant
        if instant != planned:
            still = Campaign.objects.filter(pk=pk, scheduled_local=local, scheduled_zone=zone)
            still.update(scheduled_for=instant)
        if instant <= now:
            yield firm_id, pk


def fire(campaign_id: int) -> bool:
    """Sends a scheduled campaign whose hour has come; False when there is nothing to do (any
    more). Killed anywhere it is still scheduled, and fired by the next sweep."""
    now = timezone.now()
    with transaction.atomic():
        campaign = (
            Campaign.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("account", "sender")
            .filter(pk=campaign_id, state=CampaignState.SCHEDULED, scheduled_for__lte=now)
            .first()
        )
        if campaign is None:
            return False
        try:
            with transaction.atomic():
                require_in_time(campaign, now)
                actor = preparing.submitter(campaign)
                sendable.require_account(campaign)
                campaigns.order(actor, campaign)
        except HubError as error:
            preparing.back_to_person(campaign, error)
    return True


def moment(firm_id: int, when: datetime, field: str = "at") -> tuple[LocalMoment, str]:
    """What ``when`` (naive: the firm's wall clock; aware: an instant) means, and the firm's zone.
    Raises ``Invalid`` (naming ``field``) for one that has passed or is too far away."""
    zone = zone_of(firm_id)
    local = local_time.at(when, zone) if when.tzinfo else when
    found = local_time.resolve(local.replace(second=0, microsecond=0), zone)
    if found.instant <= timezone.now():
        raise Invalid(
            _("Seçilen zaman geçti. İleri bir gün ve saat seçin."), code="time_passed", field=field
        )
    today = local_time.at(timezone.now(), zone).date()
    months = rules.in_force(firm_id, today).schedule_furthest_months
    if found.local.date() > local_time.add_months(today, months):
        raise Invalid(
            _("En çok %(months)d ay sonrasına zamanlanabilir; daha yakın bir gün seçin.")
            % {"months": months},
            code="time_too_far",
            field=field,
        )
    return found, zone


def agree(actor: Actor, campaign: Campaign, max_credits: int | None, *, fresh: bool) -> None:
    """What must hold today of a draft that is to go later, and the limit of its cost."""
    sendable.require_account(campaign)
    found = preflight.run(actor, campaign) if fresh else preflight.stored(campaign)
    forecast = sendable.require_forecast(found)
    contents.require_clean(campaign)
    sendable.require_within(forecast.credits, max_credits)
    if max_credits is None:
        max_credits = ceiling(campaign.firm_id, forecast.most_credits)
    campaign.confirmed_credits = max_credits
    grows = campaign.audience_filter is not None or campaign.groups.exists()
    if forecast.total == 1 and not grows:
        campaign.kind = Campaign.Kind.SINGLE


def require_in_time(campaign: Campaign, now: datetime) -> None:
    """A hub that was away does not wake people up with Friday's offer on Sunday: raises
    ``Conflict`` when more than the firm's allowed delay has passed."""
    hours = rules.in_force(campaign.firm_id).schedule_late_hours
    if campaign.scheduled_for is not None and now - campaign.scheduled_for > timedelta(hours=hours):
        raise Conflict(
            _(
                "Zamanı geldiğinde sistem çalışmıyordu ve üzerinden %(hours)d saatten çok geçti."
                " Hâlâ gitmesini istiyorsanız ön uçuşu yapıp gönderin."
            )
            % {"hours": hours},
            code="schedule_missed",
        )

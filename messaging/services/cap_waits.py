"""Who has had his commercial messages of the week waits for the next sending hours (idea 19).

Where the campaign was told so (``cap_wait_days``), those at the weekly cap are no longer left
out for good: in the transaction that prepares it a campaign of their own is scheduled for the
first sending hours after the day on which the first of them is under the cap again. When it
fires everything is checked anew, and who is still at the cap waits once more, until the deadline
of the first campaign. Their credit is spent when they get the message, not before.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.models import Campaign, CampaignState, Message, MessageState
from messaging.services import carried, kinds, planning, rules
from messaging.verdicts import Verdict
from turkcell_hub.audit.services import trail
from turkcell_hub.lib import local_time
from turkcell_hub.lib.local_time import LocalMoment
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.firm_clock import zone_of

LONGEST_DAYS = 30
_WAITS, _CAP = int(Verdict.WEEKLY_CAP_WAITS), int(Verdict.WEEKLY_CAP)
_WENT = [
    int(state)
    for state in (MessageState.PENDING, MessageState.DELIVERED, MessageState.SENT_UNCONFIRMED)
]
# A person is under the cap again seven days after the cap-th latest of his messages.
_FREE_AT = """
SELECT min(latest.at) + interval '7 days'
  FROM (SELECT DISTINCT phone FROM messaging_message WHERE campaign_id = %s AND verdict = %s) w
  CROSS JOIN LATERAL (
    SELECT c.prepared_at AS at
      FROM messaging_message m JOIN messaging_campaign c ON c.id = m.campaign_id
     WHERE m.firm_id = %s AND m.phone = w.phone AND m.state = ANY(%s)
       AND c.message_class = 'TICARI' AND c.prepared_at > now() - interval '7 days'
     ORDER BY c.prepared_at DESC OFFSET %s LIMIT 1) latest
"""
_PEOPLE = """
INSERT INTO messaging_campaignrecipient
       (firm_id, campaign_id, subscriber_id, phone, first_name, last_name, recipient_type, fields)
SELECT m.firm_id, %s, m.subscriber_id, CASE WHEN m.subscriber_id IS NULL THEN m.phone ELSE '' END,
       COALESCE(r.first_name, ''), COALESCE(r.last_name, ''), m.recipient_type,
       COALESCE(r.fields, '{}'::jsonb)
  FROM messaging_message m
  LEFT JOIN LATERAL (SELECT * FROM messaging_campaignrecipient r
     WHERE r.campaign_id = m.campaign_id AND r.subscriber_id IS NULL AND m.subscriber_id IS NULL
       AND r.phone = m.phone ORDER BY r.id LIMIT 1) r ON true
 WHERE m.campaign_id = %s AND m.verdict = %s
"""


def follow(campaign: Campaign) -> Campaign | None:
    """Schedules those of a campaign that has just been prepared who are to wait; None where they
    would wait too long: then they are left out for good, and the campaign's rows say so. In the
    caller's transaction, before the blocked are counted."""
    deadline = campaign.cap_deadline or timezone.now() + timedelta(days=campaign.cap_wait_days)
    zone = zone_of(campaign.firm_id)
    goes = _next_hours(campaign, _free_at(campaign), zone)
    if goes is None or goes.instant > deadline:
        Message.objects.filter(campaign=campaign, verdict=_WAITS).update(verdict=_CAP)
        return None
    waiting = _made(campaign, goes, zone, deadline)
    system = actors.system(campaign.firm_id, str(_("Haftalık sınır")))
    changes = {"scheduled_for": [None, waiting.scheduled_local]}
    trail.record(system, "campaign.cap_waits", waiting, changes)
    return waiting


def _free_at(campaign: Campaign) -> datetime:
    cap = rules.in_force(campaign.firm_id).weekly_cap or 1
    with connection.cursor() as cursor:
        cursor.execute(_FREE_AT, [campaign.pk, _WAITS, campaign.firm_id, _WENT, cap - 1])
        found: datetime | None = cursor.fetchone()[0]
    return found or timezone.now()


def _next_hours(campaign: Campaign, free_at: datetime, zone: str) -> LocalMoment | None:
    """The first sending hours on a later day: whoever is free by then goes together."""
    day = local_time.at(max(free_at, timezone.now()), zone).date() + timedelta(days=1)
    window = rules.in_force(campaign.firm_id, day).window(campaign.message_class)
    opens = window.next_open(datetime.combine(day, time.min))
    if opens is None:
        return None
    if window.is_always:
        opens = datetime.combine(day, time(10))
    return local_time.resolve(opens, zone)


def _made(campaign: Campaign, goes: LocalMoment, zone: str, deadline: datetime) -> Campaign:
    waiting = Campaign(firm_id=campaign.firm_id, state=CampaignState.SCHEDULED)
    carried.over(campaign, waiting)
    first = campaign.waited_from or campaign
    waiting.name = _("%(name)s (haftalık sınırda bekleyenler)") % {"name": first.name[:85]}
    waiting.waited_from, waiting.cap_deadline = first, deadline
    waiting.batch_size = campaign.batch_size
    for name in ("created_by", "submitted_by"):
        for part in ("label", "member", "key"):
            setattr(waiting, f"{name}_{part}", getattr(campaign, f"{name}_{part}"))
    waiting.confirmed_credits = planning.ceiling(campaign.firm_id, _cost(campaign))
    planning.note(waiting, goes, zone)
    waiting.save()
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [waiting.pk, campaign.pk, _WAITS])
    carried.overrides(campaign, waiting)
    return waiting


def _cost(campaign: Campaign) -> int:
    rows = Message.objects.filter(campaign=campaign, verdict=_WAITS)
    return sum(rows.values_list("parts", flat=True)) * kinds.rate_of(campaign)

"""Gönderim saatleri: may a message of this class go now, and if not, when.

A message to one person that is no advertisement (an OTP, an order's notice) never waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache

from django.utils import timezone

from messaging.models import Campaign, MessageClass, SendingRules
from messaging.services import rules
from turkcell_hub.lib import local_time
from turkcell_hub.lib.windows import Window
from turkcell_hub.tenancy.firm_clock import zone_of


@dataclass(frozen=True)
class Outlook:
    """Naive times on the firm's clock. ``opens_at``: it begins then, None: now; ``pauses_at``
    and ``resumes_at``: the window closes before everything is handed over; ``ends_at``: all of it
    is handed over, told where that is on the same day's window."""

    opens_at: datetime | None = None
    pauses_at: datetime | None = None
    resumes_at: datetime | None = None
    ends_at: datetime | None = None


def is_exempt(kind: str, message_class: str) -> bool:
    return kind != Campaign.Kind.CAMPAIGN and message_class == MessageClass.INFORMATIONAL


def closed_until(campaign: Campaign) -> datetime | None:
    """The instant at which the campaign may go (on); None when it may now."""
    if is_exempt(campaign.kind, campaign.message_class):
        return None
    window, zone, _local = _now(campaign)
    return _opens(window, zone)


def until(
    message_class: str,
    kind: str,
    zone: str,
    days: Sequence[int] | None,
    start: time,
    end: time,
    on_holidays: bool,
) -> datetime | None:
    """The same, from what one statement has read for a hand-over. ``days`` None: the firm has
    set no rules, so the defaults hold."""
    if is_exempt(kind, message_class):
        return None
    window = _default(message_class)
    if days is not None:
        window = Window(frozenset(days), start, end, on_holidays)
    return _opens(window, zone)


def _opens(window: Window, zone: str) -> datetime | None:
    if window.is_always:
        return None
    local = local_time.at(timezone.now(), zone)
    opens = window.next_open(local)
    if opens is None or opens <= local:
        return None
    return local_time.resolve(opens, zone).instant


@cache
def _default(message_class: str) -> Window:
    return SendingRules().window(message_class)


def outlook(campaign: Campaign, finish_seconds: int | None) -> Outlook:
    """What the window does to a campaign that would be sent now and take so long."""
    window, _zone, local = _now(campaign)
    takes = timedelta(seconds=finish_seconds or 0)
    at_once = Outlook(ends_at=local + takes if finish_seconds else None)
    exempt = is_exempt(campaign.kind, campaign.message_class)
    if exempt or window.is_always or not campaign.message_class:
        return at_once
    opens = window.next_open(local)
    if opens is None:
        return at_once
    closes = window.closes_after(opens)
    ends = opens + takes
    late = closes is not None and ends > closes
    return Outlook(
        opens_at=opens if opens > local else None,
        pauses_at=closes if late else None,
        resumes_at=window.next_open(closes) if late and closes else None,
        ends_at=ends if finish_seconds and not late else None,
    )


def wall(firm_id: int, instant: datetime) -> datetime:
    """The instant on the firm's clock, naive."""
    return local_time.at(instant, zone_of(firm_id))


def _now(campaign: Campaign) -> tuple[Window, str, datetime]:
    zone = zone_of(campaign.firm_id)
    local = local_time.at(timezone.now(), zone)
    in_force = rules.in_force(campaign.firm_id, local.date())
    return in_force.window(campaign.message_class), zone, local

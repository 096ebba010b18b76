"""The runs of repeat rules: what is due, and the campaign that a run makes of the pattern."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.models import Campaign, CampaignRecipient, CampaignState, RepeatRule, RepeatRun
from messaging.services import campaigns, carried, preparing, schedules, sendable
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import HubError
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.firm_clock import zone_of

_CHUNK = 5000


def due() -> Iterator[tuple[int, int]]:
    """(firm, rule) of what must go now. The caller has opened every firm. As in
    ``schedules.due`` the instant is worked out again from the wall clock."""
    now = timezone.now()
    rows = RepeatRule.objects.filter(
        state=RepeatRule.State.ACTIVE, next_for__lte=now + schedules.CLOCKS_MOVE
    )
    for rule in rows.select_related("firm").order_by("next_for"):
        wall = rule.wall(rule.next_number)
        if wall is None or local_time.resolve(wall, rule.firm.time_zone).instant <= now:
            yield rule.firm_id, rule.pk


def fire(rule_id: int) -> bool:
    """Makes and orders the campaign of the run whose hour has come, and aims at the next; False
    when there is nothing to do (any more). What may not go waits for a person as a scheduled
    campaign does, also one that comes later than the firm's allowed delay."""
    with transaction.atomic():
        rule = (
            RepeatRule.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(pk=rule_id, state=RepeatRule.State.ACTIVE)
            .first()
        )
        if rule is None:
            return False
        aim(rule)
        if rule.next_for is not None and rule.next_for > timezone.now():
            rule.save(update_fields=["next_for"])
            return False
        if rule.next_for is not None:
            _run(rule)
            rule.next_number += 1
            aim(rule)
        rule.save()
    return True


def aim(rule: RepeatRule) -> None:
    """Sets the instant of the rule's next run; a rule without one ends."""
    wall = rule.wall(rule.next_number)
    if wall is None:
        close(rule)
        return
    zone = zone_of(rule.firm_id)
    rule.next_for = local_time.resolve(wall, zone).instant


def pass_over(rule: RepeatRule) -> None:
    """Days that came while the rule stood still are noted, not made up for."""
    aim(rule)
    while rule.next_for is not None and rule.next_for <= timezone.now():
        RepeatRun.objects.get_or_create(
            firm_id=rule.firm_id,
            rule=rule,
            day=rule.day(rule.next_number),
            defaults={"state": RepeatRun.State.PAUSED},
        )
        rule.next_number += 1
        aim(rule)


def close(rule: RepeatRule) -> None:
    """The rule ends; its pattern is a draft again."""
    rule.state, rule.next_for, rule.ended_at = RepeatRule.State.ENDED, None, timezone.now()
    Campaign.objects.filter(pk=rule.pattern_id, state=CampaignState.REPEATING).update(
        state=CampaignState.DRAFT
    )


def _run(rule: RepeatRule) -> None:
    day = rule.day(rule.next_number)
    if RepeatRun.objects.filter(rule=rule, day=day).exists():
        return  # a person has skipped it
    campaign = _made(rule)
    RepeatRun.objects.create(
        firm_id=rule.firm_id, rule=rule, day=day, state=RepeatRun.State.MADE, campaign=campaign
    )
    system = actors.system(rule.firm_id, str(_("Tekrar kuralı")))
    trail.record(system, "campaign.repeated", campaign, {"rule": [None, rule.name]})
    try:
        with transaction.atomic():
            schedules.require_in_time(campaign, timezone.now())
            actor = preparing.submitter(campaign)
            sendable.require_account(campaign)
            campaigns.order(actor, campaign)
    except HubError as error:
        preparing.back_to_person(campaign, error)


def _made(rule: RepeatRule) -> Campaign:
    pattern = rule.pattern
    wall = rule.wall(rule.next_number)
    if pattern is None or wall is None:
        raise RuntimeError(f"repeat rule {rule.pk} has no pattern to make a run of")
    zone = zone_of(rule.firm_id)
    campaign = Campaign(firm_id=rule.firm_id)
    carried.over(pattern, campaign)
    campaign.audience_filter = pattern.audience_filter
    campaign.name = f"{pattern.name[:107]} {wall:%d.%m.%Y}"
    campaign.confirmed_credits = rule.max_credits
    campaign.created_by_label = campaign.submitted_by_label = rule.set_by_label
    campaign.created_by_member = campaign.submitted_by_member = rule.set_by_member
    campaign.created_by_key = campaign.submitted_by_key = rule.set_by_key
    schedules.note(campaign, local_time.resolve(wall, zone), zone)
    campaign.save()
    campaign.groups.set(pattern.groups.all())
    _carry_people(pattern, campaign)
    carried.overrides(pattern, campaign)
    return campaign


def _carry_people(pattern: Campaign, campaign: Campaign) -> None:
    chosen = CampaignRecipient.objects.filter(campaign=pattern).order_by("pk")
    names = (
        "subscriber_id", "phone", "first_name", "last_name", "recipient_type", "fields",
    )  # fmt: skip
    CampaignRecipient.objects.bulk_create(
        (
            CampaignRecipient(firm_id=campaign.firm_id, campaign=campaign, **row)
            for row in chosen.values(*names)
        ),
        batch_size=_CHUNK,
    )

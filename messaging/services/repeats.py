"""Tekrarlayan gönderim (S-081): a saved draft goes each week, month or year until an end.

Each run is a campaign of its own, made of the pattern when its hour comes: people, groups and
filters mean those of that moment. Run, campaign and the rule's next day are one transaction
under the rule's lock, so a run is made once and none is lost wherever the process dies.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.models import Campaign, CampaignState, RepeatRule, RepeatRun
from messaging.services import drafts, repeat_runs, rules, schedules
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.firm_clock import zone_of

State = RepeatRule.State
MOST_DAYS = 32_767  # what the column of runs holds; the firm's rules say how many it allows


def create(
    actor: Actor, campaign: Campaign, data: Mapping[str, Any], *, fresh: bool = False
) -> RepeatRule:
    """Sets a rule on a draft. ``data``: every, first_day, hour, and last_day or most_runs (or
    both); max_credits (of each run; left out: the pre-flight's figure and the firm's margin).

    The pre-flight is asked for as by ``schedules.schedule``. Raises ``Invalid`` for a first run
    that has passed or a rule without an end, and as ``schedule`` does.
    """
    actor.require("messaging.campaign.send")
    with transaction.atomic():
        pattern = drafts.lock_draft(campaign.pk)
        schedules.agree(actor, pattern, data.get("max_credits"), fresh=fresh)
        rule = RepeatRule(
            firm_id=pattern.firm_id,
            name=pattern.name,
            pattern=pattern,
            every=data["every"],
            first_day=data["first_day"],
            hour=data["hour"].replace(second=0, microsecond=0),
            last_day=data.get("last_day"),
            most_runs=data.get("most_runs"),
            max_credits=pattern.confirmed_credits,
            authority_code=pattern.authority_code,
            brand=pattern.brand,
        )
        _require_sense(rule)
        _sign(actor, rule)
        repeat_runs.aim(rule)
        rule.save()
        pattern.state = CampaignState.REPEATING
        pattern.problem = pattern.problem_code = ""
        pattern.scheduled_for, pattern.scheduled_local = None, ""
        pattern.save()
        trail.record(actor, "repeat.set", rule)
    return rule


def change(actor: Actor, rule: RepeatRule, data: Mapping[str, Any]) -> RepeatRule:
    """Other hours, days or limits for the runs to come; ``data`` as of ``create``, what is left
    out stays. Another first day or rhythm counts anew from a day ahead. Whoever changes it answers
    for it from now on. Raises as ``create``, and ``Invalid`` where no run would be left."""
    actor.require("messaging.campaign.send")
    with transaction.atomic():
        rule = _lock(rule.pk, State.ACTIVE, State.PAUSED)
        before = _facts(rule)
        _turn(rule, data)
        if data.get("hour") is not None:
            rule.hour = data["hour"].replace(second=0, microsecond=0)
        for name in ("last_day", "most_runs"):
            if name in data:
                setattr(rule, name, data[name])
        if data.get("max_credits") is not None:
            rule.max_credits = data["max_credits"]
        _require_limits(rule)
        _aim_ahead(rule)
        _sign(actor, rule)
        rule.save()
        trail.record(actor, "repeat.changed", rule, trail.changed(before, _facts(rule)))
    return rule


def _turn(rule: RepeatRule, data: Mapping[str, Any]) -> None:
    every, first = data.get("every") or rule.every, data.get("first_day") or rule.first_day
    if (every, first) == (rule.every, rule.first_day):
        return
    hour = data.get("hour") or rule.hour
    schedules.moment(rule.firm_id, datetime.combine(first, hour), "first_day")
    rule.every, rule.first_day, rule.next_number = every, first, 0


def _aim_ahead(rule: RepeatRule) -> None:
    wall = rule.wall(rule.next_number)
    if wall is None:
        raise Invalid(
            _("Bu ayarla gönderilecek gün kalmıyor; kuralı bitirmek için “Bitir” deyin."),
            code="repeat_without_day",
            field="last_day" if rule.last_day else "most_runs",
        )
    zone = zone_of(rule.firm_id)
    rule.next_for = local_time.resolve(wall, zone).instant
    if rule.next_for <= timezone.now():
        raise Invalid(
            _("Sıradaki gün bugün ve bu saat geçti; daha geç bir saat yazın ya da bugünü atlayın."),
            code="time_passed",
            field="hour",
        )


def _facts(rule: RepeatRule) -> dict[str, str]:
    names = ("every", "first_day", "hour", "last_day", "most_runs", "max_credits")
    return {name: str(getattr(rule, name)) for name in names}


def pause(actor: Actor, rule: RepeatRule) -> RepeatRule:
    """Nothing is made until ``resume``; what comes meanwhile is not made up for."""
    actor.require("messaging.campaign.stop")
    with transaction.atomic():
        rule = _lock(rule.pk, State.ACTIVE)
        rule.state = State.PAUSED
        rule.save(update_fields=["state"])
        trail.record(actor, "repeat.paused", rule)
    return rule


def resume(actor: Actor, rule: RepeatRule) -> RepeatRule:
    """On with the next day that has not passed. Whoever resumes it answers for it from now on.
    A rule that has no day left ends."""
    actor.require("messaging.campaign.send")
    with transaction.atomic():
        rule = _lock(rule.pk, State.PAUSED)
        rule.state = State.ACTIVE
        _sign(actor, rule)
        repeat_runs.pass_over(rule)
        rule.save()
        trail.record(actor, "repeat.resumed", rule)
    return rule


def end(actor: Actor, rule: RepeatRule) -> RepeatRule:
    """No further run; the pattern is a draft again. Campaigns that were made stay."""
    actor.require("messaging.campaign.stop")
    with transaction.atomic():
        rule = _lock(rule.pk, State.ACTIVE, State.PAUSED)
        repeat_runs.close(rule)
        rule.save()
        trail.record(actor, "repeat.ended", rule)
    return rule


def skip(actor: Actor, rule: RepeatRule, day: date) -> RepeatRule:
    """One day of the rule is left out. Raises ``Invalid`` for a day that is none of its coming
    ones; a repeat has no effect."""
    actor.require("messaging.campaign.stop")
    with transaction.atomic():
        rule = _lock(rule.pk, State.ACTIVE, State.PAUSED)
        _require_coming(rule, day)
        _run, made = RepeatRun.objects.get_or_create(
            firm_id=rule.firm_id,
            rule=rule,
            day=day,
            defaults={"state": RepeatRun.State.SKIPPED, "by_label": actor.label},
        )
        if made:
            trail.record(actor, "repeat.skipped", rule, {"day": [None, day.isoformat()]})
    return rule


def unskip(actor: Actor, rule: RepeatRule, day: date) -> RepeatRule:
    """The day goes after all. Raises as ``skip``."""
    actor.require("messaging.campaign.send")
    with transaction.atomic():
        rule = _lock(rule.pk, State.ACTIVE, State.PAUSED)
        _require_coming(rule, day)
        rows = RepeatRun.objects.filter(rule=rule, day=day, state=RepeatRun.State.SKIPPED)
        if rows.delete()[0]:
            trail.record(actor, "repeat.unskipped", rule, {"day": [day.isoformat(), None]})
    return rule


def coming(rule: RepeatRule, limit: int, until: date | None = None) -> list[datetime]:
    """The next runs, naive on the firm's clock, skipped ones among them."""
    found: list[datetime] = []
    if rule.state == State.ENDED:
        return found
    now = local_time.at(timezone.now(), zone_of(rule.firm_id))
    number = rule.next_number
    while len(found) < limit and (wall := rule.wall(number)):
        if until is not None and wall.date() > until:
            break
        if wall > now:
            found.append(wall)
        number += 1
    return found


def _lock(rule_id: int, *states: RepeatRule.State) -> RepeatRule:
    rule = RepeatRule.objects.select_for_update(of=("self",)).filter(pk=rule_id).first()
    if rule is None:
        raise NotFound(_("Tekrar kuralı bulunamadı."))
    if rule.state not in states:
        raise Conflict(
            _("Tekrar kuralı “%(state)s” durumunda; bu işlem yapılamaz.")
            % {"state": rule.get_state_display()},
            code="repeat_state",
            extra={"state": rule.state},
        )
    return rule


def _sign(actor: Actor, rule: RepeatRule) -> None:
    rule.set_by_label = actor.label[:120]
    rule.set_by_member, rule.set_by_key = actor.membership_id, actor.api_key_id


def _require_sense(rule: RepeatRule) -> None:
    schedules.moment(rule.firm_id, datetime.combine(rule.first_day, rule.hour), "first_day")
    _require_limits(rule)


def _require_limits(rule: RepeatRule) -> None:
    """An end there must be, and how far it may lie is the firm's dated rule."""
    allowed = rules.in_force(rule.firm_id)
    if rule.last_day is None and rule.most_runs is None:
        raise Invalid(
            _("Ne zaman biteceğini yazın: son gün ya da kaç kez."),
            code="repeat_without_end",
            field="most_runs",
        )
    if rule.last_day is not None and rule.last_day < rule.first_day:
        raise Invalid(
            _("Son gün ilk günden önce olamaz."), code="repeat_ends_early", field="last_day"
        )
    if rule.most_runs is not None and not 1 <= rule.most_runs <= allowed.repeat_most_runs:
        raise Invalid(
            _("1 ile %(most)d arasında bir sayı yazın (Gönderim Kuralları).")
            % {"most": allowed.repeat_most_runs},
            code="repeat_too_many",
            field="most_runs",
        )
    furthest = local_time.add_months(rule.first_day, allowed.repeat_longest_months)
    if rule.last_day and rule.last_day > furthest:
        raise Invalid(
            _("Son gün ilk günden en çok %(months)d ay sonra olabilir (Gönderim Kuralları).")
            % {"months": allowed.repeat_longest_months},
            code="repeat_too_long",
            field="last_day",
        )


def _require_coming(rule: RepeatRule, day: date) -> None:
    if day not in {wall.date() for wall in coming(rule, MOST_DAYS, until=day)}:
        raise Invalid(
            _("%(day)s bu kuralın gelecek günlerinden değil.") % {"day": f"{day:%d.%m.%Y}"},
            code="no_such_run",
            field="day",
        )

"""Görev kuralları: what is in force, and new ones from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from messaging.services.rules import today
from otp.models import TaskRules
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor

CHANGE = "otp.taskrule.change"
# Field -> what it may be.
LIMITS = {
    "late_minutes": (1, 1440),
    "missed_minutes": (1, 10_080),
    "furthest_months": (1, 120),
}
FIELDS = ("valid_from", *LIMITS)


def in_force(firm_id: int, day: date | None = None) -> TaskRules:
    """The firm's rules of a day (today), or the defaults where it has set none."""
    rows = TaskRules.objects.filter(firm_id=firm_id, valid_from__lte=day or today(firm_id))
    return rows.order_by("-valid_from").first() or TaskRules(firm_id=firm_id, valid_from=date.min)


def save(actor: Actor, row: TaskRules | None, data: Mapping[str, Any]) -> TaskRules:
    """New rules from a day on, or a change of ones that have not begun; what is left out is as in
    the rules that were in force. Raises ``Invalid`` and ``Conflict``."""
    actor.require(CHANGE)
    if row is not None:
        _require_future(actor, row)
    rules = row or _copy(in_force(actor.firm_id))
    before = _facts(rules) if row else {}
    for name in FIELDS:
        if data.get(name) is not None:
            setattr(rules, name, data[name])
    _check(actor, rules)
    rules.created_by = rules.created_by or actor.label[:120]
    with transaction.atomic():
        try:
            with transaction.atomic():
                rules.save()
        except IntegrityError:
            raise Conflict(
                _("Bu günden başlayan kurallar zaten var; onları değiştirin."),
                code="rules_day_taken",
                field="valid_from",
            ) from None
        action = "task.rules_changed" if row else "task.rules_added"
        trail.record(actor, action, rules, trail.changed(before, _facts(rules)))
    return rules


def delete(actor: Actor, row: TaskRules) -> None:
    """Rules that have not begun; others are part of what was done under them."""
    actor.require(CHANGE)
    _require_future(actor, row)
    with transaction.atomic():
        trail.record(actor, "task.rules_deleted", row)
        row.delete()


def _copy(rules: TaskRules) -> TaskRules:
    return TaskRules(firm_id=rules.firm_id, **{name: getattr(rules, name) for name in FIELDS})


def _facts(rules: TaskRules) -> dict[str, str]:
    return {name: str(getattr(rules, name)) for name in FIELDS}


def _require_future(actor: Actor, row: TaskRules) -> None:
    if row.valid_from < today(actor.firm_id):
        raise Conflict(
            _("Bu kurallar geçerli olmuş; değiştirilemez. Yeni bir günden başlayan kural ekleyin."),
            code="rules_begun",
        )


def _check(actor: Actor, rules: TaskRules) -> None:
    if rules.valid_from < today(actor.firm_id):
        raise Invalid(
            _("Kurallar geçmişe dönük değişmez; bugünü ya da ileri bir günü yazın."),
            field="valid_from",
        )
    for name, (least, most) in LIMITS.items():
        if not least <= getattr(rules, name) <= most:
            raise Invalid(
                _("%(least)d ile %(most)d arasında bir sayı yazın.")
                % {"least": least, "most": most},
                field=name,
            )
    if rules.missed_minutes < rules.late_minutes:
        raise Invalid(
            _("Gönderilmeme süresi, gecikmiş sayılma süresinden kısa olamaz."),
            field="missed_minutes",
        )

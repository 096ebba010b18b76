"""Gönderim kuralları: what is in force, and new ones from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.models import SendingRules
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

FIELDS = (
    "valid_from", "commercial_days", "commercial_start", "commercial_end", "commercial_holidays",
    "informational_days", "informational_start", "informational_end", "informational_holidays",
    "report_grace_hours", "weekly_cap", "schedule_margin_percent", "schedule_late_hours",
    "schedule_furthest_months", "mms_credits", "link_credits", "media_kept_days",
    "registry_fresh_hours", "registry_recheck_minutes", "registry_tell_minutes",
    "registry_singles_per_hour",
    "repeat_most_runs", "repeat_longest_months",
    "exempt_sender",
)  # fmt: skip


def in_force(firm_id: int, day: date | None = None) -> SendingRules:
    """The firm's rules of a day (today), or the defaults where it has set none."""
    rows = SendingRules.objects.filter(firm_id=firm_id, valid_from__lte=day or today(firm_id))
    found = rows.order_by("-valid_from").first()
    return found or SendingRules(firm_id=firm_id, valid_from=date.min)


def today(firm_id: int) -> date:
    zone = Firm.objects.values_list("time_zone", flat=True).get(pk=firm_id)
    return local_time.at(timezone.now(), zone).date()


def save(actor: Actor, row: SendingRules | None, data: Mapping[str, Any]) -> SendingRules:
    """New rules from a day on, or a change of ones that have not begun. What is left out is as
    in the rules that were in force. Raises ``Invalid`` and ``Conflict``."""
    actor.require("messaging.rules.change")
    if row is not None:
        _require_future(actor, row)
    rules = row or _copy(in_force(actor.firm_id))
    before = {name: getattr(rules, name) for name in FIELDS} if row else {}
    for name in FIELDS:
        if name in data:
            setattr(rules, name, data[name])
    _check(actor, rules)
    if not row:
        rules.created_by = actor.label[:120]
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
        after = {name: getattr(rules, name) for name in FIELDS}
        changes = {k: [str(a), str(b)] for k, (a, b) in trail.changed(before, after).items()}
        trail.record(actor, "rules.changed" if row else "rules.added", rules, changes)
    return rules


def delete(actor: Actor, row: SendingRules) -> None:
    """Rules that have not begun; others are part of what was done under them."""
    actor.require("messaging.rules.change")
    _require_future(actor, row)
    with transaction.atomic():
        trail.record(actor, "rules.deleted", row)
        row.delete()


def _copy(rules: SendingRules) -> SendingRules:
    kept = {name: getattr(rules, name) for name in FIELDS}
    return SendingRules(firm_id=rules.firm_id, **kept)


def _require_future(actor: Actor, row: SendingRules) -> None:
    if row.valid_from < today(actor.firm_id):
        raise Conflict(
            _("Bu kurallar geçerli olmuş; değiştirilemez. Yeni bir günden başlayan kural ekleyin."),
            code="rules_begun",
        )


def _check(actor: Actor, rules: SendingRules) -> None:
    if rules.valid_from < today(actor.firm_id):
        raise Invalid(
            _("Kurallar geçmişe dönük değişmez; bugünü ya da ileri bir günü yazın."),
            field="valid_from",
        )
    for kind in ("commercial", "informational"):
        if not getattr(rules, f"{kind}_days"):
            raise Invalid(_("En az bir gün seçin."), field=f"{kind}_days")
        if getattr(rules, f"{kind}_end") < getattr(rules, f"{kind}_start"):
            raise Invalid(
                _("Bitiş saati başlangıçtan sonra olmalı; bütün gün için ikisine 00:00 yazın."),
                field=f"{kind}_end",
            )
    for name in ("mms_credits", "link_credits"):
        if not 1 <= getattr(rules, name) <= 1000:
            raise Invalid(_("1 ile 1000 arasında bir kredi yazın."), field=name)
    for name, most in (("registry_fresh_hours", 168), ("registry_recheck_minutes", 1440)):
        if not 1 <= getattr(rules, name) <= most:
            raise Invalid(_("1 ile %(most)d arasında bir sayı yazın.") % {"most": most}, field=name)
    if rules.weekly_cap is not None and rules.weekly_cap < 1:
        raise Invalid(_("En az 1 yazın; sınır istemiyorsanız boş bırakın."), field="weekly_cap")

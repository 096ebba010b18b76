"""Vekil (idea 20): who stands in for whom, on which days and up to which amount."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from messaging.services.rules import today
from otp.models import Substitute
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotAllowed
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership

OWN, ANYBODYS = "otp.substitute.change", "otp.substitute.manage"
Rule = tuple[int, int, "Decimal | None"]  # for whom, who, up to which amount


def save(actor: Actor, row: Substitute | None, data: Mapping[str, Any]) -> Substitute:
    """Sets one: member (left out: oneself), deputy, first_day, last_day, max_amount. Somebody
    else's needs ``otp.substitute.manage``. Raises ``Invalid`` for a loop on any of its days."""
    actor.require(OWN)
    with transaction.atomic():
        _lock(actor)
        found = row or Substitute(firm_id=actor.firm_id, member_id=actor.membership_id)
        before = _facts(found) if row else {}
        for name in ("member", "deputy", "first_day", "last_day", "max_amount"):
            if name in data and (data[name] is not None or name == "max_amount"):
                setattr(found, name, data[name])
        _require_own(actor, found)
        _check(found)
        found.by_label, found.told_at = actor.label[:120], None
        found.save()
        trail.record(actor, "substitute.saved", found, trail.changed(before, _facts(found)))
    return found


def delete(actor: Actor, row: Substitute) -> None:
    """From now on nobody stands in; what was decided stays."""
    actor.require(OWN)
    _require_own(actor, row)
    with transaction.atomic():
        trail.record(actor, "substitute.deleted", row)
        row.delete()


def rules_on(firm_id: int, day: date | None = None) -> list[Rule]:
    """What holds on a day (today)."""
    day = day or today(firm_id)
    rows = Substitute.objects.filter(firm_id=firm_id, first_day__lte=day, last_day__gte=day)
    return list(rows.values_list("member_id", "deputy_id", "max_amount"))


def without(rules: Iterable[Rule], person: int | None) -> list[Rule]:
    """The rules in which the person has no part. Of what somebody has asked for he passes nobody
    on: his own deputy would decide in his name, though for another."""
    return [rule for rule in rules if person not in rule[:2]]


def deputies(rules: Iterable[Rule], members: Iterable[int], amount: Decimal | None) -> set[int]:
    """Who may decide about ``amount`` for one of ``members``."""
    kept, wanted = list(rules), set(members)
    return {
        deputy for deputy in {rule[1] for rule in kept} - wanted
        if stands_in_for(kept, deputy, amount) & wanted
    }  # fmt: skip


def limits(rules: Iterable[Rule], deputy: int) -> dict[int, Decimal | None]:
    """Everybody for whom ``deputy`` may decide, also through another who stands in, and up to
    which amount (None: any): the smallest limit of a way holds, the best way counts."""
    found: dict[int, Decimal | None] = {}
    waiting: list[tuple[int, Decimal | None]] = [(deputy, None)]
    kept = list(rules)
    while waiting:
        of, most = waiting.pop()
        for member, stands_in, limit in kept:
            if stands_in != of or member == deputy:
                continue
            both = min((one for one in (most, limit) if one is not None), default=None)
            if member not in found or _is_more(both, found[member]):
                found[member] = both
                waiting.append((member, both))
    return found


def _is_more(limit: Decimal | None, known: Decimal | None) -> bool:
    return known is not None and (limit is None or limit > known)


def stands_in_for(rules: Iterable[Rule], deputy: int, amount: Decimal | None) -> set[int]:
    """Of ``limits`` those that let ``amount`` pass; a document without one passes no limit."""
    return {
        member
        for member, limit in limits(rules, deputy).items()
        if limit is None or (amount is not None and amount <= limit)
    }


def makes_a_loop(rules: Iterable[Rule], member: int, deputy: int) -> bool:
    """Whether ``member`` would in the end stand in for himself."""
    kept = [(of, by, None) for of, by, _limit in rules]
    return member == deputy or deputy in stands_in_for([*kept], member, None)


def _check(row: Substitute) -> None:
    if row.deputy_id is None:
        raise Invalid(_("Vekili seçin."), field="deputy")
    if row.first_day is None or row.last_day is None or row.last_day < row.first_day:
        raise Invalid(_("Son gün ilk günden önce olamaz."), field="last_day")
    others = Substitute.objects.filter(
        firm_id=row.firm_id, first_day__lte=row.last_day, last_day__gte=row.first_day
    ).exclude(pk=row.pk)
    rules = list(others.values_list("member_id", "deputy_id", "max_amount"))
    if makes_a_loop(rules, row.member_id, row.deputy_id):
        raise Invalid(
            _("Bu vekâlet döngü oluşturuyor: kişi dolaylı olarak kendisine vekil olur."),
            code="substitute_loop",
            field="deputy",
        )
    if others.filter(member=row.member_id).exists():
        raise Conflict(
            _("Bu kişinin o günlerde başka bir vekili var; onu değiştirin."),
            code="substitute_taken",
            field="first_day",
        )


def _require_own(actor: Actor, row: Substitute) -> None:
    if row.member_id is None:
        raise Invalid(_("Kimin yerine bakılacağını seçin."), field="member")
    if row.member_id != actor.membership_id and not actor.can(ANYBODYS):
        raise NotAllowed(_("Yalnız kendi vekilinizi tanımlayabilirsiniz."))


def _facts(row: Substitute) -> dict[str, Any]:
    return {
        "member": row.member.name,
        "deputy": row.deputy.name,
        "first_day": str(row.first_day),
        "last_day": str(row.last_day),
        "max_amount": str(row.max_amount) if row.max_amount is not None else None,
    }


def _lock(actor: Actor) -> None:
    """Two who name each other at once must not both pass."""
    list(Membership.objects.select_for_update(of=("self",)).filter(
        firm_id=actor.firm_id).order_by("pk").values_list("pk", flat=True))  # fmt: skip

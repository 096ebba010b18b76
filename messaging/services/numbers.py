"""Numara doğruluğu: chosen findings are written in one transaction and undone as a whole.

Only what is the portal's own is written; a card is corrected in the ERP.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.models import (
    Group,
    GroupMember,
    NumberChange,
    NumberCorrection,
    Subscriber,
    SubscriberKind,
)
from messaging.number_rules import Fault, Finding, Owner
from messaging.selectors import numbers
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.tenancy.actor import Actor

RIGHT = "messaging.subscriber.change"
_CHUNK = 500
_WRITTEN = ("phone", "is_active", "search_key", "sort_key")


def choose(actor: Actor, keys: Collection[str] | None, fault: str = "") -> list[Finding]:
    """The findings of these keys (None: all of ``fault``) that the portal itself can write.
    Raises ``Invalid`` when there is none."""
    actor.require(RIGHT)
    found = numbers.findings(actor, fault, Owner.PORTAL)
    chosen = [one for one in found if keys is None or one.key in keys]
    if not chosen:
        raise Invalid(_("Portalda düzeltilecek bir bulgu seçin."), code="nothing_chosen")
    return chosen


def digest(chosen: Sequence[Finding]) -> str:
    """The same for the same proposals: what was shown is what is written."""
    stamps = sorted(repr(one.stamp) for one in chosen)
    return hashlib.sha256("\n".join(stamps).encode()).hexdigest()


def apply(
    actor: Actor, keys: Collection[str] | None, shown: str, fault: str = ""
) -> NumberCorrection:
    """Writes the chosen findings, all or none. ``shown``: the ``digest`` of what the person
    agreed to; raises ``Conflict`` ``findings_changed`` when it is no longer what is found."""
    with transaction.atomic():
        chosen = choose(actor, keys, fault)
        if digest(chosen) != shown:
            raise _moved()
        ids = {one.pk for one in chosen} | _kept(chosen)
        rows = _locked(ids)
        if len(rows) != len(ids) or not all(row.is_active for row in rows.values()):
            raise _moved()
        if any(rows[one.pk].phone != one.now for one in chosen):
            raise _moved()
        correction = NumberCorrection.objects.create(
            firm_id=actor.firm_id, size=len(chosen), by_label=actor.label[:150]
        )
        joined = _take_over_groups(actor, chosen)
        changes = [_change(correction, one, rows[one.pk], joined[one.pk]) for one in chosen]
        _write([rows[one.pk] for one in chosen])
        NumberChange.objects.bulk_create(changes, batch_size=_CHUNK)
        trail.record(actor, "numbers.corrected", correction, {"count": len(chosen)})
    return correction


def undo(actor: Actor, correction_id: int) -> NumberCorrection:
    """Takes a correction back as a whole. Raises ``NotFound``, and ``Conflict`` when it was
    undone already or anything that it wrote has been changed since."""
    actor.require(RIGHT)
    with transaction.atomic():
        found = NumberCorrection.objects.select_for_update().filter(pk=correction_id).first()
        if found is None:
            raise NotFound(_("Düzeltme bulunamadı."))
        if found.undone_at is not None:
            raise Conflict(_("Bu düzeltme geri alınmış."), code="already_undone")
        changes = list(found.changes.order_by("subscriber_id"))
        rows = _locked({pk for one in changes for pk in (one.subscriber_id, one.kept_id) if pk})
        seen = actor.visible(Subscriber.objects.filter(pk__in=rows)).count()
        stands = len(changes) == found.size and all(
            rows[one.subscriber_id].kind == SubscriberKind.OTHER
            and rows[one.subscriber_id].phone == one.phone_after
            and rows[one.subscriber_id].is_active == one.is_active_after
            for one in changes
        )
        if seen != len(rows) or not stands or not _leave_groups(changes):
            raise Conflict(
                _("Düzeltilen kayıtlardan biri sonradan değişti; geri alınmadı."),
                code="changed_since",
            )
        for one in changes:
            row = rows[one.subscriber_id]
            row.phone, row.is_active = one.phone_before, True
        _write([rows[one.subscriber_id] for one in changes])
        found.undone_at, found.undone_by = timezone.now(), actor.label[:150]
        found.save(update_fields=["undone_at", "undone_by"])
        trail.record(actor, "numbers.undone", found, {"count": found.size})
    return found


def _kept(chosen: Sequence[Finding]) -> set[int]:
    return {one.other for one in chosen if one.fault is Fault.DUPLICATE and one.other is not None}


def _locked(ids: Collection[int]) -> dict[int, Subscriber]:
    rows = Subscriber.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return {row.pk: row for row in rows.order_by("pk")}


def _change(
    correction: NumberCorrection, finding: Finding, row: Subscriber, groups: list[int]
) -> NumberChange:
    row.phone = finding.proposed or row.phone
    row.is_active = bool(finding.proposed)
    return NumberChange(
        firm_id=row.firm_id,
        correction=correction,
        subscriber=row,
        kept_id=finding.other if finding.fault is Fault.DUPLICATE else None,
        fault=finding.fault,
        phone_before=finding.now,
        phone_after=row.phone,
        is_active_after=row.is_active,
        groups=groups,
    )


def _write(rows: list[Subscriber]) -> None:
    for row in rows:
        row.set_keys()
    try:
        with transaction.atomic():
            Subscriber.objects.bulk_update(rows, _WRITTEN, batch_size=_CHUNK)
    except IntegrityError:
        raise Conflict(
            _("Yazılacak numaralardan biriyle bir abone zaten var; hiçbiri yazılmadı."),
            code="phone_taken",
        ) from None


def _take_over_groups(actor: Actor, chosen: Sequence[Finding]) -> dict[int, list[int]]:
    """Who is kept joins the groups of who is switched off; which of them are new to him."""
    pairs = {one.pk: one.other for one in chosen if one.fault is Fault.DUPLICATE and one.other}
    joined: dict[int, list[int]] = defaultdict(list)
    places = GroupMember.objects.filter(subscriber_id__in=[*pairs, *pairs.values()])
    held: dict[int, set[int]] = defaultdict(set)
    for subscriber_id, group_id in places.values_list("subscriber_id", "group_id"):
        held[subscriber_id].add(group_id)
    wanted = {group for pk in pairs for group in held[pk]}
    if actor.visible(Group.objects.filter(pk__in=wanted)).count() != len(wanted):
        raise Conflict(
            _("Seçilenlerden biri göremediğiniz bir grupta; onu grubu gören biri düzeltsin."),
            code="group_hidden",
        )
    for pk, kept in pairs.items():
        joined[pk] = sorted(held[pk] - held[kept])
        held[kept] |= held[pk]
    new = [
        GroupMember(firm_id=actor.firm_id, group_id=group, subscriber_id=pairs[pk])
        for pk, groups in joined.items()
        for group in groups
    ]
    try:
        with transaction.atomic():
            GroupMember.objects.bulk_create(new, batch_size=_CHUNK)
    except IntegrityError:  # somebody put him into one of them in this very moment
        raise _moved() from None
    return joined


def _leave_groups(changes: Sequence[NumberChange]) -> bool:
    """Whether all that was joined was still there to be left."""
    wanted = {(one.kept_id, group) for one in changes for group in one.groups}
    groups = {group for _kept, group in wanted}
    rows = GroupMember.objects.filter(
        subscriber_id__in={kept for kept, _group in wanted}, group_id__in=groups
    ).values_list("pk", "subscriber_id", "group_id")
    ids = [pk for pk, kept, group in rows if (kept, group) in wanted]
    GroupMember.objects.filter(pk__in=ids).delete()
    return len(ids) == len(wanted)


def _moved() -> Conflict:
    return Conflict(
        _("Bulgular siz bakarken değişti; listeye yeniden bakın. Hiçbir şey yazılmadı."),
        code="findings_changed",
    )

"""Mobil Abone Grupları (L-053, S-073)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from messaging.models import UNSENT, Campaign, Group, GroupMember, Subscriber
from messaging.services.naming import named
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict
from turkcell_hub.tenancy.actor import Actor


def save(actor: Actor, group: Group | None, data: Mapping[str, Any]) -> Group:
    """Creates or changes a group (name, description, authority_code). ``Conflict`` for a
    name that is taken."""
    actor.require(f"messaging.group.{'change' if group else 'add'}")
    with transaction.atomic():
        row = group or Group(firm_id=actor.firm_id)
        for name in ("name", "description", "authority_code"):
            if name in data:
                setattr(row, name, data[name])
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Conflict(
                _("Bu adla bir grup zaten var."), code="group_name_taken", field="name"
            ) from None
        trail.record(actor, "group.changed" if group else "group.added", row)
    return row


def delete(actor: Actor, group: Group) -> None:
    """Its people stay subscribers. Raises ``Conflict`` while a draft uses the group."""
    actor.require("messaging.group.delete")
    with transaction.atomic():
        drafts = named(actor, Campaign.objects.filter(groups=group, state__in=UNSENT))
        if drafts:
            raise Conflict(
                _("“%(group)s” bir gönderim taslağında kullanılıyor: %(drafts)s.")
                % {"group": group.name, "drafts": drafts},
                code="group_in_use",
            )
        trail.record(actor, "group.deleted", group)
        group.delete()


def add(actor: Actor, group: Group, subscribers: Any) -> int:
    """Adds people (a queryset); those who are already in it have no effect (L-053).
    Returns how many joined."""
    actor.require("messaging.group.change")
    with transaction.atomic():
        before = GroupMember.objects.filter(group=group).count()
        ids = actor.visible(subscribers).order_by().values_list("pk", flat=True)
        GroupMember.objects.bulk_create(
            [
                GroupMember(firm_id=actor.firm_id, group=group, subscriber_id=pk)
                for pk in ids.iterator()
            ],
            ignore_conflicts=True,
            batch_size=5000,
        )
        joined = GroupMember.objects.filter(group=group).count() - before
        trail.record(actor, "group.joined", group, {"count": joined})
    return joined


def remove(actor: Actor, group: Group, subscribers: Any) -> int:
    """Takes people out of the group; they stay subscribers."""
    actor.require("messaging.group.change")
    with transaction.atomic():
        ids = actor.visible(subscribers).order_by().values("pk")
        removed, _models = GroupMember.objects.filter(group=group, subscriber__in=ids).delete()
        trail.record(actor, "group.left", group, {"count": removed})
    return removed


def set_groups(actor: Actor, subscriber: Subscriber, groups: Iterable[Group]) -> None:
    """The subscriber is in these groups, and in those the actor cannot see."""
    wanted = {group.pk for group in groups}
    visible = set(actor.visible(Group.objects.all()).values_list("pk", flat=True))
    places = GroupMember.objects.filter(subscriber=subscriber, group__in=visible)
    places.exclude(group__in=wanted).delete()
    GroupMember.objects.bulk_create(
        [
            GroupMember(firm_id=actor.firm_id, group_id=pk, subscriber=subscriber)
            for pk in sorted(wanted & visible)
        ],
        ignore_conflicts=True,
    )

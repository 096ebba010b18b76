"""Who is chosen for a draft, and whom one can choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from messaging.filtersets import SubscriberFilter
from messaging.models import (
    Campaign,
    CampaignRecipient,
    Group,
    GroupMember,
    Subscriber,
    UsagePlace,
)
from messaging.search import search_subscribers
from messaging.services import audiences
from turkcell_hub.tenancy.actor import Actor

SHOWN = 20
PICKER = 40


@dataclass(frozen=True)
class Chosen:
    """``size``: how many times people were chosen; doubles are removed by the pre-flight."""

    people: list[CampaignRecipient]
    people_count: int
    groups: list[Group]
    filter_count: int | None
    filter_words: list[tuple[str, str]]

    @property
    def size(self) -> int:
        members = sum(group.people for group in self.groups)  # type: ignore[attr-defined]
        return self.people_count + members + (self.filter_count or 0)

    @property
    def more_people(self) -> int:
        return max(0, self.people_count - len(self.people))


def chosen(actor: Actor, campaign: Campaign) -> Chosen:
    """The draft's audience as far as the actor may see it."""
    rows = CampaignRecipient.objects.filter(campaign=campaign).select_related("subscriber")
    if actor.code_ids is not None:
        hidden = Subscriber.objects.exclude(pk__in=actor.visible(Subscriber.objects.all()))
        rows = rows.exclude(subscriber__in=hidden)
    groups = list(actor.visible(campaign.groups.all()).order_by("sort_key"))
    members = GroupMember.objects.filter(group__in=groups)
    if actor.code_ids is not None:
        members = members.filter(subscriber__in=actor.visible(Subscriber.objects.all()))
    sizes = dict(members.order_by().values_list("group").annotate(Count("pk")))
    for group in groups:
        group.people = sizes.get(group.pk, 0)  # type: ignore[attr-defined]
    query = campaign.audience_filter
    return Chosen(
        people=list(rows.order_by("pk")[:SHOWN]),
        people_count=rows.count(),
        groups=groups,
        filter_count=(
            None if query is None else audiences.filtered_subscribers(actor, query).count()
        ),
        filter_words=filter_words(query or {}),
    )


def filter_words(query: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, value) of a stored filter, in the words of the list."""
    filterset = SubscriberFilter(data=dict(query), queryset=Subscriber.objects.none())
    words = []
    if query.get("q"):
        words.append((_("Arama"), str(query["q"])))
    valid = filterset.is_valid()
    for name, field in filterset.form.fields.items():
        raw = query.get(name)
        if raw in (None, "", []):
            continue
        value = filterset.form.cleaned_data.get(name, raw) if valid else raw
        if isinstance(value, bool):
            value = _("Evet") if value else _("Hayır")
        choices = dict(getattr(field, "choices", ())) if not hasattr(value, "pk") else {}
        words.append((str(filterset.filters[name].label), str(choices.get(raw, value))))
    return words


def filtered(
    actor: Actor, text: str, group: Group | None, special_code: str, kind: str
) -> tuple[Any, dict[str, Any]]:
    """Subscribers that may be chosen for SMS (L-057), and the query that stands for them."""
    query: dict[str, Any] = {"usage_place": UsagePlace.SMS.value, "is_active": "true"}
    query |= {"q": text, "special_code": special_code, "kind": kind}
    query |= {"group": str(group.pk) if group else ""}
    query = {key: value for key, value in query.items() if value}
    rows = actor.visible(
        Subscriber.objects.filter(is_active=True, usage_places__contains=[UsagePlace.SMS.value])
    )
    if group is not None:
        rows = rows.filter(group_places__group=group)
    if special_code:
        rows = rows.filter(special_code=special_code)
    if kind:
        rows = rows.filter(kind=kind)
    return search_subscribers(rows, text) if text else rows, query

"""The same sums by campaign, sender, brand, group, person; and why messages did not arrive."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging import reasons
from messaging.models import Campaign, CampaignCount, Group, MessageClass, MessageState
from messaging.selectors.reporting import figures
from messaging.selectors.reporting.figures import Sums
from messaging.selectors.reporting.question import Question
from messaging.states import REFUNDED
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, GatewayAccount, SenderTitle

MOST = 100
Labels = Callable[[Actor, Collection[Any]], dict[Any, str]]


@dataclass(frozen=True)
class Dimension:
    """``path``: the campaign's field; ``labels``: its words for those keys that the actor may
    read; ``empty``: the name of a missing one; ``note``: what has to be known about it."""

    title: Any
    path: str
    labels: Labels
    empty: Any = gettext_lazy("Belirtilmemiş")
    note: Any = ""


@dataclass(frozen=True)
class Line:
    """``key`` is the filter's value for it; None for a missing one and for the rest."""

    key: Any
    label: str
    sums: Sums


@dataclass(frozen=True)
class Breakdown:
    """The largest, what is left of them in one line, and the range's ``total``."""

    dimension: Dimension
    lines: list[Line]
    total: Sums


def _names(model: Any, field: str) -> Labels:
    return lambda _actor, keys: dict(model.objects.filter(pk__in=keys).values_list("pk", field))


def _choices(choices: Any) -> Labels:
    return lambda _actor, keys: {key: str(choices(key).label) for key in keys if key}


def _groups(actor: Actor, keys: Collection[Any]) -> dict[Any, str]:
    return dict(actor.visible(Group.objects.filter(pk__in=keys)).values_list("pk", "name"))


DIMENSIONS: dict[str, Dimension] = {
    "campaign": Dimension(gettext_lazy("Gönderim"), "pk", _names(Campaign, "name")),
    "sender": Dimension(gettext_lazy("Gönderici"), "sender_id", _names(SenderTitle, "title")),
    "person": Dimension(
        gettext_lazy("Gönderen"),
        "submitted_by_label",
        lambda _actor, keys: {key: key for key in keys if key},
        gettext_lazy("Kendiliğinden"),
    ),
    "group": Dimension(
        gettext_lazy("Grup"),
        "groups",
        _groups,
        gettext_lazy("Grupsuz"),
        gettext_lazy(
            "Birden çok gruba yapılan bir gönderim her grubunda sayılır; grupların toplamı aralığın"
            " toplamından büyük olabilir."
        ),
    ),
    "brand": Dimension(
        gettext_lazy("Marka"), "brand_id", _names(Brand, "name"), gettext_lazy("Markasız")
    ),
    "account": Dimension(
        gettext_lazy("Operatör hesabı"), "account_id", _names(GatewayAccount, "name")
    ),
    "message_class": Dimension(
        gettext_lazy("Mesaj sınıfı"), "message_class", _choices(MessageClass)
    ),
    "source": Dimension(gettext_lazy("Kanal"), "source", _choices(Campaign.Source)),
    "kind": Dimension(gettext_lazy("Tür"), "kind", _choices(Campaign.Kind)),
}
CAMPAIGN = "campaign"
DEFAULT = CAMPAIGN


def by(question: Question, code: str, most: int = MOST, whole: Sums | None = None) -> Breakdown:
    """One of ``DIMENSIONS``, the largest first; at most ``most`` by name. ``whole``: the sums of
    the range, where they are known already."""
    dimension = DIMENSIONS[code]
    if code == CAMPAIGN and question.in_period.count() > most:
        return _largest_campaigns(question, most, whole or figures.daily(question).total)
    found = figures.by_key(question, dimension.path)
    total = figures.daily(question).total if code == "group" else figures.total_of(found)
    order = sorted(found.items(), key=lambda item: (-item[1].sent, -item[1].total, str(item[0])))
    labels = dimension.labels(question.actor, [key for key, _sums in order[:most]])
    lines, rest, rest_number = [], Sums(), 0
    for place, (key, sums) in enumerate(order):
        if not key:
            lines.append(Line(None, str(dimension.empty), sums))
        elif place < most and key in labels:
            lines.append(Line(key, labels[key], sums))
        else:
            rest.add(sums)
            rest_number += 1
    if rest_number:
        lines.append(_others(rest_number, rest))
    return Breakdown(dimension, lines, total)


def _largest_campaigns(question: Question, most: int, total: Sums) -> Breakdown:
    """The database names the largest; a year's thousands of others are never read one by one."""
    dimension = DIMENSIONS[CAMPAIGN]
    ids = figures.largest_campaigns(question, most)
    chosen = replace(question, campaigns=question.campaigns.filter(pk__in=ids))
    found = figures.by_key(chosen, dimension.path)
    labels = dimension.labels(question.actor, ids)
    number = question.in_period.count() - len(ids) + figures.only_refunded(question)
    lines = [Line(pk, labels[pk], found[pk]) for pk in ids]
    rest = total.without(figures.total_of(found))
    return Breakdown(dimension, [*lines, _others(number, rest)], total)


def _others(number: int, sums: Sums) -> Line:
    return Line(None, _("Diğerleri (%(n)d)") % {"n": number}, sums)


@dataclass(frozen=True)
class Reason:
    """Why ``messages`` did not arrive, in Turkish (S-068); ``percent`` of all recipients."""

    state: int
    code: int
    label: str
    text: str
    messages: int
    credits: int
    percent: float


def why(question: Question) -> list[Reason]:
    """By the operator's reason and our own verdicts, the most frequent first."""
    counts = CampaignCount.objects.filter(
        campaign__in=question.in_period.values("pk"),
        state__in=[*REFUNDED, MessageState.BLOCKED],
        messages__gt=0,
    )
    rows = counts.order_by().values_list("state", "reason")
    people = question.in_period.aggregate(all=Sum("total"))["all"] or 0
    found = [
        Reason(
            state,
            code,
            str(MessageState(state).label),
            reasons.text_of(state, code) or str(MessageState(state).label),
            messages,
            credits,
            round(100 * messages / people, 1) if people else 0.0,
        )
        for state, code, messages, credits in rows.annotate(Sum("messages"), Sum("credits"))
    ]
    return sorted(found, key=lambda one: (-one.messages, one.state, one.code))

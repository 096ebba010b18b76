"""Raporlar: tables of a range, for the page, the files and REST (L-030, L-045, L-046)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fieldteams import wording
from fieldteams.models import FieldPhone, Zone, ZoneVisit
from fieldteams.selectors import places, seen, tracks
from messaging.models import Campaign, InboundMessage, Message
from messaging.states import NEVER_HANDED_OVER
from turkcell_hub.tenancy.actor import Actor

MOST = 20_000  # rows of one report


@dataclass(frozen=True)
class Table:
    """``rows`` hold plain values; ``days`` is what the chart shows: for each day a number for
    each of ``series``."""

    kind: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    series: Sequence[str] = ()
    days: Mapping[dt.date, Sequence[float]] = field(default_factory=dict)
    note: str = ""


Maker = Callable[[Actor, Sequence[FieldPhone], tracks.Range], Table]


def positions(actor: Actor, phones: Sequence[FieldPhone], span: tracks.Range) -> Table:
    """Konum Raporu: every stored point of the range and the hours (L-045)."""
    names = {one.pk: one for one in phones}
    found = tracks.points(names, span, MOST)
    days: Counter[dt.date] = Counter(one.at.astimezone(span.zone).date() for one in found)
    rows = [
        [
            str(names[one.phone_id]), one.at.astimezone(span.zone),
            places.describe((one.latitude, one.longitude)) if one.is_located  # type: ignore[arg-type]
            else _("Bulunamadı"),
            _rounded(one.accuracy), _rounded(one.speed), one.source_text,
        ]
        for one in found
    ]  # fmt: skip
    heads = [_("Kişi"), _("Zaman"), _("Yer"), _("Yanılma (m)"), _("Hız (km/sa)"), _("Kaynak")]
    note = _("İlk %(n)d satır.") % {"n": MOST} if len(found) > MOST else ""
    return Table(
        "positions", _("Konum Raporu"), heads, rows[:MOST], [_("Konum")],
        {day: [count] for day, count in days.items()}, note,
    )  # fmt: skip


def latest(actor: Actor, phones: Sequence[FieldPhone], span: tracks.Range) -> Table:
    """Son konum: where each was last seen, whatever the range (L-030)."""
    by_phone = {one.phone.pk: one for one in seen.latest(actor, [one.pk for one in phones])}
    rows = []
    for phone in phones:
        one = by_phone.get(phone.pk)
        rows.append(
            [str(phone), phone.get_state_display(), *(
                [one.at.astimezone(span.zone), one.where, _rounded(one.accuracy), one.age]
                if one else [None, "", None, ""]
            )]
        )  # fmt: skip
    heads = [_("Kişi"), _("İzleme durumu"), _("Zaman"), _("Yer"), _("Yanılma (m)"), _("Yaşı")]
    return Table("latest", _("Son Konum"), heads, rows, note=_("Aralıktan bağımsızdır."))


def trips(actor: Actor, phones: Sequence[FieldPhone], span: tracks.Range) -> Table:
    """Yolculuk ve duruşlar: who went how far, and where he stood (L-028)."""
    ways = tracks.ways(actor, [one.pk for one in phones], span)
    rows: list[list[Any]] = []
    days: dict[dt.date, float] = {}
    for phone in phones:
        way = ways[phone.pk]
        lines: list[tuple[dt.datetime, list[Any]]] = []
        for stop in way.stops:
            lines.append((stop.at, [_("Duruş"), stop.until, places.describe(stop.point), None,
                                    wording.span(stop.seconds)]))  # fmt: skip
        for trip in way.trips:
            where = f"{places.describe(trip.start)} → {places.describe(trip.end)}"
            km = round(trip.metres / 1000, 1)
            cells = [_("Yolculuk"), trip.until, where, km, wording.span(trip.seconds)]
            lines.append((trip.at, cells))
            day = trip.at.astimezone(span.zone).date()
            days[day] = days.get(day, 0) + trip.metres / 1000
        for at, (kind, until, where, km, length) in sorted(lines, key=lambda one: one[0]):
            rows.append([str(phone), kind, at.astimezone(span.zone), until.astimezone(span.zone),
                         where, km, length])  # fmt: skip
    heads = [_("Kişi"), _("Tür"), _("Başlangıç"), _("Bitiş"), _("Yer"), _("Yol (km)"), _("Süre")]
    shown = {day: [round(km, 1)] for day, km in days.items()}
    return Table("trips", _("Yolculuk ve Duruşlar"), heads, rows, [_("Yol (km)")], shown)


def zones(actor: Actor, phones: Sequence[FieldPhone], span: tracks.Range) -> Table:
    """Bölge giriş/çıkış: who was in which zone from when to when (L-030)."""
    names = {one.pk: one for one in phones}
    found = (
        ZoneVisit.objects.select_related("zone")
        .filter(phone_id__in=names, entered_at__lte=span.until, zone__in=visible_zones(actor))
        .exclude(left_at__lt=span.since)
        .order_by("entered_at", "pk")[:MOST]
    )
    rows, days = [], Counter[dt.date]()
    now = timezone.now()
    for one in found:
        if not span.clock_holds(one.entered_at):
            continue
        length = ((one.left_at or min(now, one.last_at)) - one.entered_at).total_seconds()
        rows.append(
            [
                one.zone.name, str(names[one.phone_id]), one.entered_at.astimezone(span.zone),
                one.left_at.astimezone(span.zone) if one.left_at else None, wording.span(length),
            ]
        )  # fmt: skip
        days[max(one.entered_at, span.since).astimezone(span.zone).date()] += 1
    heads = [_("Bölge"), _("Kişi"), _("Giriş"), _("Çıkış"), _("İçeride")]
    return Table(
        "zones", _("Bölge Giriş/Çıkış"), heads, rows, [_("Giriş")],
        {day: [count] for day, count in days.items()},
    )  # fmt: skip


def visible_zones(actor: Actor) -> Any:
    return actor.visible(Zone.objects.all())


def messages(actor: Actor, phones: Sequence[FieldPhone], span: tracks.Range) -> Table:
    """Mesaj Raporu: SMS with these numbers in both directions (L-046)."""
    actor.require("messaging.message.view")
    names = {one.phone: one for one in phones}
    out, into = _("Giden"), _("Gelen")
    lines: list[tuple[dt.datetime, str, str, str, str]] = []
    sent = Message.objects.filter(
        phone__in=names, created_at__gte=span.since, created_at__lte=span.until
    ).exclude(state__in=[int(one) for one in NEVER_HANDED_OVER])
    sent = sent.filter(campaign__in=_campaigns(actor))
    for one in sent.order_by("-pk")[:MOST]:
        lines.append((one.created_at, str(names[one.phone]), out, one.text,
                      str(one.get_state_display())))  # fmt: skip
    came = InboundMessage.objects.filter(
        sender__in=names, received_at__gte=span.since, received_at__lte=span.until
    )
    for row in came.order_by("-pk")[:MOST]:
        lines.append((row.received_at, str(names[row.sender]), into, row.text, ""))
    lines = [line for line in lines if span.clock_holds(line[0])]
    days: dict[dt.date, list[float]] = {}
    for at, _who, direction, _text, _state in lines:
        day = days.setdefault(at.astimezone(span.zone).date(), [0, 0])
        day[direction == into] += 1
    rows = [
        [who, at.astimezone(span.zone), direction, text, state]
        for at, who, direction, text, state in sorted(lines)
    ]
    heads = [_("Kişi"), _("Zaman"), _("Yön"), _("Mesaj"), _("Durum")]
    note = _("Giden %(out)d, gelen %(into)d mesaj.") % {
        "out": sum(int(day[0]) for day in days.values()),
        "into": sum(int(day[1]) for day in days.values()),
    }
    return Table("messages", _("Mesaj Raporu"), heads, rows, [out, into], days, note)


def _campaigns(actor: Actor) -> Any:
    """Messages behind a Yetki Kodu or a brand stay there."""
    return actor.visible(Campaign.objects.all()).values("pk")


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)


KINDS: Mapping[str, tuple[Any, Maker]] = {
    "positions": (gettext_lazy("Konum Raporu"), positions),
    "messages": (gettext_lazy("Mesaj Raporu"), messages),
    "latest": (gettext_lazy("Son Konum"), latest),
    "trips": (gettext_lazy("Yolculuk ve Duruşlar"), trips),
    "zones": (gettext_lazy("Bölge Giriş/Çıkış"), zones),
}
DEFAULT = "positions"

"""How people went: trips and stops, the distance of each day, visits at customers (L-028)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from fieldteams import crossings, wording
from fieldteams.models import FieldPhone, Zone
from fieldteams.selectors import places, tracks
from fieldteams.selectors.reporting.seen_places import visible_zones
from fieldteams.selectors.reporting.table import Mark, Table
from turkcell_hub.erp.models import Account
from turkcell_hub.tenancy.actor import Actor


def trips(actor: Actor, phones: Sequence[FieldPhone], span: tracks.Range) -> Table:
    """Yolculuk ve duruşlar: who went how far, and where he stood (L-028)."""
    rows: list[list[Any]] = []
    owners: list[FieldPhone] = []
    marks: list[Mark] = []
    whole = tracks.Whole()
    for phone, way in tracks.each(phones, span, whole):
        lines: list[tuple[dt.datetime, list[Any]]] = []
        for stop in way.stops:
            lines.append((stop.at, [_("Duruş"), stop.until, places.describe(stop.point), None,
                                    wording.span(stop.seconds)]))  # fmt: skip
        for trip in way.trips:
            where = f"{places.describe(trip.start)} → {places.describe(trip.end)}"
            km = round(trip.metres / 1000, 1)
            cells = [_("Yolculuk"), trip.until, where, km, wording.span(trip.seconds)]
            lines.append((trip.at, cells))
            marks.append(Mark(phone, _day(trip.at, span), 0, trip.metres / 1000))
        for at, (kind, until, where, km, length) in sorted(lines, key=lambda one: one[0]):
            rows.append([str(phone), kind, at.astimezone(span.zone), until.astimezone(span.zone),
                         where, km, length])  # fmt: skip
            owners.append(phone)
    heads = [_("Kişi"), _("Tür"), _("Başlangıç"), _("Bitiş"), _("Yer"), _("Yol (km)"), _("Süre")]
    return Table("trips", _("Yolculuk ve Duruşlar"), heads, rows, owners, [_("Yol (km)")], marks,
                 _not_whole(whole))  # fmt: skip


def distance(actor: Actor, phones: Sequence[FieldPhone], span: tracks.Range) -> Table:
    """Günlük yol: kilometres, trips and the time on the way of each person and day. A trip over
    midnight is shared by its points."""
    rows: list[list[Any]] = []
    owners: list[FieldPhone] = []
    marks: list[Mark] = []
    whole = tracks.Whole()
    for phone, way in tracks.each(phones, span, whole):
        days: dict[dt.date, list[float]] = {}
        for trip in way.trips:
            days.setdefault(_day(trip.at, span), [0, 0, 0])[0] += 1
            for a, b in pairwise(trip.points):
                day = days.setdefault(_day(b.at, span), [0, 0, 0])
                day[1] += tracks.between(a, b)
                day[2] += (b.at - a.at).total_seconds()
        for day, (count, metres, seconds) in sorted(days.items()):
            rows.append(
                [str(phone), day, round(metres / 1000, 1), int(count), wording.span(seconds)]
            )
            owners.append(phone)
            marks.append(Mark(phone, day, 0, metres / 1000))
    heads = [_("Kişi"), _("Gün"), _("Yol (km)"), _("Yolculuk"), _("Yolda")]
    return Table("distance", _("Günlük Yol"), heads, rows, owners, [_("Yol (km)")], marks,
                 _not_whole(whole))  # fmt: skip


def visits(actor: Actor, phones: Sequence[FieldPhone], span: tracks.Range) -> Table:
    """Müşteri ziyaretleri: stops inside the zone of a customer, with in and out (L-028)."""
    known = _customer_zones(actor)
    rows: list[list[Any]] = []
    owners: list[FieldPhone] = []
    marks: list[Mark] = []
    whole = tracks.Whole()
    for phone, way in tracks.each(phones, span, whole) if known else ():
        for stop in way.stops:
            for zone, area in known:
                if not _is_in(area, stop) or zone.team not in ("", phone.special_code):
                    continue
                since, until = (one.astimezone(span.zone) for one in (stop.at, stop.until))
                rows.append([str(phone), str(zone.account), zone.name, since, until,
                             wording.span(stop.seconds)])  # fmt: skip
                owners.append(phone)
                marks.append(Mark(phone, since.date(), 0, 1))
    heads = [_("Kişi"), _("Müşteri"), _("Bölge"), _("Geliş"), _("Gidiş"), _("Kaldı")]
    note = _not_whole(whole) or (
        "" if known else _("Hiçbir bölgenin müşterisi yok; bölge kartında müşterisini seçin.")
    )
    return Table("visits", _("Müşteri Ziyaretleri"), heads, rows, owners, [_("Ziyaret")], marks,
                 note)  # fmt: skip


def _customer_zones(actor: Actor) -> list[tuple[Zone, crossings.Area]]:
    """A customer behind a Yetki Kodu that the actor has not is nobody's visit for him."""
    theirs = actor.visible(Account.objects.all())
    rows = visible_zones(actor).filter(is_active=True, account__in=theirs)
    return [
        (one, crossings.Area(one.latitude, one.longitude, one.radius, one.rings))
        for one in rows.select_related("account").order_by("sort_key", "pk")
    ]


def _is_in(area: crossings.Area, stop: tracks.Stop) -> bool:
    lats, lons = np.array([stop.point[0]]), np.array([stop.point[1]])
    return bool(area.holds(lats, lons)[0])


def _day(at: dt.datetime, span: tracks.Range) -> dt.date:
    return at.astimezone(span.zone).date()


def _not_whole(whole: tracks.Whole) -> str:
    if whole.is_whole:
        return ""
    return _(
        "Aralık çok geniş: yalnız ilk %(n)s konum okundu; aralığı ya da kişileri daraltın."
    ) % {"n": tracks.MOST_OF_ALL}

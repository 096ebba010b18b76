"""Where people were: every stored point, the last one, stays in zones (L-030, L-045)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldteams import wording
from fieldteams.models import FieldPhone, Zone, ZoneVisit
from fieldteams.selectors import places, seen, tracks
from fieldteams.selectors.reporting.table import MOST, Mark, Table
from turkcell_hub.tenancy.actor import Actor


def positions(actor: Actor, phones: Sequence[FieldPhone], span: tracks.Range) -> Table:
    """Konum Raporu: every stored point of the range and the hours (L-045)."""
    names = {one.pk: one for one in phones}
    found = tracks.points(names, span, MOST)
    shown = found[:MOST]
    rows = [
        [
            str(names[one.phone_id]), one.at.astimezone(span.zone),
            places.describe((one.latitude, one.longitude)) if one.is_located  # type: ignore[arg-type]
            else _("Bulunamadı"),
            rounded(one.accuracy), rounded(one.speed), one.source_text,
        ]
        for one in shown
    ]  # fmt: skip
    marks = [Mark(names[one.phone_id], one.at.astimezone(span.zone).date(), 0, 1) for one in shown]
    heads = [_("Kişi"), _("Zaman"), _("Yer"), _("Yanılma (m)"), _("Hız (km/sa)"), _("Kaynak")]
    return Table(
        "positions", _("Konum Raporu"), heads, rows, [names[one.phone_id] for one in shown],
        [_("Konum")], marks, cut(len(found) > MOST),
    )  # fmt: skip


def latest(actor: Actor, phones: Sequence[FieldPhone], span: tracks.Range) -> Table:
    """Son konum: where each was last seen, whatever the range (L-030)."""
    by_phone = {one.phone.pk: one for one in seen.latest(actor, [one.pk for one in phones])}
    rows = []
    for phone in phones:
        one = by_phone.get(phone.pk)
        rows.append(
            [str(phone), phone.get_state_display(), *(
                [one.at.astimezone(span.zone), one.where, rounded(one.accuracy), one.age]
                if one else [None, "", None, ""]
            )]
        )  # fmt: skip
    heads = [_("Kişi"), _("İzleme durumu"), _("Zaman"), _("Yer"), _("Yanılma (m)"), _("Yaşı")]
    note = _("Aralıktan bağımsızdır.")
    return Table("latest", _("Son Konum"), heads, rows, list(phones), note=note)


def zones(actor: Actor, phones: Sequence[FieldPhone], span: tracks.Range) -> Table:
    """Bölge giriş/çıkış: who was in which zone from when to when (L-030)."""
    names = {one.pk: one for one in phones}
    found = list(
        span.in_hours(
            ZoneVisit.objects.select_related("zone")
            .filter(phone_id__in=names, entered_at__lte=span.until, zone__in=visible_zones(actor))
            .exclude(left_at__lt=span.since),
            "entered_at",
        ).order_by("entered_at", "pk")[: MOST + 1]
    )
    rows: list[list[Any]] = []
    marks = []
    now = timezone.now()
    for one in found[:MOST]:
        length = ((one.left_at or min(now, one.last_at)) - one.entered_at).total_seconds()
        owner, entered = names[one.phone_id], one.entered_at.astimezone(span.zone)
        left = one.left_at.astimezone(span.zone) if one.left_at else None
        rows.append([one.zone.name, str(owner), entered, left, wording.span(length)])
        marks.append(
            Mark(owner, max(one.entered_at, span.since).astimezone(span.zone).date(), 0, 1)
        )
    heads = [_("Bölge"), _("Kişi"), _("Giriş"), _("Çıkış"), _("İçeride")]
    owners = [names[one.phone_id] for one in found[:MOST]]
    return Table(
        "zones", _("Bölge Giriş/Çıkış"), heads, rows, owners, [_("Giriş")], marks,
        cut(len(found) > MOST),
    )  # fmt: skip


def visible_zones(actor: Actor) -> QuerySet[Zone]:
    return actor.visible(Zone.objects.all())


def rounded(value: float | None) -> int | None:
    return None if value is None else round(value)


def cut(is_cut: bool) -> str:
    return _("İlk %(n)d satır; aralığı ya da kişileri daraltın.") % {"n": MOST} if is_cut else ""

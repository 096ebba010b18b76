"""The sample field team's work: jobs that the nearest were asked for, and lost devices.

Nothing here waits for an SMS: what is open is a job under way and a theft mode that wants its
second yes.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.utils import timezone

from fieldteams.models import (
    FieldJob,
    FieldPhone,
    JobOffer,
    LatestPosition,
    TheftAgreement,
    TheftWatch,
)
from turkcell_hub.lib import geo
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership

State, Offer = FieldJob.State, JobOffer.State
# What, where, the place's point, hours ago, what became of it, how many were asked.
_JOBS = (
    ("Kasa sayımı tutanağı imzalatılacak", "Torbalı", (38.1550, 27.3640), 74, State.NOBODY, 6),
    ("İki koli iade alınacak", "Konak", (38.4189, 27.1287), 51, State.DONE, 3),
    ("Vitrin fotoğrafı çekilecek", "Balçova", (38.3890, 27.0470), 28, State.CANCELLED, 3),
    ("Numune şubeye götürülecek", "Karşıyaka", (38.4590, 27.1130), 25, State.DONE, 3),
    ("Pompa arızası, 3. Sanayi Sitesi", "Bornova", (38.4700, 27.2150), 1, State.TAKEN, 3),
)
_FIRST_NUMBER, _AT_ONCE, _MINUTES = 101, 3, 10
# Why, days ago, hours, and how far it came.
_THEFTS = (
    ("Araçtan çalınan tablet; karakol tutanağı 2026/318.", 9, 12, TheftWatch.State.ENDED),
    ("Depoda bulunamayan el terminali.", 4, 6, TheftWatch.State.LAPSED),
    ("Telefon dün akşam takside unutulmuş, sahibi haber verdi.", 0, 8, TheftWatch.State.WAITING),
)


def build(actor: Actor, watched: Sequence[FieldPhone]) -> None:
    """Inside the firm's scope and one transaction; ``watched`` have places."""
    for number, row in enumerate(_JOBS):
        _job(actor, number, watched, *row)
    others = Membership.objects.filter(is_active=True).exclude(pk=actor.membership_id)
    people = [*Membership.objects.filter(pk=actor.membership_id), *others.order_by("pk")[:1]]
    for phone, row in zip(watched[-len(_THEFTS) :], _THEFTS, strict=True):
        _theft(actor, phone, people, *row)


def _job(
    actor: Actor, number: int, watched: Sequence[FieldPhone], text: str, place: str,
    point: geo.Point, hours: int, state: State, asked: int,
) -> None:  # fmt: skip
    begun = timezone.now() - dt.timedelta(hours=hours)
    ended = state in (State.DONE, State.CANCELLED, State.NOBODY)
    job = FieldJob.objects.create(
        firm_id=actor.firm_id, number=_FIRST_NUMBER + number, text=text, place=f"{place}, İzmir",
        latitude=point[0], longitude=point[1], state=state, at_once=_AT_ONCE,
        answer_minutes=_MINUTES, rounds=2, round=-(-asked // _AT_ONCE), asked_by="Murat Yıldız",
        asked_member_id=actor.membership_id,
        ended_at=begun + dt.timedelta(minutes=50) if ended else None,
    )  # fmt: skip
    near = _nearest(watched[3 * number :] or watched, point)[:asked]
    was_taken = state in (State.DONE, State.TAKEN)
    for place_in_line, (metres, last) in enumerate(near):
        offer = _offer(job, place_in_line, metres, last, was_taken)
        answered = begun + dt.timedelta(minutes=3) if offer.state != Offer.RELEASED else None
        rows = JobOffer.objects.filter(pk=offer.pk)
        rows.update(asked_at=begun, fixed_at=begun, answered_at=answered)
    FieldJob.objects.filter(pk=job.pk).update(asked_at=begun)
    if was_taken:
        taken = FieldJob.objects.filter(pk=job.pk)
        taken.update(taken_by=near[1][1].phone_id, taken_at=begun + dt.timedelta(minutes=3))


def _offer(job: FieldJob, at: int, metres: float, last: LatestPosition, taken: bool) -> JobOffer:
    """The second in line says EVET, the first says HAYIR, the others nothing."""
    said = {0: Offer.REFUSED, 1: Offer.WON}.get(at, Offer.RELEASED) if taken else Offer.RELEASED
    return JobOffer.objects.create(
        firm_id=job.firm_id, job=job, phone_id=last.phone_id, round=at // _AT_ONCE + 1,
        metres=metres, accuracy=last.accuracy, fixed_at=last.at, state=said,
    )  # fmt: skip


def _nearest(phones: Sequence[FieldPhone], point: geo.Point) -> list[tuple[float, LatestPosition]]:
    rows = LatestPosition.objects.filter(phone__in=phones, latitude__isnull=False)
    told = [(geo.distance(point, (one.latitude, one.longitude)), one) for one in rows]
    return sorted(told, key=lambda pair: pair[0])


def _theft(
    actor: Actor, phone: FieldPhone, people: Sequence[Membership], reason: str, days: int,
    hours: int, state: TheftWatch.State,
) -> None:  # fmt: skip
    asked = timezone.now() - dt.timedelta(days=days, minutes=30)
    watch = TheftWatch.objects.create(
        firm_id=actor.firm_id, phone=phone, state=state, reason=reason, hours=hours,
        asked_by="Murat Yıldız", agree_until=asked + dt.timedelta(hours=24),
    )  # fmt: skip
    values: dict[str, object] = {"asked_at": asked}
    if state == TheftWatch.State.ENDED:
        opened = asked + dt.timedelta(minutes=20)
        values |= {
            "opened_at": opened,
            "ends_at": opened + dt.timedelta(hours=hours),
            "closed_at": opened + dt.timedelta(hours=5),
            "closed_by": "Murat Yıldız",
        }
    TheftWatch.objects.filter(pk=watch.pk).update(**values)
    agreed = {TheftWatch.State.ENDED: people, TheftWatch.State.WAITING: people[1:2]}.get(state, ())
    for member in agreed:
        row = TheftAgreement.objects.create(
            firm_id=actor.firm_id, watch=watch, member=member, name=str(member)[:120],
            receipt=str(uuid.uuid4()),
        )  # fmt: skip
        TheftAgreement.objects.filter(pk=row.pk).update(at=asked + dt.timedelta(minutes=15))

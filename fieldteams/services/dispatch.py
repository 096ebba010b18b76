"""En yakın ve yola çıkar: the nearest people are asked by SMS, the first EVET gets the job, the
others hear that it is taken (L-023, L-024, L-041; idea 12).

A job is asked in rounds: those nearest, and when they have not taken it in their minutes, the
next ones. Whoever was asked may still take it in a later round. What has to be said afterwards
is a mark at the row (``owes_word``): an SMS that cannot go now goes later, and the job is whose
it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldteams import event_types, permissions
from fieldteams.models import FieldJob, FieldPhone, JobOffer, ViewLog
from fieldteams.selectors import nearest, seen
from fieldteams.services import rules, viewing
from messaging.services import notices
from turkcell_hub import nudges
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, HubError, Invalid
from turkcell_hub.events.services import publishing
from turkcell_hub.lib import geo
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy import languages
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

State, Offer = FieldJob.State, JobOffer.State
SHORTEST_TEXT, MOST_AT_ONCE = 3, 20
# Nobody is told of a job that ended so long ago.
WORD_AGE = dt.timedelta(hours=1)


def start(actor: Actor, data: Mapping[str, Any]) -> FieldJob:
    """``data``: text, place (its name), latitude, longitude; phones (who is asked first; the
    nearest where none are named), at_once, answer_minutes, rounds (the firm's rules where left
    out). Raises ``Invalid`` with the field, ``Conflict`` when there is nobody to ask, and what
    sending an SMS raises: then nobody was asked."""
    actor.require(permissions.JOB_ADD)
    actor.require(permissions.LOCATE)
    rule = rules.in_force(actor.firm_id)
    text = " ".join(str(data.get("text") or "").split())
    if not SHORTEST_TEXT <= len(text) <= 200:
        raise Invalid(_("İşi bir cümleyle yazın (en çok 200 karakter)."), field="text")
    at_once = int(data.get("at_once") or rule.job_at_once)
    if not 0 < at_once <= MOST_AT_ONCE:
        raise Invalid(
            _("Birlikte en çok %(n)d kişiye sorulur.") % {"n": MOST_AT_ONCE}, field="at_once"
        )
    with transaction.atomic():
        job = FieldJob.objects.create(
            firm_id=actor.firm_id,
            number=_next_number(actor.firm_id),
            text=text,
            place=str(data.get("place") or "").strip()[:120],
            latitude=data["latitude"],
            longitude=data["longitude"],
            authority_code=data.get("authority_code"),
            at_once=at_once,
            answer_minutes=int(data.get("answer_minutes") or rule.job_answer_minutes),
            rounds=int(data.get("rounds") or rule.job_rounds),
            asked_by=actor.label[:120],
            asked_member_id=actor.membership_id,
            asked_key_id=actor.api_key_id,
        )
        people = _first(actor, job, list(data.get("phones") or ()))
        if not people:
            raise Conflict(
                _(
                    "Sorulacak kimse yok: izlemeyi onaylamış, konumu bilinen, mesaide ve boşta biri"
                    " gerekir."
                ),
                code="nobody_near",
            )
        _ask(actor, job, people)
        trail.record(actor, "field_job.asked", job, {"people": [None, len(people)]})
    return job


def cancel(actor: Actor, job: FieldJob) -> FieldJob:
    """Nobody need come any more; whoever waits or has taken it is told. Raises ``Conflict``."""
    return _end(actor, job, State.CANCELLED, (State.ASKING, State.TAKEN, State.NOBODY))


def finish(actor: Actor, job: FieldJob) -> FieldJob:
    """The work is done; the person is free for the next one. Raises ``Conflict``."""
    return _end(actor, job, State.DONE, (State.TAKEN,))


def due(job_id: int | None = None) -> list[tuple[int, int]]:
    """(firm, job) of jobs whose round is over; of one job, or of all."""
    rows = FieldJob.objects.filter(state=State.ASKING, next_at__lte=timezone.now())
    rows = rows if job_id is None else rows.filter(pk=job_id)
    return list(rows.order_by("next_at").values_list("firm_id", "pk")[:200])


def go_on(job_id: int) -> bool:
    """The next round, or the end when there is none; in the firm's scope. False when there is
    nothing to do. What stops an SMS stands in ``note`` and counts as an asked round."""
    with transaction.atomic():
        job = _lock(job_id)
        if job.state != State.ASKING or job.next_at is None or job.next_at > timezone.now():
            return False
        people = _next_people(job) if job.round < job.rounds else []
        if not people:
            _nobody(job)
            return True
        job.round += 1
        try:
            with transaction.atomic():
                _ask(_portal(job.firm_id), job, people)
        except HubError as stopped:
            job.note = str(stopped.message)[:200]
            _wait(job)
    return True


def take(job: FieldJob, offer: JobOffer) -> bool:
    """The person of ``offer`` said EVET; True for the first one, who has the job. Both rows are
    locked by the caller."""
    now = timezone.now()
    offer.answered_at, offer.owes_word = now, True
    if job.state != State.ASKING:
        offer.state = Offer.MISSED
        offer.save()
        return False
    offer.state = Offer.WON
    offer.save()
    job.state, job.taken_by_id, job.taken_at, job.next_at = State.TAKEN, offer.phone_id, now, None
    job.save()
    others = JobOffer.objects.filter(job=job, state=Offer.ASKED)
    others.update(state=Offer.RELEASED, owes_word=True)
    said = {"job": job.pk, "phone": offer.phone_id}
    publishing.publish(job.firm_id, event_types.JOB_TAKEN, said)
    trail.record(_portal(job.firm_id), "field_job.taken", job, {"who": [None, str(offer.phone)]})
    return True


def refuse(job: FieldJob, offer: JobOffer) -> None:
    """HAYIR: when all of the round have said so, the next ones are asked at once."""
    offer.state, offer.answered_at = Offer.REFUSED, timezone.now()
    offer.save()
    open_ones = JobOffer.objects.filter(job=job, state=Offer.ASKED)
    if job.state == State.ASKING and not open_ones.exists():
        job.next_at = timezone.now()
        job.save(update_fields=["next_at"])


def to_tell(job_id: int | None = None) -> list[tuple[int, int]]:
    """(firm, offer) of people who have still to hear how it ended; of one job, or of all."""
    rows = JobOffer.objects.filter(owes_word=True).order_by("pk")
    rows = rows if job_id is None else rows.filter(job_id=job_id)
    return list(rows.values_list("firm_id", "pk")[:500])


def tell(offer_id: int) -> bool:
    """Sends the word that is owed, once; in the firm's scope. Raises what sending raises."""
    with transaction.atomic():
        rows = JobOffer.objects.select_for_update(of=("self",), skip_locked=True)
        offer = rows.select_related("job", "phone").filter(pk=offer_id, owes_word=True).first()
        if offer is None:
            return False
        offer.owes_word = False
        offer.save(update_fields=["owes_word"])
        ended = offer.job.ended_at or offer.job.taken_at or timezone.now()
        is_mine = offer.state == Offer.WON and offer.job.state != State.DONE
        if timezone.now() - ended > WORD_AGE and not is_mine:
            return False
        notices.send(offer.firm_id, offer.phone.phone, _word(offer), str(_("Saha işi")))
    return True


def nudge(job: FieldJob) -> None:
    nudges.after_commit("fieldteams.job", job.firm_id, job.pk, queue="fast")


def _first(actor: Actor, job: FieldJob, named: Sequence[FieldPhone]) -> list[nearest.Near]:
    """Those named who may be watched and have been found, else the nearest who are free."""
    point = job.latitude, job.longitude
    if not named:
        return _free(actor, point, job.at_once, _busy())
    ids = [one.pk for one in named]
    rows = seen.watched(actor, ids).filter(latest__isnull=False, state="ONAYLANDI", is_active=True)
    found = [
        nearest.Near(one, geo.distance(point, one.point)) for one in seen.worded(job.firm_id, rows)
    ]
    return sorted(found, key=lambda one: one.metres)[:MOST_AT_ONCE]


def _next_people(job: FieldJob) -> list[nearest.Near]:
    asked = set(job.offers.values_list("phone_id", flat=True))
    point = job.latitude, job.longitude
    return _free(_whose(job), point, job.at_once, asked | _busy())


def _whose(job: FieldJob) -> Actor:
    """Whoever asked, with the rights of now; who is gone sees nobody behind a Yetki Kodu."""
    asker = actors.resume(job.firm_id, job.asked_member_id, job.asked_key_id)
    return asker or replace(_portal(job.firm_id), code_ids=frozenset())


def _busy() -> set[int]:
    held = FieldJob.objects.filter(state=State.TAKEN, taken_by__isnull=False)
    return set(held.values_list("taken_by_id", flat=True))


def _free(actor: Actor, point: geo.Point, most: int, without: set[int]) -> list[nearest.Near]:
    """The nearest who have no job and are on shift: nobody is sent an SMS on a day of leave."""
    free: list[nearest.Near] = []
    while len(free) < most:
        found = nearest.to(actor, point, most, without=without)
        if not found:
            break
        resting = nearest.off_shift(found)
        free += [one for one in found if one.job is None and one.seen.phone.pk not in resting]
        without = without | {one.seen.phone.pk for one in found}
    return free[:most]


def _ask(actor: Actor, job: FieldJob, people: Sequence[nearest.Near]) -> None:
    viewing.look(actor, [one.seen.phone.pk for one in people], ViewLog.What.NEAREST)
    text = _question(job)
    for one in people:
        offer = JobOffer(
            firm_id=job.firm_id, job=job, phone=one.seen.phone, round=job.round,
            metres=one.metres, accuracy=one.seen.accuracy, fixed_at=one.seen.at,
        )  # fmt: skip
        offer.campaign_id = notices.send(
            job.firm_id, one.seen.phone.phone, text, str(_("Saha işi"))
        )
        offer.save()
    _wait(job)


def _wait(job: FieldJob) -> None:
    job.next_at = timezone.now() + dt.timedelta(minutes=job.answer_minutes)
    job.save()


def _nobody(job: FieldJob) -> None:
    job.state, job.next_at, job.ended_at = State.NOBODY, None, timezone.now()
    job.save()
    job.offers.filter(state=Offer.ASKED).update(state=Offer.RELEASED)
    publishing.publish(job.firm_id, event_types.JOB_ENDED, {"job": job.pk, "state": job.state})
    trail.record(_portal(job.firm_id), "field_job.nobody", job)


def _end(actor: Actor, job: FieldJob, state: Any, states: Sequence[str]) -> FieldJob:
    actor.require(permissions.JOB_ADD)
    with transaction.atomic():
        row = _lock(job.pk)
        if row.state not in states:
            raise Conflict(
                _("Bu işin durumu “%(state)s”; bu yapılamaz.") % {"state": row.get_state_display()},
                code="job_state",
            )
        if state == State.CANCELLED:
            waiting = row.offers.filter(state__in=(Offer.ASKED, Offer.WON))
            waiting.update(owes_word=True)
        row.state, row.next_at, row.ended_at = state, None, timezone.now()
        row.save()
        publishing.publish(row.firm_id, event_types.JOB_ENDED, {"job": row.pk, "state": row.state})
        trail.record(actor, f"field_job.{state.name.lower()}", row)
        nudge(row)
    return row


def _question(job: FieldJob) -> str:
    firm = Firm.objects.get(pk=job.firm_id)
    with languages.of_messages():
        words = _(
            "%(firm)s: %(text)s Yer: %(place)s. İşi almak için EVET %(number)d, almamak için"
            " HAYIR %(number)d yazıp yanıtlayın."
        )
    text = job.text if job.text[-1] in ".!?" else f"{job.text}."
    return words % {"firm": firm.name, "text": text, "place": job.place, "number": job.number}


def _word(offer: JobOffer) -> str:
    job = offer.job
    with languages.of_messages():
        if job.state == State.CANCELLED:
            words = _("%(number)d numaralı iş iptal edildi: %(text)s")
        elif offer.state == Offer.WON:
            words = _("%(number)d numaralı iş sizin: %(text)s Yer: %(place)s (%(point)s).")
        else:
            words = _("%(number)d numaralı iş kapandı, gitmenize gerek yok. Teşekkürler.")
    point = f"{job.latitude:.5f},{job.longitude:.5f}"
    return words % {"number": job.number, "text": job.text, "place": job.place, "point": point}


def _next_number(firm_id: int) -> int:
    """The firm's row orders those who come at once."""
    Firm.objects.select_for_update(no_key=True).get(pk=firm_id)
    last = FieldJob.objects.filter(firm_id=firm_id).aggregate(last=Max("number"))["last"]
    return int(last or 100) + 1


def _lock(pk: int) -> FieldJob:
    row: FieldJob = FieldJob.objects.select_for_update(of=("self",)).get(pk=pk)
    return row


def _portal(firm_id: int) -> Actor:
    return actors.system(firm_id, str(_("Portal")))

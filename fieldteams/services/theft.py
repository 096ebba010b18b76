"""Çalıntı modu: asked with a reason, opened by two people's codes, ending by itself (idea 11).

It lifts the shift alone: without the person's consent nothing is stored while it is open either.
The person is told by SMS as it opens (else it does not open) and reads of it on the own page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fieldteams import event_types, permissions
from fieldteams.models import FieldPhone, TheftAgreement, TheftWatch, TrackState
from fieldteams.services import requests, rules
from messaging.services import notices
from turkcell_hub import approvals
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.events.services import publishing
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy import languages
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

State = TheftWatch.State
KIND, PEOPLE, SHORTEST_REASON = "field_theft", 2, 10


def ask(actor: Actor, phone: FieldPhone, data: Mapping[str, Any]) -> TheftWatch:
    """``data``: reason, hours (from the opening on). Nothing is followed before two people have
    agreed. Raises ``Invalid`` with the field, ``Conflict`` while one waits or is open and for a
    phone that may not be watched."""
    actor.require(permissions.THEFT_ADD)
    rule = rules.in_force(actor.firm_id)
    reason = " ".join(str(data.get("reason") or "").split())
    if len(reason) < SHORTEST_REASON:
        raise Invalid(_("Nedeni yazın: ne zaman, nerede, ne oldu?"), field="reason")
    hours = int(data.get("hours") or rule.theft_hours)
    if not 0 < hours <= rule.theft_hours:
        raise Invalid(
            _("Süre en çok %(n)d saat olabilir.") % {"n": rule.theft_hours}, field="hours"
        )
    with transaction.atomic():
        row = requests.lock(phone.pk)
        if (problem := refusal(row)) is not None:
            raise Conflict(problem, code="theft_not_possible")
        watch = TheftWatch.objects.create(
            firm_id=actor.firm_id,
            phone=row,
            reason=reason[:200],
            hours=hours,
            asked_by=actor.label[:120],
            agree_until=timezone.now() + dt.timedelta(hours=rule.theft_agree_hours),
        )
        trail.record(actor, "theft_watch.asked", watch)
    return watch


def refusal(phone: FieldPhone) -> str | None:
    """Why it cannot be asked for now (Turkish), or None."""
    if phone.state != TrackState.ACCEPTED or not phone.is_active:
        return _("Kişi izlemeyi onaylamamış; çalıntı modu da onay ister.")
    if live().filter(phone=phone).exists():
        return _("Bu numara için bekleyen ya da açık bir çalıntı modu zaten var.")
    return None


def agree(actor: Actor, watch: TheftWatch) -> str:
    """Asks the acting person for the own code; the address where it is typed. Raises
    ``Conflict``, and what sending a code raises."""
    actor.require(permissions.THEFT_AGREE)
    if (problem := why_not_agree(actor, watch)) is not None:
        raise Conflict(problem, code="theft_not_waiting")
    matter = current(watch.pk)
    if matter is None:  # ended since it was looked at
        raise Conflict(_("Onay beklemiyor."), code="theft_not_waiting")
    return approvals.agree(actor, matter)


def why_not_agree(actor: Actor, watch: TheftWatch) -> str | None:
    if watch.state != State.WAITING or watch.agree_until <= timezone.now():
        return _("Onay beklemiyor.")
    if actor.membership_id is None:
        return _("Onayı bir kullanıcı kendi koduyla verir.")
    if watch.agreements.filter(member_id=actor.membership_id).exists():
        return _("Siz onayladınız; ikinci onayı başka biri vermeli.")
    return None


def end(actor: Actor, watch: TheftWatch) -> TheftWatch:
    """Takes back what waits, or ends what is open, at once. Raises ``Conflict``."""
    actor.require(permissions.THEFT_ADD)
    with transaction.atomic():
        row = _lock(watch.pk)
        if row.state not in (State.WAITING, State.OPEN):
            raise Conflict(_("Çalıntı modu zaten sona ermiş."), code="theft_over")
        _close(actor, row, State.CANCELLED if row.state == State.WAITING else State.ENDED)
    return row


def end_late_ones() -> int:
    """Marks what is over; ``intake`` looks at the times alone. In the scope given."""
    return sum(end_late(pk) for _firm, pk in late_ones())


def late_ones() -> list[tuple[int, int]]:
    """(firm, watch) of what is over and not marked so, in the scope given."""
    now = timezone.now()
    over = Q(state=State.WAITING, agree_until__lte=now) | Q(state=State.OPEN, ends_at__lte=now)
    return list(TheftWatch.objects.filter(over).order_by("pk").values_list("firm_id", "pk"))


def end_late(pk: int) -> bool:
    """False when somebody was quicker."""
    now = timezone.now()
    with transaction.atomic():
        row = _lock(pk)
        if row.state == State.WAITING and row.agree_until <= now:
            _close(_portal(row.firm_id), row, State.LAPSED)
        elif row.state == State.OPEN and row.ends_at and row.ends_at <= now:
            _close(_portal(row.firm_id), row, State.ENDED)
        else:
            return False
    return True


def spans(phone_ids: Iterable[int], since: dt.datetime) -> dict[int, list[Any]]:
    """(from, until) in which each phone's shift is lifted, as far as they reach after
    ``since``. In the firm's scope."""
    rows = TheftWatch.objects.filter(phone_id__in=list(phone_ids), ends_at__gt=since)
    found: dict[int, list[Any]] = {}
    for row in rows:
        until = min(row.ends_at, row.closed_at or row.ends_at)
        found.setdefault(row.phone_id, []).append((row.opened_at, until))
    return found


def lifts(found: Iterable[Any], at: dt.datetime) -> bool:
    """Whether one of a phone's ``spans`` holds the moment."""
    return any(since <= at < until for since, until in found)


def live() -> Any:
    return TheftWatch.objects.filter(state__in=(State.WAITING, State.OPEN))


def current(watch_id: int) -> approvals.Matter | None:
    """What people agree to: all of it; None when nothing waits any more."""
    row = TheftWatch.objects.select_related("phone").filter(pk=watch_id).first()
    if row is None or row.state != State.WAITING or row.agree_until <= timezone.now():
        return None
    text = _("Çalıntı modu, %(who)s, %(hours)d saat") % {
        "who": str(row.phone)[:50],
        "hours": row.hours,
    }
    content = {"phone": row.phone_id, "reason": row.reason, "hours": row.hours, "id": row.pk}
    return approvals.Matter(
        KIND, row.pk, str(row.phone), text, content, facts=(
            (_("Neden"), row.reason), (_("İsteyen"), row.asked_by),
            (_("Mesai dışında izlenecek süre"), _("%(n)d saat") % {"n": row.hours}),
        ),
        authority_code_id=row.phone.authority_code_id,
    )  # fmt: skip


def agreed(actor: Actor, watch_id: int, said: approvals.Agreed) -> None:
    """One more person's code was right; the second one opens it. In the transaction that took
    the code. Raises ``Conflict``, and what the person's SMS raises."""
    actor.require(permissions.THEFT_AGREE)
    row = _lock(watch_id)
    requests.lock(row.phone_id)  # before the trail, as who takes a consent back
    if (problem := why_not_agree(actor, row)) is not None:
        raise Conflict(problem, code="theft_not_waiting")
    TheftAgreement.objects.create(
        firm_id=row.firm_id, watch=row, member_id=said.membership_id, name=said.name[:120],
        receipt=said.receipt,
    )  # fmt: skip
    trail.record(actor, "theft_watch.agreed", row)
    if row.agreements.count() >= PEOPLE:
        _open(actor, row)


def _open(actor: Actor, row: TheftWatch) -> None:
    phone = requests.lock(row.phone_id)
    if phone.state != TrackState.ACCEPTED or not phone.is_active:
        raise Conflict(_("Kişi izleme onayını geri almış; çalıntı modu açılamaz."))
    now = timezone.now()
    row.state, row.opened_at, row.ends_at = State.OPEN, now, now + dt.timedelta(hours=row.hours)
    row.save()
    notices.send(row.firm_id, phone.phone, _text(row), str(_("Çalıntı modu bildirimi")))
    FieldPhone.objects.filter(pk=phone.pk).update(polled_at=None)
    publishing.publish(row.firm_id, event_types.THEFT_OPENED, {"theft": row.pk, "phone": phone.pk})
    trail.record(actor, "theft_watch.opened", row)


def _close(actor: Actor, row: TheftWatch, state: Any) -> None:
    was_open = row.state == State.OPEN
    row.state, row.closed_at, row.closed_by = state, timezone.now(), actor.label[:120]
    row.save(update_fields=["state", "closed_at", "closed_by"])
    if was_open:
        said = {"theft": row.pk, "phone": row.phone_id}
        publishing.publish(row.firm_id, event_types.THEFT_ENDED, said)
    trail.record(actor, f"theft_watch.{state.name.lower()}", row)


def _lock(pk: int) -> TheftWatch:
    row: TheftWatch = TheftWatch.objects.select_for_update(of=("self",)).get(pk=pk)
    return row


def _text(row: TheftWatch) -> str:
    firm = Firm.objects.get(pk=row.firm_id)
    asked = requests.current(row.phone)
    with languages.of_messages():
        words = _(
            "%(firm)s kayıp/çalıntı bildirimi üzerine bu hattın konumunu %(until)s saatine dek"
            " mesai dışında da alacak. Neden ve kimin baktığı: %(url)s"
        )
    return words % {
        "firm": firm.name,
        "until": f"{timezone.localtime(row.ends_at):%d.%m.%Y %H.%M}",
        "url": requests.address_of(asked) if asked else "",
    }


def _portal(firm_id: int) -> Actor:
    return actors.system(firm_id, str(_("Portal")))


CODED = approvals.Coded(
    KIND,
    gettext_lazy("Çalıntı modu"),
    current,
    agreed,
    lambda watch_id: reverse("theft-watches-detail", args=[watch_id]),
)

"""How often a public consent form sends: anybody may ask, and each code costs the firm an SMS.

As in decisions.md "OTP": three in ten minutes for a number or address, 60 s between two. What one
peer, and one form, may ask for in an hour bounds the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.models import ConsentForm, ConsentFormRequest
from turkcell_hub.errors import Unavailable
from turkcell_hub.tenancy.scope import every_firm

PAUSE = timedelta(seconds=60)
WINDOW, SENDS = timedelta(minutes=10), 3
HOUR, PER_ADDRESS, PER_FORM = timedelta(hours=1), 20, 200


def take(form: ConsentForm, peer: str | None, wanted: Mapping[str, str]) -> None:
    """In the transaction that keeps the requests: whoever asks in the same instant waits for it,
    because the limits count rows. ``wanted``: address -> phone or email. Raises ``Unavailable``."""
    _in_one_line(form, peer, wanted)
    now = timezone.now()
    _form_not_too_often(form, peer, now)
    for value, name in wanted.items():
        _not_too_often(name, value, now)


def _in_one_line(form: ConsentForm, peer: str | None, wanted: Mapping[str, str]) -> None:
    """Locks until the transaction ends, in one order, so that two never wait for each other."""
    places = [f"form {form.pk}", f"peer {peer or ''}"]
    places += [f"{form.firm_id} {value}" for value in sorted(wanted)]
    with connection.cursor() as cursor:
        for place in places:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"consent_form {place}"]
            )


def _not_too_often(name: str, value: str, now: datetime) -> None:
    mine = ConsentFormRequest.objects.filter(**{name: value})
    newest = mine.aggregate(at=Max("created_at"))["at"]
    if (newest is not None and newest > now - PAUSE) or (
        mine.filter(created_at__gt=now - WINDOW).count() >= SENDS
    ):
        raise _again_later()


def _form_not_too_often(form: ConsentForm, peer: str | None, now: datetime) -> None:
    hour = now - HOUR
    too_often = form.requests.filter(created_at__gt=hour).count() >= PER_FORM
    if peer and not too_often:
        with every_firm():
            rows = ConsentFormRequest.objects.filter(address=peer, created_at__gt=hour)
            too_often = rows.count() >= PER_ADDRESS
    if too_often:
        raise _again_later()


def _again_later() -> Unavailable:
    said = _("Kısa süre önce kod istendi. Birkaç dakika sonra yeniden deneyin.")
    return Unavailable(said, code="too_often")

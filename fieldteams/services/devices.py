"""Positions that devices and programs send: by number or by device id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from fieldteams import permissions, statements
from fieldteams.models import FieldPhone, Source
from fieldteams.services import intake
from messaging.services.subscribers import readable_phone
from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.lib import phone as phones
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount
from turkcell_hub.tenancy.scope import every_firm, firm_scope

KNOT = 1.852  # km/h


def take(actor: Actor, rows: Sequence[Mapping[str, Any]]) -> intake.Taken:
    """``rows``: phone (any spelling) or device, at, latitude, longitude, accuracy, speed (km/h),
    heading. Raises ``Invalid`` naming the first row whose phone is not the actor's: then nothing
    is taken."""
    actor.require(permissions.INTAKE)
    readings = []
    for place, (row, phone_id) in enumerate(zip(rows, _phones_of(actor, rows), strict=True)):
        if phone_id is None:
            raise Invalid(
                _("%(n)d. satırdaki numara ya da cihaz listede yok.") % {"n": place + 1},
                code="phone_unknown",
                field=f"positions.{place}",
            )
        readings.append(
            intake.Reading(
                phone_id,
                row["at"],
                row.get("latitude"),
                row.get("longitude"),
                row.get("accuracy"),
                row.get("speed"),
                row.get("heading"),
            )  # fmt: skip
        )
    return intake.take(actor.firm_id, readings, Source.REST)


def account_at(token: str) -> GatewayAccount:
    """The location account whose devices send to this address. Raises ``NotFound``."""
    with every_firm():
        rows = GatewayAccount.objects.filter(
            service=GatewayAccount.Service.LOCATION, is_active=True, firm__is_active=True
        )
        found: GatewayAccount | None = rows.filter(push_token=token).first()
    if found is None:
        raise NotFound(_("Bu adres geçerli değil."))
    return found


def take_from_device(token: str, told: Mapping[str, str]) -> intake.Taken:
    """OsmAnd's protocol at an account's address: id, lat, lon, timestamp (seconds, milliseconds or
    ISO), accuracy or hdop, speed (knots), bearing. Raises ``Invalid``, ``NotFound``."""
    device = (told.get("id") or told.get("deviceid") or "").strip()
    firm_id, phone_id = _called(token, device[:64])
    if phone_id is None:
        raise NotFound(_("Cihaz listede yok."), code="device_unknown")
    try:
        reading = intake.Reading(
            phone_id,
            _moment(told.get("timestamp", "")),
            float(told["lat"]),
            float(told["lon"]),
            _float(told, "accuracy"),
            KNOT * speed if (speed := _float(told, "speed")) is not None else None,
            _float(told, "bearing"),
        )
    except (KeyError, ValueError, OverflowError):
        raise Invalid(_("Konum okunamadı: id, lat, lon ve timestamp gerekir.")) from None
    with firm_scope(firm_id):
        return intake.take(firm_id, [reading], Source.DEVICE)


def _called(token: str, device: str) -> tuple[int, int | None]:
    """The firm of the address and the phone of its device. Raises ``NotFound`` without a firm."""
    values = {"token": token, "device": device, "service": GatewayAccount.Service.LOCATION.value}
    with connection.cursor() as cursor:
        cursor.execute(statements.DEVICE, values)
        found: tuple[int, int | None] | None = cursor.fetchone()
    if found is None:
        raise NotFound(_("Bu adres geçerli değil."))
    return found


def _phones_of(actor: Actor, rows: Sequence[Mapping[str, Any]]) -> list[int | None]:
    """Whose each row is, looked up for all of them at once. Raises ``Invalid`` for a number that
    cannot be read."""
    known = actor.visible(FieldPhone.objects.all())
    country = phones.Country(Firm.objects.values_list("country", flat=True).get(pk=actor.firm_id))
    devices = {str(row["device"])[:64] for row in rows if row.get("device")}
    written = {str(row.get("phone") or "") for row in rows if not row.get("device")}
    numbers = {
        raw: phones.parse(raw, country).e164 or readable_phone(actor.firm_id, raw)
        for raw in written
    }
    by_device = dict(known.filter(device_id__in=devices).values_list("device_id", "pk"))
    by_number = dict(known.filter(phone__in=numbers.values()).values_list("phone", "pk"))
    return [
        by_device.get(str(row["device"])[:64])
        if row.get("device")
        else by_number.get(numbers[str(row.get("phone") or "")])
        for row in rows
    ]


def _float(told: Mapping[str, str], name: str) -> float | None:
    raw = told.get(name, "").strip()
    if not raw:
        return None
    value = float(raw)
    if not -1e6 < value < 1e6:
        raise ValueError(name)
    return value


def _moment(raw: str) -> dt.datetime:
    text = raw.strip()
    if text.replace(".", "", 1).isdigit():
        seconds = float(text)
        return dt.datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, dt.UTC)
    found = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if found.tzinfo is None:
        raise ValueError("a time without zone")
    return found

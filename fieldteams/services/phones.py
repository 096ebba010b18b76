"""Ekip Mobil Telefon Numaraları: adding, changing, deleting (L-032 … L-036)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fieldteams import permissions, wording
from fieldteams.models import FieldPhone, TrackState
from fieldteams.services import requests
from fieldteams.shifts import Shift
from messaging.services.subscribers import readable_phone
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor

_PLAIN = (
    "description", "special_code", "authority_code", "subscriber", "person", "work_from",
    "work_until", "poll_minutes", "is_active",
)  # fmt: skip
_STATE = ("state", "state_at", "checked_at", "state_note", "polled_at")
_TRAIL = (
    "description", "special_code", "authority_code_id", "work_days", "work_from", "work_until",
    "off_days", "poll_minutes", "is_active",
)  # fmt: skip


def save(actor: Actor, phone: FieldPhone | None, data: Mapping[str, Any]) -> FieldPhone:
    """Creates (``phone`` None) or changes one; what is left out stays. ``data``: phone (any
    spelling), description, special_code, authority_code, subscriber, person, device_id, work_days,
    work_from, work_until, off_days, poll_minutes, is_active.

    The number of a phone with an answered request stays: the consent is that person's. Its hours
    may shrink and not grow beyond those that the person was asked for. Raises
    ``Invalid`` with the field, ``Conflict`` for a number or a device that is taken.
    """
    actor.require(permissions.CHANGE if phone else permissions.ADD)
    with transaction.atomic():
        row = phone or FieldPhone(firm_id=actor.firm_id)
        if phone is not None:
            requests.lock(phone.pk)  # the person may be answering at this moment
            row.refresh_from_db(fields=_STATE)
        agreed = _agreed(row) if phone is not None else None
        before = {name: getattr(row, name) for name in _TRAIL} if phone else {}
        for name in _PLAIN:
            if name in data:
                setattr(row, name, data[name])
        row.description = " ".join((row.description or "").split())
        row.special_code = (row.special_code or "").strip()
        _set_number(row, data)
        _set_shift(row, data)
        _check_agreed(row, agreed)
        if "device_id" in data:
            row.device_id = str(data["device_id"] or "").strip()
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise _taken(error) from None
        after = {name: getattr(row, name) for name in _TRAIL}
        trail.record(
            actor,
            "field_phone.changed" if phone else "field_phone.added",
            row,
            _worded(trail.changed(before, after)) if phone else None,
        )
    return row


def delete(actor: Actor, phone: FieldPhone) -> None:
    """Deletes the number with everything that is known of its places. Raises ``Conflict`` while
    its request is open or the person may be watched (L-002): that is ended first, and told."""
    actor.require(permissions.DELETE)
    with transaction.atomic():
        row = FieldPhone.objects.select_for_update(of=("self",)).get(pk=phone.pk)
        if row.state in {TrackState.REQUESTED, TrackState.ACCEPTED}:
            raise Conflict(
                _("“%(phone)s” kullanımda: yanıtı beklenen bir izleme talebi ya da geçerli bir onay"
                  " var. Önce “İzlemeyi sonlandır” ile bitirin, sonra silin.")
                % {"phone": str(row)},
                code="phone_in_use",
            )  # fmt: skip
        trail.record(actor, "field_phone.deleted", row)
        row.delete()


def _set_number(row: FieldPhone, data: Mapping[str, Any]) -> None:
    if "phone" not in data:
        return
    number = readable_phone(row.firm_id, data["phone"])
    if row.pk and number != row.phone and row.state != TrackState.NONE:
        raise Conflict(
            _("Bu numaraya izleme talebi gönderilmiş; yeni numarayı ayrı kayıt olarak ekleyin."),
            code="number_fixed",
            field="phone",
        )
    row.phone = number


def _set_shift(row: FieldPhone, data: Mapping[str, Any]) -> None:
    if "work_days" in data:
        days = sorted({int(day) for day in data["work_days"] or []})
        if not days or not set(days) <= set(range(1, 8)):
            raise Invalid(_("En az bir çalışma günü seçin."), code="days", field="work_days")
        row.work_days = days
    if "off_days" in data:
        row.off_days = sorted(set(data["off_days"] or []))
    if (row.work_from is None) != (row.work_until is None):
        raise Invalid(
            _("Mesainin başlangıcını ve bitişini birlikte yazın ya da ikisini boş bırakın (7/24)."),
            code="half_shift",
            field="work_until" if row.work_until is None else "work_from",
        )
    if row.work_from is not None and row.work_from == row.work_until:
        raise Invalid(
            _("Başlangıç ve bitiş aynı olamaz; 7/24 için ikisini de boş bırakın."),
            code="empty_shift",
            field="work_until",
        )


def _agreed(row: FieldPhone) -> Shift | None:
    """The hours that hold: those that the person was asked for, else those of the card."""
    if row.state not in {TrackState.REQUESTED, TrackState.ACCEPTED}:
        return None
    return requests.agreed_shift(row) or row.shift


def _check_agreed(row: FieldPhone, agreed: Shift | None) -> None:
    if agreed is None or row.shift.minutes() <= agreed.minutes():
        return
    raise Conflict(
        _("Kişiye şu saatler soruldu: %(hours)s. Saatler bunun dışına genişletilemez; önce"
          " “İzlemeyi sonlandır” ile bitirin, saatleri değiştirip yeni talep gönderin.")
        % {"hours": wording.hours(agreed)},
        code="hours_agreed",
        field="work_from",
    )  # fmt: skip


def _worded(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: [str(old), str(new)] for name, (old, new) in changes.items()}


def _taken(error: IntegrityError) -> Conflict:
    if "field_phone_device_once" in str(error):
        return Conflict(
            _("Bu cihaz kimliği başka bir numarada kullanılıyor."),
            code="device_taken",
            field="device_id",
        )
    return Conflict(_("Bu telefon numarası listede zaten var."), code="phone_taken", field="phone")

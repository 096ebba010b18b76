"""The dated tariff of postpaid months: a closed month keeps its price (A-005)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.billing import calendar
from turkcell_hub.billing.models import BillingProfile, Statement, Tariff
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor

CHANGE = "billing.tariff.change"
_FIELDS = ("valid_from", "unit_price", "vat_rate", "closing_day")


def of_month(month: dt.date) -> Tariff | None:
    """The tariff of a month; the caller is in the firm's scope."""
    rows = Tariff.objects.filter(valid_from__lte=month.replace(day=1))
    found: Tariff | None = rows.order_by("-valid_from").first()
    return found


def months_without(rows: QuerySet[BillingProfile] | None = None) -> QuerySet[BillingProfile]:
    """The profiles of firms whose oldest unclosed month (``month_waits``) still has no tariff.
    It ends with the tariff, not with the next try to close."""
    profiles = BillingProfile.objects.all() if rows is None else rows
    has_one = Tariff.objects.filter(
        firm_id=OuterRef("firm_id"), valid_from__lte=OuterRef("month_waits")
    )
    return profiles.filter(~Exists(has_one), month_waits__isnull=False)


def add(actor: Actor, data: Mapping[str, Any]) -> Tariff:
    """Raises ``Invalid`` for a month that is closed already or has a tariff of its own."""
    actor.require(CHANGE)
    return _save(actor, Tariff(firm_id=actor.firm_id), data, "billing.tariff.add")


def change(actor: Actor, tariff: Tariff, data: Mapping[str, Any]) -> Tariff:
    """Raises ``Conflict`` for a tariff by which a month has been closed."""
    actor.require(CHANGE)
    _require_unused(tariff)
    return _save(actor, tariff, data, "billing.tariff.change")


def delete(actor: Actor, tariff: Tariff) -> None:
    """Raises ``Conflict`` for a tariff by which a month has been closed."""
    actor.require(CHANGE)
    _require_unused(tariff)
    with transaction.atomic():
        pk = tariff.pk
        tariff.delete()
        tariff.pk = pk
        trail.record(actor, "billing.tariff.delete", tariff)


def _save(actor: Actor, tariff: Tariff, data: Mapping[str, Any], action: str) -> Tariff:
    before = {name: str(getattr(tariff, name)) for name in _FIELDS} if tariff.pk else {}
    for name in _FIELDS:
        if name in data:
            setattr(tariff, name, data[name])
    tariff.valid_from = calendar.month_of(tariff.valid_from)
    if Statement.objects.filter(month__gte=tariff.valid_from).exists():
        raise Invalid(
            _("%(month)s kapanmış; tarife kapanmamış bir aydan başlamalı.")
            % {"month": f"{tariff.valid_from:%m.%Y}"},
            field="valid_from",
        )
    tariff.by_label = actor.label[:150]
    with transaction.atomic():
        try:
            with transaction.atomic():
                tariff.save()
        except IntegrityError:
            raise Invalid(
                _("O aydan başlayan bir tarife zaten var; onu değiştirin."), field="valid_from"
            ) from None
        after = {name: str(getattr(tariff, name)) for name in _FIELDS}
        trail.record(actor, action, tariff, trail.changed(before, after))
    return tariff


def _require_unused(tariff: Tariff) -> None:
    if Statement.objects.filter(month__gte=tariff.valid_from).exists():
        raise Conflict(
            _("Bu tarifeyle kapanmış ay var; yeni bir aydan başlayan tarife ekleyin."),
            code="tariff_used",
        )

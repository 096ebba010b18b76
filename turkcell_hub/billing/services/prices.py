"""Dated prices: what has begun stays as it was, what is to come may be changed (A-008)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.billing import calendar, goods
from turkcell_hub.billing.goods import CREDIT
from turkcell_hub.billing.models import PackagePrice
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor

CHANGE = "billing.price.change"
_FIELDS = ("credits", "net", "vat_rate", "valid_from", "valid_until")


def add(actor: Actor, data: Mapping[str, Any], of: str = CREDIT) -> PackagePrice:
    """A price of the goods' packages from today on or from a later day. Raises ``Invalid``."""
    actor.require(CHANGE)
    price = PackagePrice(firm_id=actor.firm_id, goods=of)
    return _save(actor, price, data, "billing.price.add")


def change(actor: Actor, price: PackagePrice, data: Mapping[str, Any]) -> PackagePrice:
    """Raises ``Conflict`` for a price that has begun, ``Invalid`` for wrong values."""
    actor.require(CHANGE)
    _require_future(price)
    return _save(actor, price, data, "billing.price.change")


def delete(actor: Actor, price: PackagePrice) -> None:
    """Raises ``Conflict`` for a price that has begun: orders were made by it."""
    actor.require(CHANGE)
    _require_future(price)
    with transaction.atomic():
        pk = price.pk
        price.delete()
        price.pk = pk
        trail.record(actor, "billing.price.delete", price)


def _save(actor: Actor, price: PackagePrice, data: Mapping[str, Any], action: str) -> PackagePrice:
    before = {name: str(getattr(price, name)) for name in _FIELDS} if price.pk else {}
    for name in _FIELDS:
        if name in data:
            setattr(price, name, data[name])
    _check(price)
    if price.valid_from < calendar.today():
        raise Invalid(
            _("Fiyat geçmişe yürümez; bugünü ya da sonraki bir günü yazın."), field="valid_from"
        )
    price.by_label = actor.label[:150]
    with transaction.atomic():
        try:
            with transaction.atomic():
                price.save()
        except IntegrityError:
            raise Invalid(
                _("Bu paketin o günden başlayan bir fiyatı zaten var; onu değiştirin ya da başka"
                  " bir gün yazın."),
                field="valid_from",
            ) from None  # fmt: skip
        after = {name: str(getattr(price, name)) for name in _FIELDS}
        trail.record(actor, action, price, trail.changed(before, after))
    return price


def _check(price: PackagePrice) -> None:
    sold = goods.get(price.goods)
    if price.credits not in sold.sizes:
        raise Invalid(_("Paketlerden birini seçin."), field="credits")
    if price.credits in sold.always_free and price.net:
        raise Invalid(_("Bu paket her zaman ücretsizdir; fiyatı 0 kalır."), field="net")
    if not price.net and not sold.may_be_free:
        raise Invalid(_("Fiyat 0'dan büyük olmalı."), field="net")
    if price.valid_until is not None and price.valid_until < price.valid_from:
        raise Invalid(_("Bitiş, başlangıçtan önce olamaz."), field="valid_until")


def _require_future(price: PackagePrice) -> None:
    if price.valid_from <= calendar.today():
        raise Conflict(
            _("Başlamış bir fiyat değiştirilmez; yeni bir günden başlayan fiyat ekleyin."),
            code="price_has_begun",
        )

"""Brands and Yetki Kodları: what a member can be limited to (K-072, L-036, C-01)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import AuthorityCode, Brand

Limit = TypeVar("Limit", Brand, AuthorityCode)


def save_brand(actor: Actor, brand: Brand | None, data: Mapping[str, Any]) -> Brand:
    """Creates or changes a brand (code, name, is_active). Raises ``Invalid``."""
    actor.require("tenancy.brand.change")
    row = brand or Brand(firm_id=actor.firm_id)
    return _save(actor, row, data, ("code", "name", "is_active"), "tenancy.brand")


def delete_brand(actor: Actor, brand: Brand) -> None:
    """Raises ``Conflict`` while records or members refer to the brand."""
    actor.require("tenancy.brand.change")
    if brand.membership_set.exists():
        raise Conflict(_("Bu marka kullanıcılara bağlı; önce kullanıcılardan kaldırın."))
    _delete(actor, brand, "tenancy.brand")


def save_code(actor: Actor, code: AuthorityCode | None, data: Mapping[str, Any]) -> AuthorityCode:
    """Creates or changes a Yetki Kodu (code, description). Raises ``Invalid``."""
    actor.require("tenancy.code.change")
    row = code or AuthorityCode(firm_id=actor.firm_id)
    return _save(actor, row, data, ("code", "description"), "tenancy.code")


def delete_code(actor: Actor, code: AuthorityCode) -> None:
    """Raises ``Conflict`` while anything carries the code: rows must not open up by it."""
    actor.require("tenancy.code.change")
    if code.membership_set.exists() or code.apikey_set.exists():
        raise Conflict(
            _("Bu yetki kodu kullanıcılarda veya API anahtarlarında kullanılıyor; önce oradan"
              " kaldırın.")
        )  # fmt: skip
    _delete(actor, code, "tenancy.code")


def _save(
    actor: Actor, row: Limit, data: Mapping[str, Any], fields: tuple[str, ...], action: str
) -> Limit:
    before = {name: getattr(row, name) for name in fields} if row.pk else {}
    verb = "change" if row.pk else "add"
    for name in fields:
        if name in data:
            value = data[name]
            setattr(row, name, value.strip() if isinstance(value, str) else value)
    if not row.code:
        raise Invalid(_("Kod yazın."), field="code")
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Invalid(_("Bu kod zaten var. Başka bir kod yazın."), field="code") from None
        after = {name: getattr(row, name) for name in fields}
        trail.record(actor, f"{action}.{verb}", row, trail.changed(before, after))
    return row


def _delete(actor: Actor, row: Brand | AuthorityCode, action: str) -> None:
    label, pk = str(row), row.pk
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.delete()
        except (ProtectedError, RestrictedError):
            raise Conflict(
                _("“%(name)s” kayıtlarda kullanılıyor, silinemez.") % {"name": label}
            ) from None
        row.pk = pk
        trail.record(actor, f"{action}.delete", row, label=label)

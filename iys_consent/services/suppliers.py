"""The catalogue of partners and AHS: the shipped entries, and the firm's own (Y-023, Y-027,
Y-029). The shipped file is data; a firm's row of the same code takes an entry's place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from iys_consent.models import Channel, PartnerRole, Supplier
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.lib.turkish import fold, sort_key
from turkcell_hub.tenancy.actor import Actor

_FILE = Path(__file__).parents[1] / "suppliers.json"
_FIELDS = ("name", "roles", "channels", "preferred", "phone", "whatsapp", "email", "web",
           "is_active")  # fmt: skip


@cache
def shipped() -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(_FILE.read_text(encoding="utf-8")))


def of_role(firm_id: int, role: str, text: str = "") -> list[Supplier]:
    """Who can be authorised as ``role``, those to be shown first first; unsaved rows for shipped
    entries that the firm has not used. ``text``: a part of the name, Turkish-safe."""
    own = {row.code: row for row in Supplier.objects.filter(firm_id=firm_id)}
    new = [_of_entry(firm_id, entry) for entry in shipped() if entry["code"] not in own]
    found = [
        row
        for row in [*own.values(), *new]
        if row.is_active and role in row.roles and fold(text) in fold(row.name)
    ]
    return sorted(found, key=lambda row: (not row.preferred, sort_key(row.name)))


def pick(actor: Actor, code: str) -> Supplier:
    """The firm's row for a code of the catalogue, made where it is chosen for the first time.
    Raises ``NotFound``."""
    row = Supplier.objects.filter(code=code).first()
    if row is not None:
        return row  # type: ignore[no-any-return]
    entry = next((one for one in shipped() if one["code"] == code), None)
    if entry is None:
        raise NotFound(_("Listede böyle bir firma yok."))
    made, _is_new = Supplier.objects.get_or_create(
        firm_id=actor.firm_id,
        code=code,
        defaults={name: entry[name] for name in _FIELDS if name in entry},
    )
    return made


def save(actor: Actor, supplier: Supplier | None, data: Mapping[str, Any]) -> Supplier:
    """Creates or changes an entry of the firm's own. Raises ``Invalid``."""
    actor.require("iys.supplier.change" if supplier else "iys.supplier.add")
    row = supplier or Supplier(firm_id=actor.firm_id)
    before = {name: str(getattr(row, name)) for name in _FIELDS} if row.pk else {}
    for name in _FIELDS:
        if name in data:
            setattr(row, name, data[name])
    row.name = row.name.strip()
    if not row.name:
        raise Invalid(_("Firmanın unvanını yazın."), field="name")
    if not row.roles or set(row.roles) - set(PartnerRole.values):
        raise Invalid(_("En az bir görev seçin."), field="roles")
    if set(row.channels) - set(Channel.values):
        raise Invalid(_("Kanalları listeden seçin."), field="channels")
    row.code = row.code or f"own-{hashlib.sha256(fold(row.name).encode()).hexdigest()[:16]}"
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Invalid(_("Bu unvan listede zaten var; onu değiştirin."), field="name") from None
        after = {name: str(getattr(row, name)) for name in _FIELDS}
        trail.record(actor, "iys.supplier.saved", row, trail.changed(before, after))
    return row


def _of_entry(firm_id: int, entry: Mapping[str, Any]) -> Supplier:
    return Supplier(firm_id=firm_id, **{k: v for k, v in entry.items() if k != "$note"})

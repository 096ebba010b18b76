"""Banka hesapları: where transfers go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from stdnum import iban as ibans
from stdnum.exceptions import ValidationError

from turkcell_hub.audit.services import trail
from turkcell_hub.billing.models import BankAccount
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.actor import Actor

ADD, CHANGE = "billing.bank.add", "billing.bank.change"
_FIELDS = ("bank", "branch", "holder", "iban", "is_active")


def save(actor: Actor, account: BankAccount | None, data: Mapping[str, Any]) -> BankAccount:
    """Creates or changes an account. Raises ``Invalid`` for an IBAN that cannot be one."""
    actor.require(CHANGE if account else ADD)
    row = account or BankAccount(firm_id=actor.firm_id)
    before = {name: str(getattr(row, name)) for name in _FIELDS} if row.pk else {}
    for name in _FIELDS:
        if name in data:
            setattr(row, name, data[name])
    row.iban = _checked(row.iban)
    row.by_label = actor.label[:150]
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Invalid(_("Bu IBAN zaten kayıtlı; onu değiştirin."), field="iban") from None
        after = {name: str(getattr(row, name)) for name in _FIELDS}
        trail.record(actor, "billing.bank.saved", row, trail.changed(before, after))
    return row


def _checked(typed: str) -> str:
    try:
        return str(ibans.validate(typed))
    except ValidationError:
        raise Invalid(
            _("Bu IBAN geçerli değil; TR ile başlayan 26 haneyi bankadan yazıldığı gibi girin."),
            field="iban",
        ) from None

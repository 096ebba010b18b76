"""Notes what the registry says of a key. Not a movement: the standing does not change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from iys_consent.models import AddressKind
from iys_consent.models.consents import keys_of
from iys_consent.sql import incoming, ledger


class RegistryAnswer(NamedTuple):
    """``status``: a value of ``models.RegistryStatus``. ``ref``: the answer's request id or the
    record's transaction id."""

    recipient: str
    status: str
    ref: str = ""


class Told(NamedTuple):
    """The registry's record of one key, with its own time."""

    recipient_type: str
    channel: str
    recipient: str
    status: str
    at: datetime
    ref: str


def note_each(firm_id: int, brand_id: int, told: Sequence[Told]) -> None:
    """Keeps the registry's own records of keys whose addresses are known here; of several of
    one key the newest counts, and an older one never replaces a newer."""
    if not told:
        return
    columns = [list(column) for column in zip(*told, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(incoming.NOTES, [*columns, firm_id, brand_id])


def note(
    firm_id: int,
    brand_id: int,
    channel: str,
    recipient_type: str,
    answers: Sequence[RegistryAnswer],
    asked_at: datetime,
) -> None:
    """Keeps the answers of one question, asked at ``asked_at``; an older answer never
    replaces a newer one. Recipients that are not known yet get a record without a status."""
    unique = {answer.recipient: answer for answer in answers}
    if not unique:
        return
    names = [_address(recipient) for recipient in unique]
    columns = [list(column) for column in zip(*names, strict=True)]
    recipients, statuses, refs = zip(*unique.values(), strict=True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ledger.KNOWN_ADDRESSES, [firm_id, brand_id, recipient_type, *columns])
        cursor.execute(
            ledger.REGISTRY_ANSWERS,
            [
                firm_id,
                brand_id,
                recipient_type,
                channel,
                asked_at,
                list(recipients),
                list(statuses),
                list(refs),
                firm_id,
                brand_id,
                recipient_type,
            ],
        )


def _address(recipient: str) -> tuple[str, str, str, str]:
    kind = AddressKind.EMAIL if "@" in recipient else AddressKind.PHONE
    search, sort = keys_of("", "", recipient)
    return recipient, kind.value, search, sort

"""The citizen's side: what people do at the registry, and lines that an operator closes."""

from __future__ import annotations

from itertools import product
from typing import Any

from turkcell_hub.fake_operator.engine.accounts import BadSetting
from turkcell_hub.fake_operator.engine.registry.registry import Registry
from turkcell_hub.fake_operator.engine.registry.values import (
    APPROVED,
    EMAIL,
    FIRST_BY_CITIZEN,
    LINE_CLOSED,
    PERSON,
    RECIPIENT_TYPES,
    REFUSED,
    REGISTRY_SOURCES,
    STATUSES,
    TYPES,
    Key,
    Movement,
    Wanted,
)


def records_of(registry: Registry, recipient: str) -> list[dict[str, Any]]:
    """Everything that the registry has of one address, brand by brand."""
    rows = []
    for code, book in registry.books.items():
        brand = registry.brand(code)
        for key, record in book.records.items():
            if key.recipient == recipient:
                name = brand.name if brand else ""
                rows.append({"brandCode": code, "brandName": name, **record.last.told()})
    return rows


async def choose(registry: Registry, wanted: dict[str, Any]) -> list[Movement]:
    """``{recipient, status, source, brand?, types?, recipient_type?, citizen_name?}``.

    What already stands so is left alone. A refusal changes records that are there, of both
    recipient types unless one is named; an approval of a brand that had no record is
    IYS_WEB_YENI. Raises BadSetting.
    """
    recipient, status, source = _read(wanted)
    brands = [wanted["brand"]] if wanted.get("brand") else list(registry.books)
    if any(brand not in registry.books for brand in brands):
        raise BadSetting("brand: there is no such brand")
    fitting = [EMAIL] if "@" in recipient else [one for one in TYPES if one != EMAIL]
    types = wanted.get("types") or fitting
    of_all = RECIPIENT_TYPES if status == REFUSED else (PERSON,)
    kinds = [wanted["recipient_type"]] if wanted.get("recipient_type") else of_all
    if not set(types) <= set(fitting) or not set(kinds) <= set(RECIPIENT_TYPES):
        raise BadSetting("types or recipient_type does not fit the recipient")
    rows = []
    for brand, kind, type_ in product(brands, kinds, types):
        row = _one(registry, brand, Key(kind, type_, recipient), status, source, wanted)
        if row is not None:
            rows.append((brand, row))
    return await registry.record(rows)


def _read(wanted: dict[str, Any]) -> tuple[str, str, str]:
    recipient, status = wanted.get("recipient"), wanted.get("status", REFUSED)
    source = wanted.get("source", "IYS_WEB")
    if not isinstance(recipient, str) or not recipient:
        raise BadSetting("recipient is required")
    if status not in STATUSES or source not in REGISTRY_SOURCES:
        raise BadSetting("status or source is not one of the registry's")
    return recipient.lower(), status, source


def _one(
    registry: Registry, brand: int, key: Key, status: str, source: str, wanted: dict[str, Any]
) -> Wanted | None:
    record = registry.books[brand].records.get(key)
    name = str(wanted.get("citizen_name", ""))
    if record is None:
        if status == REFUSED or not wanted.get("brand"):
            return None
        return Wanted(key, status, FIRST_BY_CITIZEN, citizen_name=name)
    return None if record.last.status == status else Wanted(key, status, source)


async def close_line(registry: Registry, recipient: str) -> list[Movement]:
    """The operator reports the line as closed: every approval of it ends."""
    rows = [
        (code, Wanted(key, REFUSED, LINE_CLOSED))
        for code, book in registry.books.items()
        for key, record in book.records.items()
        if key.recipient == recipient and record.last.status == APPROVED
    ]
    return await registry.record(rows)


async def fill(registry: Registry, brand: int, rows: list[dict[str, Any]]) -> list[Movement]:
    """Puts records in as they are told, whatever the rules. Raises BadSetting."""
    if brand not in registry.books:
        raise BadSetting("brand: there is no such brand")
    made = []
    for row in rows:
        if row.get("type") not in TYPES or row.get("status") not in STATUSES:
            raise BadSetting("each row needs type, status and recipient")
        key = Key(row.get("recipientType", PERSON), row["type"], str(row["recipient"]).lower())
        source, date = row.get("source", "HS_WEB"), row.get("consentDate")
        made.append((brand, Wanted(key, row["status"], source, date)))
    return await registry.record(made)

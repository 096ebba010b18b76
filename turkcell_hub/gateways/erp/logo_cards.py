"""Logo's cards in the mirror's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from turkcell_hub.gateways.erp.contract import CardKind

Row = Mapping[str, Any]
REF = "INTERNAL_REFERENCE"


@dataclass(frozen=True)
class Source:
    """One object of Logo: its path, the fields that are asked for, how a row is read."""

    path: str
    fields: tuple[str, ...]
    read: Callable[[Row], dict[str, Any]]


def _text(row: Row, name: str) -> str:
    return str(row.get(name) or "").strip()


def _codes(row: Row, special: str = "AUXIL_CODE", authority: str = "AUTH_CODE") -> dict[str, Any]:
    return {
        "erp_ref": str(row[REF]),
        "special_code": _text(row, special),
        "authority_code": _text(row, authority),
    }


def _phones(row: Row) -> Iterator[dict[str, str]]:
    """In the card's order: the first one is the account's (L-049)."""
    for number in ("1", "2"):
        told = _text(row, f"TELEPHONE{number}")
        if told:
            yield {"number": f"{_text(row, f'TELEPHONE{number}_CODE')} {told}".strip()}
    if mobile := _text(row, "CELL_PHONE"):
        yield {"number": mobile}


def _place(row: Row) -> dict[str, Any]:
    """Logo keeps 0 where nobody has set the map's point."""
    try:
        latitude, longitude = (
            float(_text(row, name).replace(",", ".") or 0) for name in ("LATITUDE", "LONGITUDE")
        )
    except ValueError:
        latitude = longitude = 0.0
    known = 0 < abs(latitude) <= 90 and 0 < abs(longitude) <= 180
    return {"latitude": latitude if known else "", "longitude": longitude if known else ""}


def _account(row: Row) -> dict[str, Any]:
    is_person = row.get("PERSCOMPANY") == 1
    name = f"{_text(row, 'NAME')} {_text(row, 'SURNAME')}".strip()
    return {
        **_codes(row),
        "code": _text(row, "CODE"),
        "title": _text(row, "TITLE") or name or _text(row, "CODE"),
        "tax_number": _text(row, "TCKNO" if is_person else "TAX_ID"),
        "tax_office": _text(row, "TAX_OFFICE"),
        "address": f"{_text(row, 'ADDRESS1')} {_text(row, 'ADDRESS2')}".strip(),
        "district": _text(row, "TOWN") or _text(row, "DISTRICT"),
        "postcode": _text(row, "POSTAL_CODE"),
        "city": _text(row, "CITY"),
        **_place(row),
        "email": _text(row, "E_MAIL"),
        "phones": list(_phones(row)),
        "is_active": not row.get("RECORD_STATUS"),
    }


def _contact(row: Row) -> dict[str, Any]:
    """A contact has no code of its own in Logo: its reference is one."""
    number = f"{_text(row, 'MOBPHCOD')} {_text(row, 'MOBPHONE')}".strip()
    return {
        **_codes(row, "AUXILCODE", "AUTHCODE"),
        "code": str(row[REF]),
        "account": _text(row, "CUSTOMER_CODE"),
        "first_name": _text(row, "NAME"),
        "last_name": _text(row, "FAMNAME"),
        "email": _text(row, "EMAILADDR"),
        "phones": [{"number": number, "kind": "MOBILE"}] if number else [],
    }


def _person(row: Row) -> dict[str, Any]:
    numbers = [_text(row, name) for name in ("TELEPHONE1", "TELEPHONE2")]
    return {
        **_codes(row),
        "code": _text(row, "CODE"),
        "first_name": _text(row, "EMP_NAME"),
        "last_name": _text(row, "EMP_SURNAME"),
        "phones": [{"number": number} for number in numbers if number],
    }


def _service(side: str) -> Callable[[Row], dict[str, Any]]:
    def read(row: Row) -> dict[str, Any]:
        return {
            **_codes(row),
            "code": _text(row, "CODE"),
            "name": _text(row, "DESCRIPTION") or _text(row, "CODE"),
            "side": side,
            "vat_rate": str(row.get("VAT_PERC", "")),
            "is_active": not row.get("RECORD_STATUS"),
        }

    return read


def _project(row: Row) -> dict[str, Any]:
    return {
        **_codes(row),
        "code": _text(row, "CODE"),
        "name": _text(row, "NAME") or _text(row, "CODE"),
        "is_active": not row.get("ACTIVE"),
    }


_TAGS = ("AUXIL_CODE", "AUTH_CODE")
_CARD = ("CODE", "DESCRIPTION", "VAT_PERC", "RECORD_STATUS", *_TAGS)
SOURCES: Mapping[CardKind, tuple[Source, ...]] = {
    CardKind.ACCOUNT: (
        Source(
            "Arps",
            (
                "CODE", "TITLE", "NAME", "SURNAME", "PERSCOMPANY", "TAX_ID", "TCKNO", "TAX_OFFICE",
                "TELEPHONE1_CODE", "TELEPHONE1", "TELEPHONE2_CODE", "TELEPHONE2", "CELL_PHONE",
                "E_MAIL", "ADDRESS1", "ADDRESS2", "TOWN", "DISTRICT", "POSTAL_CODE", "CITY",
                "LATITUDE", "LONGITUDE", "RECORD_STATUS", *_TAGS,
            ),
            _account,
        ),
    ),
    CardKind.CONTACT: (
        Source(
            "contacts",
            ("NAME", "FAMNAME", "CUSTOMER_CODE", "MOBPHCOD", "MOBPHONE", "EMAILADDR", "AUXILCODE",
             "AUTHCODE"),
            _contact,
        ),
    ),
    CardKind.PERSON: (
        Source(
            "employees",
            ("CODE", "EMP_NAME", "EMP_SURNAME", "TELEPHONE1", "TELEPHONE2", *_TAGS),
            _person,
        ),
    ),
    CardKind.SERVICE_CARD: (
        Source("purchasedServices", _CARD, _service("RECEIVED")),
        Source("soldServices", _CARD, _service("ISSUED")),
    ),
    CardKind.PROJECT: (Source("projects", ("CODE", "NAME", "ACTIVE", *_TAGS), _project),),
}  # fmt: skip

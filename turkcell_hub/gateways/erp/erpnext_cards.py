"""ERPNext's records in the mirror's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from turkcell_hub.gateways.erp.contract import CardKind

Row = Mapping[str, Any]
Rates = Mapping[str, str]


@dataclass(frozen=True)
class Source:
    """One DocType. ``whole``: its rows are in child tables, so each record is asked for.
    ``read``: a record as cards (an item can be one of each side). ``main_address``: the field that
    names the record's first Address."""

    doctype: str
    fields: tuple[str, ...]
    read: Callable[[Row, Rates], list[dict[str, Any]]]
    filters: tuple[Any, ...] = ()
    whole: bool = False
    main_address: str = ""


def _text(row: Row, name: str) -> str:
    return str(row.get(name) or "").strip()


def _numbers(*found: str) -> list[dict[str, str]]:
    return [{"number": number} for number in found if number]


def _party(title: str) -> Callable[[Row, Rates], list[dict[str, Any]]]:
    def read(row: Row, _rates: Rates) -> list[dict[str, Any]]:
        return [{
            "code": _text(row, "name"),
            "title": _text(row, title) or _text(row, "name"),
            "tax_number": _text(row, "tax_id"),
            "email": _text(row, "email_id"),
            "phones": _numbers(_text(row, "mobile_no")),
            "is_active": not row.get("disabled"),
        }]  # fmt: skip

    return read


def _contact(row: Row, _rates: Rates) -> list[dict[str, Any]]:
    """Belongs to the first party that it is linked to; a contact of nobody is left out."""
    for link in row.get("links") or ():
        if link.get("link_doctype") in ("Supplier", "Customer"):
            mobile = _text(row, "mobile_no")
            return [{
                "code": _text(row, "name"),
                "account": _text(link, "link_name"),
                "first_name": _text(row, "first_name"),
                "last_name": _text(row, "last_name"),
                "duty": _text(row, "designation"),
                "email": _text(row, "email_id"),
                "phones": [{"number": mobile, "kind": "MOBILE"}] if mobile else [],
            }]  # fmt: skip
    return []


def _person(row: Row, _rates: Rates) -> list[dict[str, Any]]:
    return [{
        "code": _text(row, "name"),
        "first_name": _text(row, "first_name"),
        "last_name": _text(row, "last_name"),
        "duty": _text(row, "designation"),
        "phones": _numbers(_text(row, "cell_number")),
        "is_active": row.get("status") == "Active",
    }]  # fmt: skip


def _item(row: Row, rates: Rates) -> list[dict[str, Any]]:
    templates = [_text(tax, "item_tax_template") for tax in row.get("taxes") or ()]
    rate = rates.get(templates[0] if templates else "", rates.get("", ""))
    card = {
        "code": _text(row, "name"),
        "name": _text(row, "item_name") or _text(row, "name"),
        "vat_rate": rate,
        "is_active": not row.get("disabled"),
    }
    sides = (("is_purchase_item", "RECEIVED"), ("is_sales_item", "ISSUED"))
    return [{**card, "side": side} for name, side in sides if row.get(name)]


def _project(row: Row, _rates: Rates) -> list[dict[str, Any]]:
    return [{
        "code": _text(row, "name"),
        "name": _text(row, "project_name") or _text(row, "name"),
        "is_active": row.get("status") == "Open",
    }]  # fmt: skip


def _branch(row: Row, _rates: Rates) -> list[dict[str, Any]]:
    return [{"code": _text(row, "name"), "name": _text(row, "name")}]


_PARTY = ("name", "tax_id", "mobile_no", "email_id", "disabled")
SOURCES: Mapping[CardKind, tuple[Source, ...]] = {
    CardKind.ACCOUNT: (
        Source(
            "Supplier",
            (*_PARTY, "supplier_name"),
            _party("supplier_name"),
            main_address="supplier_primary_address",
        ),
        Source(
            "Customer",
            (*_PARTY, "customer_name"),
            _party("customer_name"),
            main_address="customer_primary_address",
        ),
    ),
    CardKind.CONTACT: (Source("Contact", ("name",), _contact, whole=True),),
    CardKind.PERSON: (
        Source(
            "Employee",
            ("name", "first_name", "last_name", "designation", "cell_number", "status"),
            _person,
        ),
    ),
    CardKind.SERVICE_CARD: (
        Source("Item", ("name",), _item, filters=(("is_stock_item", "=", 0),), whole=True),
    ),
    CardKind.PROJECT: (Source("Project", ("name", "project_name", "status"), _project),),
    CardKind.WORKPLACE: (Source("Branch", ("name",), _branch),),
}

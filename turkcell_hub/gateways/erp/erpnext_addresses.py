"""Addresses of ERPNext's parties, which Frappe keeps apart (DocType Address): the party names its
primary one, every other is linked by a row of the child table Dynamic Link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from turkcell_hub.gateways.erp.erpnext_cards import Source

Row = Mapping[str, Any]
FIELDS = ("name", "address_line1", "address_line2", "city", "county", "state", "pincode",
          "country", "is_primary_address")  # fmt: skip
HOME = ("", "turkey", "türkiye", "turkiye")  # how the DocType Country calls it, old and new
_IN_USE = ["disabled", "=", 0]
MOST = 100


def of_parties(
    rows: Callable[[str, Sequence[Any], Sequence[str], int], list[dict[str, Any]]],
    whole: Callable[[str, str], Row], source: Source, names: Sequence[str],
) -> dict[str, dict[str, str]]:  # fmt: skip
    """By the party's name, in the mirror's words: the primary address, else of the linked ones
    that which is marked as preferred, else the first. None that is switched off. Raises the
    gateway family."""
    told = rows(source.doctype, [["name", "in", names]], ("name", source.main_address), MOST)
    main = {str(row["name"]): str(row.get(source.main_address) or "") for row in told}
    wanted = sorted({one for one in main.values() if one})
    read = rows("Address", [["name", "in", wanted], _IN_USE], FIELDS, MOST) if wanted else []
    known = {str(row["name"]): address(row) for row in read}
    found = {party: known[one] for party, one in main.items() if one in known}
    left = [name for name in names if name not in found]
    return {**found, **_linked(rows, whole, source.doctype, left)} if left else found


def _linked(rows: Any, whole: Any, doctype: str, parties: Sequence[str]) -> dict[str, Any]:
    """A list tells no child rows, so each address is asked for the parties that it belongs to."""
    filters = [["Dynamic Link", "link_doctype", "=", doctype],
               ["Dynamic Link", "link_name", "in", list(parties)], _IN_USE]  # fmt: skip
    read = rows("Address", filters, FIELDS, MOST)
    found: dict[str, Any] = {}
    for row in sorted(read, key=lambda one: (not one.get("is_primary_address"), one["name"])):
        for link in whole("Address", str(row["name"])).get("links") or ():
            party = str(link.get("link_name") or "")
            if link.get("link_doctype") == doctype and party in parties:
                found.setdefault(party, address(row))
    return found


def address(row: Row) -> dict[str, str]:
    """Where both are told the state is the province and the city its district, else the city is
    the province. Abroad the country stands beside the city, so that nobody looks for it here."""
    city, county, state, country = (
        str(row.get(name) or "").strip() for name in ("city", "county", "state", "country")
    )
    if country.casefold() not in HOME:
        county, state, city = "", "", f"{city}, {country}"
    lines = (str(row.get(name) or "").strip() for name in ("address_line1", "address_line2"))
    return {
        "address": " ".join(line for line in lines if line),
        "district": county or (city if state else ""),
        "postcode": str(row.get("pincode") or "").strip(),
        "city": state or city,
    }

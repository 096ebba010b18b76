"""A small firm, once as Logo and once as ERPNext keeps it, and its slips."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from turkcell_hub.gateways.erp.contract import Slip, SlipKind, SlipLine

SUPPLIER, CUSTOMER, CARD, TAX_CARD, ISSUED_CARD = (
    "320.10.001", "120.01.001", "770.03.01", "689.01.01", "600.05.01",
)  # fmt: skip
LOGIN = {"username": "HUB", "password": "dogru-sifre"}


def logo_cards(accounts: int = 0) -> dict[str, list[dict[str, Any]]]:
    """``accounts``: how many besides the two that are booked on."""
    more = [
        {"CODE": f"120.02.{n:04d}", "TITLE": f"Müşteri {n}", "TELEPHONE1_CODE": "232",
         "TELEPHONE1": f"4440{n:03d}", "CELL_PHONE": f"0532 111 {n:04d}"}
        for n in range(1, accounts + 1)
    ]  # fmt: skip
    return {
        "Arps": [
            {"CODE": SUPPLIER, "TITLE": "Turkcell İletişim Hizmetleri A.Ş.",
             "TAX_ID": "8790017566", "AUXIL_CODE": "OPERATOR"},
            {"CODE": CUSTOMER, "NAME": "Ayşe", "SURNAME": "Yılmaz", "PERSCOMPANY": 1,
             "TCKNO": "10000000146", "TELEPHONE1_CODE": "532", "TELEPHONE1": "1234567",
             "AUTH_CODE": "EGE", "ADDRESS1": "372. Sokak", "ADDRESS2": "No 5", "TOWN": "Bornova",
             "CITY": "İzmir", "POSTAL_CODE": "35100", "LATITUDE": "38.47", "LONGITUDE": "27,22"},
            *more,
        ],
        "contacts": [{"NAME": "Ali", "FAMNAME": "Demir", "CUSTOMER_CODE": CUSTOMER,
                      "MOBPHCOD": "533", "MOBPHONE": "7654321"}],
        "employees": [{"CODE": "S-1", "EMP_NAME": "Veli", "EMP_SURNAME": "Kaya",
                       "TELEPHONE1": "0232 444 0 555", "TELEPHONE2": "0535 222 33 44"}],
        "purchasedServices": [
            {"CODE": CARD, "DESCRIPTION": "GSM görüşme giderleri", "VAT_PERC": 20},
            {"CODE": TAX_CARD, "DESCRIPTION": "Özel iletişim vergisi", "VAT_PERC": 0},
            {"CODE": "770.03.09", "DESCRIPTION": "Eski", "VAT_PERC": 18, "RECORD_STATUS": 1},
        ],
        "soldServices": [{"CODE": ISSUED_CARD, "DESCRIPTION": "Hat bedeli", "VAT_PERC": 20}],
        "projects": [{"CODE": "P-1", "NAME": "Saha ekibi", "ACTIVE": 0}],
        "L_CAPIDIV": [{"NR": 0, "NAME": "Merkez"}, {"NR": 1, "NAME": "Fabrika"}],
    }  # fmt: skip


def erpnext_cards() -> dict[str, list[dict[str, Any]]]:
    item = {"is_stock_item": 0, "is_purchase_item": 1, "is_sales_item": 0}
    return {
        "Supplier": [{"name": SUPPLIER, "supplier_name": "Turkcell İletişim Hizmetleri A.Ş.",
                      "tax_id": "8790017566"}],
        "Customer": [{"name": CUSTOMER, "customer_name": "Ayşe Yılmaz", "tax_id": "10000000146",
                      "mobile_no": "0532 123 45 67", "customer_primary_address": "Ev"}],
        "Address": [{"name": "Ev", "address_line1": "372. Sokak", "address_line2": "No 5",
                     "city": "Bornova", "state": "İzmir", "pincode": "35100"}],
        "Contact": [
            {"name": "Ali Demir", "first_name": "Ali", "last_name": "Demir",
             "mobile_no": "0533 765 43 21",
             "links": [{"link_doctype": "Customer", "link_name": CUSTOMER}]},
            {"name": "Kimsesiz", "first_name": "Kimsesiz", "links": []},
        ],
        "Employee": [{"name": "S-1", "first_name": "Veli", "last_name": "Kaya",
                      "cell_number": "0535 222 33 44", "status": "Active"}],
        "Item": [
            {"name": CARD, "item_name": "GSM görüşme giderleri", **item},
            {"name": TAX_CARD, "item_name": "Özel iletişim vergisi", **item,
             "taxes": [{"item_tax_template": "KDV 0"}]},
            {"name": ISSUED_CARD, "item_name": "Hat bedeli", **item, "is_purchase_item": 0,
             "is_sales_item": 1},
            {"name": "770.03.09", "item_name": "Eski", **item, "disabled": 1},
            {"name": "MAL", "item_name": "Stok kalemi", "is_stock_item": 1},
        ],
        "Item Tax Template": [{"name": "KDV 0", "taxes": [{"tax_rate": 0}]}],
        "Project": [{"name": "P-1", "project_name": "Saha ekibi", "status": "Open"}],
        "Branch": [{"name": "0"}, {"name": "1"}],
    }  # fmt: skip


def slip(number: str, **changes: Any) -> Slip:
    """A bill of 100.00 with 20 % VAT and 10.00 of ÖİV: 130.00."""
    lines = (
        SlipLine(
            CARD, Decimal("100.00"), Decimal(20), Decimal("20.00"), "5321112233", project="P-1"
        ),
        SlipLine(TAX_CARD, Decimal("10.00"), Decimal(0), Decimal("0.00"), "ÖİV"),
    )
    told: dict[str, Any] = {
        "kind": SlipKind.PURCHASE_SERVICE, "account": SUPPLIER, "number": number,
        "document_number": number, "date": dt.date(2026, 11, 20),
        "document_date": dt.date(2026, 11, 1), "total": Decimal("130.00"), "lines": lines,
        "note": "Kasım faturası", **changes,
    }  # fmt: skip
    return Slip(**told)

"""A sheet as TM Forum 678 tells it: the bill, and one applied rate for each number's charge."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from turkcell_hub.fake_operator.bills.sheet import ZERO, Sheet, TaxRow


def of_sheet(sheet: Sheet) -> dict[str, Any]:
    """``{"bill": customerBill, "rates": [appliedCustomerBillingRate]}``."""
    return {"bill": _bill(sheet), "rates": _rates(sheet)}


def _bill(sheet: Sheet) -> dict[str, Any]:
    return {
        "id": sheet.ettn,
        "externalIdentifier": sheet.ettn,
        "billNo": sheet.number,
        "billDate": f"{sheet.issue_date.isoformat()}T00:00:00+03:00",
        "billingPeriod": {
            "startDateTime": f"{sheet.period[0].isoformat()}T00:00:00+03:00",
            "endDateTime": f"{sheet.period[1].isoformat()}T23:59:59+03:00",
        },
        "billingAccount": {"id": sheet.subscriber_no},
        "amountDue": _money(sheet.payable),
        "taxIncludedAmount": _money(sheet.tax_inclusive),
        "taxExcludedAmount": _money(sheet.tax_exclusive),
        "taxItem": [_tax(row) for row in sheet.taxes],
        "relatedParty": [
            {"role": "billIssuer", "id": sheet.supplier[0], "name": sheet.supplier[1]},
            {"role": "customer", "id": sheet.customer[0], "name": sheet.customer[1]},
        ],
        "state": "sent",
    }


def _rates(sheet: Sheet) -> list[dict[str, Any]]:
    rates = [
        {
            "id": f"{sheet.number}-{place}",
            "name": one.tariff,
            "date": sheet.issue_date.isoformat(),
            "taxExcludedAmount": _money(one.net),
            "appliedTax": [],
            "characteristic": [{"name": "HIZMETNO", "value": one.number}],
        }
        for place, one in enumerate(sheet.charged, 1)
    ]
    named = sum((one.net for one in sheet.charged), ZERO)
    rest = sum((line.amount for line in sheet.lines), ZERO) - named
    if rest:
        rates.append(
            {
                "id": f"{sheet.number}-0",
                "name": "Diğer",
                "date": sheet.issue_date.isoformat(),
                "taxExcludedAmount": _money(rest),
                "appliedTax": [],
                "characteristic": [],
            }
        )
    return rates


def _tax(row: TaxRow) -> dict[str, Any]:
    return {
        "taxCategory": row.code,
        "taxRate": str(row.rate),
        "taxableAmount": _money(row.base),
        "taxAmount": _money(row.amount),
    }


def _money(amount: Decimal) -> dict[str, Any]:
    return {"unit": "TRY", "value": str(amount)}

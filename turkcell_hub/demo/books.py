"""The sample firm's Logo at the sandbox: the same cards as its mirror has, and the account through
which the portal posts documents and reads cards there."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from turkcell_hub.demo import operator
from turkcell_hub.erp.models import Account, Contact, MirrorRow, Person, Project, ServiceCard
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import accounts

FIRM_NO, USERNAME, CLIENT = "411", "HUB", "turkcell-hub"


def build(actor: Actor) -> None:
    """Raises ``OSError`` when the sandbox is away."""
    password, key = secrets.token_urlsafe(9), secrets.token_urlsafe(9)
    operator.open_books(
        FIRM_NO, username=USERNAME, password=password, client_id=CLIENT, client_secret=key,
        cards=_cards(),
    )  # fmt: skip
    accounts.save(
        actor,
        GatewayAccount.objects.filter(service=GatewayAccount.Service.ERP).first(),
        {
            "name": "Logo Tiger (deneme)",
            "service": GatewayAccount.Service.ERP,
            "adapter": "logo_objects",
            "country": "TR",
            "base_url": f"{settings.FAKE_OPERATOR_URL}/erp/logo",
            "username": USERNAME,
            "password": password,
            "options": {"firm_no": FIRM_NO, "client_id": CLIENT, "client_secret": key},
            "is_active": True,
        },
    )


def _cards() -> dict[str, list[dict[str, Any]]]:
    services = list(ServiceCard.objects.order_by("pk"))
    return {
        "Arps": _rows(
            (row, {"TITLE": row.title, "TAX_ID": row.tax_number, "TAX_OFFICE": row.tax_office,
                   "CITY": row.city, "E_MAIL": row.email, **_phones(row)})
            for row in Account.objects.select_related("authority_code").order_by("pk")
        ),
        "contacts": [
            {"INTERNAL_REFERENCE": int(row.code), "NAME": row.first_name,
             "FAMNAME": row.last_name, "CUSTOMER_CODE": row.account.code,
             "MOBPHONE": _numbers(row)[0] if row.phones else ""}
            for row in Contact.objects.select_related("account").order_by("pk")
        ],
        "employees": _rows(
            (row, {"EMP_NAME": row.first_name, "EMP_SURNAME": row.last_name, **_phones(row)})
            for row in Person.objects.filter(is_active=True).order_by("pk")
        ),
        "purchasedServices": _rows(_service(row) for row in services if row.side == "RECEIVED"),
        "soldServices": _rows(_service(row) for row in services if row.side == "ISSUED"),
        "projects": [
            {"CODE": row.code, "NAME": row.name, "ACTIVE": 0 if row.is_active else 1}
            for row in Project.objects.order_by("pk")
        ],
    }  # fmt: skip


def _service(row: ServiceCard) -> tuple[ServiceCard, dict[str, Any]]:
    return row, {"DESCRIPTION": row.name, "VAT_PERC": float(row.vat_rate)}


def _rows(told: Iterable[tuple[MirrorRow, dict[str, Any]]]) -> list[dict[str, Any]]:
    found = []
    for row, more in told:
        ref = {"INTERNAL_REFERENCE": int(row.erp_ref)} if row.erp_ref else {}
        code = row.authority_code.code if row.authority_code else ""
        found.append({**ref, "CODE": row.code, "AUXIL_CODE": row.special_code, "AUTH_CODE": code,
                      "RECORD_STATUS": 0 if row.is_active else 1, **more})  # fmt: skip
    return found


def _phones(row: Account | Person) -> dict[str, str]:
    return {f"TELEPHONE{place}": number for place, number in enumerate(_numbers(row)[:2], 1)}


def _numbers(row: Account | Person | Contact) -> list[str]:
    return [str(one["number"]) for one in row.phones]

"""The ERP's cards of a firm, and a matching table for every amount of a bill."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from invoices.models import MatchingTable
from invoices.services import tables
from turkcell_hub.erp.models import Account, Project, ServiceCard, Side, Workplace
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm


def make_cards(firm: Firm) -> SimpleNamespace:
    now = {"refreshed_at": timezone.now(), "changed_at": timezone.now(), "firm": firm}

    def card(code: str, rate: int, side: str = Side.RECEIVED) -> ServiceCard:
        return ServiceCard.objects.create(
            code=code, name=code, side=side, vat_rate=Decimal(rate), **now
        )

    return SimpleNamespace(
        account=Account.objects.create(code="320.01", title="Operatör", **now),
        other=Account.objects.create(code="120.01", title="Müşteri", **now),
        main=card("760.01", 20),
        own=card("760.02", 20),
        low=card("760.03", 10),
        free=card("760.04", 0),
        oiv=card("689.01", 0),
        wireless=card("760.09", 0),
        third=card("136.01", 0),
        rounding=card("659.01", 0),
        issued=card("600.01", 20, Side.ISSUED),
        project=Project.objects.create(code="P1", name="Saha", **now),
        workplace=Workplace.objects.create(code="1", name="İzmir", **now),
    )


def make_table(actor: Actor, erp: SimpleNamespace) -> MatchingTable:
    made = tables.save(
        actor, None, {"code": "TC1", "name": "Telefonlar", "account": erp.account,
                      "by_number": True, "by_rate": True},
    )  # fmt: skip
    plain = {"table": made, "side": Side.RECEIVED}
    for line in (
        {"kind": "MAIN", "card": erp.main},
        {"kind": "TAX", "tax_code": "4080", "card": erp.oiv},
        {"kind": "TAX", "tax_code": "4081", "card": erp.oiv},
        {"kind": "TAX", "tax_code": "8006", "card": erp.wireless},
        {"kind": "THIRD", "card": erp.third},
        {"kind": "ROUND", "card": erp.rounding},
    ):
        tables.save_line(actor, None, {**plain, **line})
    return made

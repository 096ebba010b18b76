"""What only a page told: a transfer's four cases before it starts, and what the lines cost."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invoices.api.audit import MONTH, chosen_month
from invoices.permissions import VIEW
from invoices.selectors import audit, previews
from invoices.services import transfers
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView
from turkcell_hub.lib.phone import mask

_MONEY: dict[str, Any] = {"max_digits": 18, "decimal_places": 2}


class CaseShape(serializers.Serializer):
    merge = serializers.BooleanField()
    by_number = serializers.BooleanField()
    is_chosen = serializers.BooleanField(help_text="İstekte seçilen yol.")
    ready = serializers.IntegerField(help_text="Aktarılacak belge.")
    stopped = serializers.IntegerField(help_text="Duran belge.")
    lines = serializers.IntegerField()
    unmatched = serializers.IntegerField(help_text="Tabloda olmayan numara.")
    totals = serializers.DictField(child=serializers.DecimalField(**_MONEY))


class TransferPreviewShape(serializers.Serializer):
    bills = serializers.IntegerField()
    numbers = serializers.IntegerField()
    amounts = serializers.DictField(
        child=serializers.DecimalField(**_MONEY),
        help_text="Para birimine göre aktarılacak tutar; her yolun toplamı budur.",
    )
    cases = CaseShape(many=True)
    problems = serializers.ListField(child=serializers.CharField())
    more_problems = serializers.IntegerField()


def preview_of(actor: Any, given: dict[str, Any]) -> dict[str, Any]:
    """Nothing is written. Raises ``Invalid`` as the page."""
    found = transfers.preview(actor, transfers.options(actor, given))
    return dict(TransferPreviewShape(previews.shown(found)).data)


class CostOfMonthShape(serializers.Serializer):
    month = serializers.CharField()
    amount = serializers.DecimalField(**_MONEY)
    bills = serializers.IntegerField()


class CostOfNumberShape(serializers.Serializer):
    number = serializers.CharField()
    amount = serializers.DecimalField(**_MONEY)


class CostOfProjectShape(serializers.Serializer):
    project = serializers.CharField(help_text="Projesi olmayanlar “—”.")
    amount = serializers.DecimalField(**_MONEY)


class CostsShape(serializers.Serializer):
    month = serializers.CharField(allow_null=True)
    foreign = serializers.IntegerField(
        help_text="Ayın, hiçbir toplamda olmayan başka para birimindeki faturaları."
    )
    by_month = CostOfMonthShape(many=True)
    by_number = CostOfNumberShape(many=True)
    by_project = CostOfProjectShape(many=True)


class CostsView(HubAPIView):
    """The figures of Fatura Maliyetleri, every number of the month among them."""

    rights = {"GET": VIEW}
    query_parameters = ("month",)

    @told(
        "Fatura maliyetleri",
        VIEW,
        tag="bills",
        text="Son on iki ayın, ayın her hattının ve projelerin lira tutarı. İadeler düşülür.",
        name="bill_costs",
        parameters=(MONTH,),
        responses={200: CostsShape},
    )
    def get(self, request: Request) -> Response:
        actor: Any = self.actor
        period = chosen_month(request.query_params.get("month", ""))
        numbers = audit.cost_by_number(period, limit=100_000) if period else []
        if not actor.can("personal.view"):
            numbers = [(mask(f"+90{number}"), amount) for number, amount in numbers]
        projects = audit.cost_by_project(actor, period) if period else []
        found = {
            "month": f"{period:%Y-%m}" if period else None,
            "foreign": audit.foreign(period) if period else 0,
            "by_month": [
                {"month": f"{month:%Y-%m}", "amount": amount, "bills": bills}
                for month, amount, bills in audit.cost_by_month()
            ],
            "by_number": [{"number": one, "amount": amount} for one, amount in numbers],
            "by_project": [{"project": one, "amount": amount} for one, amount in projects],
        }
        return Response(CostsShape(found).data)

"""Celery doors of this room."""

from __future__ import annotations

from celery import shared_task

from invoices.models import Transfer, TransferState
from invoices.services import notices, runs
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import every_firm, firm_scope


@shared_task(name="invoices.sweep")
def sweep() -> None:
    """Transfers whose work ended without them, and passwords that are near their end."""
    with every_firm():
        running = Transfer.objects.filter(state=TransferState.RUNNING)
        firms = sorted(set(running.values_list("firm_id", flat=True)))
        rows = GatewayAccount.objects.filter(service="invoice", is_active=True)
        accounts = list(rows.values_list("firm_id", "pk"))
    for firm_id in firms:
        with firm_scope(firm_id):
            runs.sweep()
    for firm_id, account_id in accounts:
        with firm_scope(firm_id):
            notices.warn(account_id)

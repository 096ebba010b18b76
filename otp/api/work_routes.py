"""Where timed tasks and workflow cards stand under ``/api/v1/``."""

from __future__ import annotations

from otp.api import receipts, timed_tasks, work
from turkcell_hub.api.routers import register

VIEWSETS = (
    timed_tasks.ScheduledTaskViewSet,
    work.ProcessViewSet,
    work.WorkflowViewSet,
    receipts.ReceiptViewSet,
)
VIEWS = {
    "approvals/<int:pk>/withdraw/": work.WithdrawView,
    "approvals/<int:pk>/retry/": work.RetryView,
    "otp_receipts/<int:pk>/pack/": receipts.ReceiptPackView,
    "otp_receipts/<int:pk>/print/": receipts.ReceiptPaperView,
    "scheduled_tasks/<int:pk>/skip/": timed_tasks.SkipTaskView,
    "scheduled_tasks/<int:pk>/unskip/": timed_tasks.UnskipTaskView,
}


def register_all() -> None:
    """Called once, when the apps are ready."""
    for viewset in VIEWSETS:
        register(viewset)
    for route, view in VIEWS.items():
        register(view, route)

"""What timed tasks and workflow cards give to the hub's frame."""

from __future__ import annotations

from turkcell_hub.audit import actions as audit_actions
from turkcell_hub.portal import notifications as bell


def join() -> None:
    """Called once when the apps are ready."""
    from otp import notifications, work_rights  # noqa: F401  (the rights declare themselves)
    from otp.api import work_routes
    from otp.resources import timed_tasks  # noqa: F401  (resources register themselves)
    from otp.work_labels import LABELS

    audit_actions.declare(LABELS)
    bell.add_provider(notifications.of_timed_tasks)
    work_routes.register_all()

"""What timed tasks and workflow cards give to the hub's frame."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from turkcell_hub import approvals
from turkcell_hub.audit import actions as audit_actions
from turkcell_hub.audit import words
from turkcell_hub.portal import dashboard
from turkcell_hub.portal import notifications as bell


def join() -> None:
    """Called once when the apps are ready."""
    from messaging import inbound_handlers
    from otp import notifications, subjects, work_cards, work_rights  # noqa: F401  (rights declare themselves)
    from otp.api import work_routes
    from otp.resources import timed_tasks, work  # noqa: F401  (resources register themselves)
    from otp.services import coded, decisions, external, flows, matters, replies  # noqa: F401  (so do REST's documents)
    from otp.work_labels import LABELS, NAMES, VALUES

    audit_actions.declare(LABELS)
    words.declare(NAMES, VALUES)
    approvals.register_desk(flows.DESK)
    approvals.register_code_desk(coded.DESK)
    subjects.register(
        subjects.Source(
            matters.SUBJECT,
            _("İş akışı görevi"),
            decisions.current,
            approved=decisions.approved,
            url=lambda task_id: reverse("my-tasks-detail", args=[task_id]),
        )
    )
    inbound_handlers.register(
        inbound_handlers.InboundHandler(
            replies.HANDLER, _("İş akışı onayı: EVET numara"), replies.take, unasked=True
        )
    )
    bell.add_provider(notifications.of_timed_tasks, notifications.unsent)
    bell.add_provider(
        notifications.of_workflows,
        notifications.unread,
        notifications.stuck,
        notifications.short_of_people,
    )
    dashboard.add_card(work_cards.my_tasks, 9)
    work_routes.register_all()

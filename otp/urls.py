"""The room's own pages. They stand before the Resources' pages of the same addresses."""

from __future__ import annotations

from django.urls import path

from otp.views import challenge, my_tasks, receipts, setup, timed, workflows
from turkcell_hub import resources
from turkcell_hub.portal.views.record import CreateView, UpdateView

_MINE = resources.get("my-tasks")
_TASK = {"resource": resources.get("scheduled-tasks"), "template": "otp/timed_task_form.html"}

urlpatterns = [
    path("otp/codes/<int:pk>/", challenge.page, name="otp-challenge"),
    path("otp/codes/<int:pk>/resend/", challenge.resend, name="otp-resend"),
    path("otp-receipts/<int:pk>/pack/", receipts.pack, name="otp-receipt-pack"),
    path("otp-receipts/<int:pk>/print/", receipts.printed, name="otp-receipt-print"),
    path("settings/otp/", setup.page, name="otp-setup"),
    path("scheduled-tasks/add/", CreateView.as_view(**_TASK), name="timed-task-new"),
    path("scheduled-tasks/<int:pk>/edit/", UpdateView.as_view(**_TASK), name="timed-task-edit"),
    path("scheduled-tasks/calendar/", timed.calendar, name="timed-calendar"),
    path("scheduled-tasks/<int:pk>/skip/", timed.skip, name="timed-task-skip"),
    path("scheduled-tasks/<int:pk>/unskip/", timed.unskip, name="timed-task-unskip"),
    path("my-tasks/<int:pk>/", my_tasks.TaskPage.as_view(resource=_MINE), name="my-task-page"),
    path("my-tasks/<int:pk>/decide/", my_tasks.decide, name="my-task-decide"),
    path("my-tasks/<int:pk>/start/", my_tasks.start, name="my-task-start"),
    path("workflows/<int:pk>/steps/", workflows.steps, name="workflow-steps"),
    path("approvals/<int:pk>/withdraw/", workflows.withdraw, name="approval-withdraw"),
    path("approvals/<int:pk>/retry/", workflows.retry, name="approval-retry"),
    path("approvals/<int:pk>/person/", workflows.add_person, name="approval-person"),
]

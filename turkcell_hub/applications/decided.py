"""What the people of a workflow card set going by their answer about an application (decision 20).
The gate asks them; this module alone knows both the gate and the service."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turkcell_hub import approvals
from turkcell_hub.applications import application_gate
from turkcell_hub.applications.services import applying
from turkcell_hub.approvals import Kind
from turkcell_hub.resources import Actor


def join() -> None:
    """Called once when the apps are ready."""
    approvals.register(
        Kind(
            application_gate.KIND,
            gettext_lazy("Hizmet başvurusu"),
            application_gate.current,
            approved=_approved,
            refused=_refused,
            url=lambda pk: reverse("applications-detail", args=[pk]),
        )
    )


def _approved(actor: Actor, application_id: int) -> None:
    applying.agreed(actor, application_id)  # type: ignore[arg-type]


def _refused(actor: Actor, application_id: int, note: str) -> None:
    applying.turned_down(actor, application_id, note or _("Onaylanmadı."))  # type: ignore[arg-type]

"""An application before people (decision 20, C-05): where the firm has a workflow card for
applications, nothing goes to the operator until they have agreed. What their answer does stands in
``decided``."""

from __future__ import annotations

from django.utils.translation import gettext as _

from turkcell_hub import approvals
from turkcell_hub.applications.models import Application
from turkcell_hub.applications.states import ItemState
from turkcell_hub.approvals import Matter
from turkcell_hub.errors import Conflict
from turkcell_hub.tenancy.actor import Actor

KIND = "application"
_BOUND = ("reference", "payment_type", "tax_number", "contact", "phone", "email", "note")


def is_kept() -> bool:
    """Whether people of the firm in scope have to agree to applications."""
    return approvals.required(Matter(kind=KIND, id=0, title="", text="", content={}))


def ask(actor: Actor, row: Application) -> None:
    """Sets people to decide; in the transaction that writes the application."""
    approvals.ask(actor, matter_of(row))


def require_free(row: Application) -> None:
    """Raises ``Conflict`` while people decide about it."""
    if approvals.runs(KIND, row.pk):
        raise Conflict(
            _("Bu başvuru iş akışıyla onaylanıyor; onaylanınca operatöre iletilir."),
            code="approval_runs",
        )


def withdraw(actor: Actor, row: Application) -> None:
    approvals.withdraw(actor, KIND, row.pk, _("Başvuru geri çekildi."))


def current(application_id: int) -> Matter | None:
    """As ``approvals.Kind.current``."""
    row = Application.objects.filter(pk=application_id).first()
    waits = row is not None and row.items.filter(state=ItemState.AWAITING).exists()
    return matter_of(row) if row is not None and waits else None


def matter_of(row: Application) -> Matter:
    items = list(row.items.all())
    services = row.services
    said = _("Hizmet başvurusu: %(services)s") % {"services": services}
    facts = [(_("Hizmetler"), services)]
    if row.payment_type:
        facts.append((_("Ödeme türü"), str(row.get_payment_type_display())))
    facts += [(_("Aranacak yetkili"), row.contact), (_("Başvuru no"), row.reference)]
    if row.note:
        facts.append((_("Not"), row.note))
    return Matter(
        kind=KIND,
        id=row.pk,
        title=said[:200],
        text=f"{said[:95]}, {row.reference}",
        content={
            **{name: getattr(row, name) for name in _BOUND},
            "services": [item.service for item in items],
        },
        facts=facts,
    )

"""A limit request before people: what a workflow card asks them about (decision 20).

Where the firm has a card for limit requests, no other door decides meanwhile. Its people's yes
changes the limit; a hosted firm's request then waits for whoever runs the portal."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turkcell_hub import approvals
from turkcell_hub.approvals import Kind, Matter
from turkcell_hub.billing.models import LimitRequest, RequestState
from turkcell_hub.errors import Conflict
from turkcell_hub.lib.money import format_number
from turkcell_hub.resources import Actor
from turkcell_hub.tenancy.models import Membership
from turkcell_hub.tenancy.permissions import is_hosted

KIND = "limit"


def ask(actor: Actor, request: LimitRequest) -> None:
    """Sets people to decide where a card fits; in the transaction that makes the request."""
    matter = matter_of(request)
    if approvals.required(matter):
        approvals.ask(actor, matter)


def require_free(request: LimitRequest) -> None:
    """Raises ``Conflict`` while people decide by a card."""
    if approvals.runs(KIND, request.pk):
        raise Conflict(
            _("Bu talep iş akışıyla onaylanıyor; Onay Süreçleri sayfasından izleyin."),
            code="approval_runs",
        )


def withdraw(actor: Actor, request: LimitRequest) -> None:
    approvals.withdraw(actor, KIND, request.pk, _("Talep geri çekildi."))


def matter_of(request: LimitRequest) -> Matter:
    amount, before = format_number(request.amount), format_number(request.limit_before)
    member = Membership.objects.filter(firm_id=request.firm_id, user_id=request.by_user).first()
    return Matter(
        kind=KIND,
        id=request.pk,
        title=_("SMS limit artırımı: %(amount)s") % {"amount": amount},
        text=_("Aylık SMS limiti %(before)s yerine %(amount)s olsun")
        % {"before": before, "amount": amount},
        content={"before": request.limit_before, "amount": request.amount,
                 "reason": request.reason},
        facts=((_("Şimdiki limit"), before), (_("İstenen limit"), amount),
               (_("Gerekçe"), request.reason)),
        amount=Decimal(request.amount),
        asked_by=request.by_label,
        asked_member=member.pk if member else None,
        asked_key=request.by_key,
    )  # fmt: skip


def _current(request_id: int) -> Matter | None:
    row = LimitRequest.objects.filter(pk=request_id, state=RequestState.WAITING).first()
    return matter_of(row) if row else None


def _approved(actor: Actor, request_id: int) -> None:
    from turkcell_hub.billing.services import limit_requests

    if is_hosted():
        return
    row = LimitRequest.objects.get(pk=request_id)
    limit_requests.approve(actor, row, _("İş akışıyla onaylandı."))  # type: ignore[arg-type]


def _refused(actor: Actor, request_id: int, note: str) -> None:
    from turkcell_hub.billing.services import limit_requests

    row = LimitRequest.objects.get(pk=request_id)
    if row.state == RequestState.WAITING:
        limit_requests.reject(actor, row, note or _("Onaylanmadı."))  # type: ignore[arg-type]


def join() -> None:
    """Called once when the apps are ready."""
    approvals.register(
        Kind(
            KIND,
            gettext_lazy("SMS limit artırımı"),
            _current,
            approved=_approved,
            refused=_refused,
            url=lambda pk: reverse("limit-requests-detail", args=[pk]),
        )
    )

"""A limit request before people: what a workflow card asks them about (decision 20).

Where the firm has a card for limit requests, no other door decides meanwhile. What its people's
answer does stands in ``decided``."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from turkcell_hub import approvals
from turkcell_hub.approvals import Matter
from turkcell_hub.billing.models import LimitRequest
from turkcell_hub.errors import Conflict
from turkcell_hub.lib.money import format_number
from turkcell_hub.resources import Actor
from turkcell_hub.tenancy.models import Membership

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

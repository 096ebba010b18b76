"""Durum Bilgisi: what a service has, has used and has left, as the ledger says (L-005, L-123)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from turkcell_hub.billing import spenders
from turkcell_hub.billing.models import LowCreditReminder
from turkcell_hub.billing.selectors import limit, wallets
from turkcell_hub.ledger import selectors as ledger
from turkcell_hub.ledger.models import Kind, Transfer
from turkcell_hub.tenancy.actor import Actor

_LAST = 5
# The services that the report can be switched between, with the wallets of each.
SERVICES: dict[str, tuple[Kind, ...]] = {"SMS": (Kind.SMS, Kind.LIMIT), "OTP": (Kind.OTP,)}


def service_of(kind: str) -> str:
    """The service whose report shows a wallet of this kind."""
    return next((name for name, kinds in SERVICES.items() if kind in kinds), next(iter(SERVICES)))


@dataclass(frozen=True)
class Status:
    """One wallet. ``total`` − ``used`` = ``remaining``, at every read. ``limit`` and
    ``used_this_month``: for the wallet of a postpaid firm. ``spends_now``: messages are paid from
    this one now. ``last``: the latest spends first."""

    kind: str
    label: str
    total: int
    used: int
    remaining: int
    limit: int | None = None
    used_this_month: int | None = None
    spends_now: bool = False
    threshold: int | None = None
    last: Sequence[Transfer] = field(default_factory=tuple)

    @property
    def is_low(self) -> bool:
        return self.threshold is not None and self.remaining < self.threshold


def of_firm(firm_id: int, *services: str) -> list[Status]:
    """SMS and OTP always, the SMS limit where there is or was one; of these ``services`` alone,
    if any is named. The caller is in the firm's scope."""
    profile = wallets.profile_of(firm_id)
    current = Kind.LIMIT if profile.is_postpaid else Kind.SMS
    month = limit.standing(firm_id, profile)
    thresholds = dict(
        LowCreditReminder.objects.filter(is_active=True).values_list("kind", "threshold")
    )
    found = []
    for kind in (kind for service in services or SERVICES for kind in SERVICES[service]):
        summary = ledger.summary(firm_id, kind)
        if kind == Kind.LIMIT and not (profile.is_postpaid or summary.total):
            continue
        spends = Transfer.objects.filter(kind=kind, type=Transfer.Type.SPEND)
        found.append(
            Status(
                kind=kind.value,
                label=str(kind.label),
                total=summary.total,
                used=summary.spent,
                remaining=summary.remaining,
                limit=month.limit if month and kind == Kind.LIMIT else None,
                used_this_month=month.used if month and kind == Kind.LIMIT else None,
                spends_now=kind == current,
                threshold=thresholds.get(kind.value),
                last=tuple(spends.order_by("-at", "-pk")[:_LAST]),
            )
        )
    return found


def tell_last(actor: Actor, statuses: Sequence[Status]) -> None:
    """Sets ``sent`` of each last spend: what it was and by which operator account, where known."""
    spends = [spend for row in statuses for spend in row.last]
    told = spenders.tell(actor, [spend.pk for spend in spends])
    for spend in spends:
        spend.sent = told.get(spend.pk)  # type: ignore[attr-defined]

"""Reads: what a person may see of a membership."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from turkcell_hub.billing import calendar
from turkcell_hub.billing.models import Tariff
from turkcell_hub.billing.selectors import shop
from turkcell_hub.errors import NotFound
from turkcell_hub.membership import permissions
from turkcell_hub.membership.models import Dossier, PaperFile
from turkcell_hub.membership.states import BADGES, WITH_REVIEWER, FileState, Programme, State
from turkcell_hub.tenancy import scope
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount

MOST = 200


def file_of(actor: Actor, pk: int) -> PaperFile:
    """A scan that still is there, of the firm in scope. Raises ``NotFound``."""
    actor.require(permissions.VIEW)
    rows = PaperFile.objects.filter(pk=pk, erased_at=None).select_related("paper__dossier")
    found: PaperFile | None = rows.first()
    if found is None:
        raise NotFound(_("Dosya bulunamadı."))
    return found


def may_open(actor: Any, file: PaperFile) -> bool:
    right = permissions.IDENTITY if file.identity else permissions.PAPERS
    return bool(file.stored) and actor.can(permissions.PAPERS) and actor.can(right)


def price_list() -> dict[str, Any]:
    """The five packages with today's prices, and the tariff in force (A-005, A-006)."""
    tariffs = Tariff.objects.filter(valid_from__lte=calendar.today()).order_by("-valid_from")
    offers = shop.offers()
    has_prices = any(offer.price for offer in offers)
    return {"offers": offers, "has_prices": has_prices, "tariff": tariffs.first()}


def registry_account_url() -> str:
    """Where İYS' code is written: the firm's account of the service İYS, or a new one."""
    row = GatewayAccount.objects.filter(service=GatewayAccount.Service.IYS).first()
    if row is not None:
        return reverse("gateway-accounts-edit", args=[row.pk])
    return f"{reverse('gateway-accounts-add')}?service={GatewayAccount.Service.IYS}"


@dataclass(frozen=True)
class ReviewLine:
    """One membership on the reviewer's desk."""

    dossier: Dossier
    badge: str
    files: int
    open_files: int

    @property
    def waits(self) -> bool:
        return self.dossier.state in WITH_REVIEWER


def to_review(state: str = "") -> list[ReviewLine]:
    """Bulk SMS memberships of all firms that have been sent, those that wait for the reviewer
    first, the oldest of them on top; at most ``MOST``."""
    live = Q(papers__files__erased_at=None, papers__files__isnull=False)
    with scope.every_firm():
        rows = Dossier.objects.filter(programme=Programme.SMS, sent_at__isnull=False)
        rows = rows.select_related("firm")
        if state in State.values:
            rows = rows.filter(state=state)
        rows = rows.annotate(
            count=Count("papers__files", filter=live),
            waiting=Count("papers__files", filter=live & Q(papers__files__state=FileState.WAITING)),
            is_done=Q(~Q(state__in=WITH_REVIEWER)),
        )
        return [
            ReviewLine(row, BADGES[State(row.state)], row.count, row.waiting)
            for row in rows.order_by("is_done", "sent_at")[:MOST]
        ]


def sent() -> Dossier | None:
    """The newest bulk SMS membership that the firm in scope has sent."""
    rows = Dossier.objects.filter(programme=Programme.SMS, sent_at__isnull=False)
    return rows.order_by("-pk").first()


def waiting() -> int:
    """How many sent memberships of all firms wait for the reviewer."""
    with scope.every_firm():
        rows = Dossier.objects.filter(programme=Programme.SMS, sent_at__isnull=False)
        return rows.filter(state__in=WITH_REVIEWER).count()

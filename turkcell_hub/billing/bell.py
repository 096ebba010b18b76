"""What billing shows in the portal's bell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.billing.models import (
    BillingProfile,
    LimitRequest,
    LowCreditNotice,
    Order,
    OrderState,
    RequestState,
)
from turkcell_hub.billing.selectors.status import service_of
from turkcell_hub.billing.services import returns, tariffs
from turkcell_hub.portal import cells
from turkcell_hub.portal.notifications import FIRM, Notification
from turkcell_hub.resources import Actor
from turkcell_hub.sentences import shown
from turkcell_hub.statements import Ago, Statement
from turkcell_hub.tenancy.scope import every_firm

_REMEMBERED = timedelta(days=3)
_SHOWN = 10
_REFUSAL_SHOWN = timedelta(days=7)


def of_refused_limits(actor: Actor) -> Iterator[Notification]:
    """The firm's newest limit request where it was refused lately, for whoever may ask anew: of the
    firm's people or of the operator, with what was said (L-126)."""
    if not actor.can("billing.limit.add"):
        return
    for row in _newest_request().rows(firm=actor.firm_id):
        said_at = row.decided_at
        if row.state != RequestState.REJECTED or said_at is None:
            return
        if said_at < timezone.now() - _REFUSAL_SHOWN:
            return
        yield Notification(
            title=_("Limit artmadı: %(amount)s SMS") % {"amount": cells.number(row.amount)},
            url=reverse("limit-requests-detail", args=[row.pk]),
            text=row.decision_note,
            at=said_at,
            level="danger",
        )


def refused() -> QuerySet[LimitRequest]:
    with every_firm():
        return LimitRequest.objects.filter(
            firm_id=FIRM, state=RequestState.REJECTED, decided_at__gte=Ago(_REFUSAL_SHOWN)
        )


def of_months_without_tariff(actor: Actor) -> Iterator[Notification]:
    """The month that cannot be closed, for who sees the tariff: of the firm's people or of the
    operator. It ends with the tariff."""
    if not actor.can("billing.tariff.view"):
        return
    for row in _without_tariff().rows(firm=actor.firm_id):
        yield Notification(
            title=_("Tarife yok, ay kapanamıyor: %(month)s")
            % {"month": f"{row.month_waits:%m.%Y}"},
            url=tariff_page(actor),
            text=tariff_words(actor),
            level="danger",
        )


def tariff_page(actor: Actor) -> str:
    """Where the tariff is entered; where it is read, for who may not enter it."""
    return reverse("sms-tariffs-add" if actor.can(tariffs.CHANGE) else "sms-tariffs-list")


def tariff_words(actor: Actor) -> str:
    if actor.can(tariffs.CHANGE):
        return _("O ay da geçerli olan bir tarife girin; ay kendiliğinden kapanır.")
    return _("Tarifeyi Admin ya da portalı işleten girer; o zamana kadar ekstre çıkmaz.")


def without_tariff() -> QuerySet[BillingProfile]:
    with every_firm():
        return tariffs.months_without(BillingProfile.objects.filter(firm_id=FIRM))


@cache
def _without_tariff() -> Statement:
    return Statement(without_tariff()[:1])


def of_orders_in_review(actor: Actor) -> Iterator[Notification]:
    """Orders that wait for a person: money that does not fit or came twice, or a paid package that
    the operator did not give. For who ordered it and who decides."""
    if not (actor.can("billing.order.add") or actor.can("billing.order.approve")):
        return
    for order in _in_review().rows(firm=actor.firm_id):
        is_paid = order.state == OrderState.PAID
        title = _("Fazla ödeme: %(order)s") if is_paid else _("Sipariş incelemede: %(order)s")
        yield Notification(
            title=title % {"order": order.title},
            url=reverse("credit-orders-detail", args=[order.pk]),
            text=shown(order.note) or _("Siparişten fazla para geldi; fazlası iade edilecek."),
            level="warning",
        )


def in_review() -> QuerySet[Order]:
    with every_firm():
        waits = Q(state=OrderState.REVIEW) | Q(pk__in=returns.owed().values("order"))
        return Order.objects.filter(waits, firm_id=FIRM)


@cache
def _in_review() -> Statement:
    return Statement(in_review().order_by("-pk")[:_SHOWN])


@cache
def _newest_request() -> Statement:
    with every_firm():
        rows = LimitRequest.objects.filter(firm_id=FIRM)
        return Statement(rows.order_by("-pk")[:1])


def of_low_credit(actor: Actor) -> Iterator[Notification]:
    """Falls that no top-up has followed yet; one query."""
    if not actor.can("billing.reminder.view"):
        return
    seen = set()
    for notice in _fallen().rows(firm=actor.firm_id):
        if notice.reminder_id in seen:
            continue
        seen.add(notice.reminder_id)
        yield Notification(
            title=_("%(kind)s azaldı") % {"kind": notice.reminder.get_kind_display()},
            url=f"{reverse('credit-status')}?service={service_of(notice.reminder.kind)}",
            text=_("Kalan %(left)s, eşik %(threshold)s")
            % {
                "left": cells.number(notice.balance),
                "threshold": cells.number(notice.threshold),
            },
            at=notice.created_at,
            level="warning",
        )


def fallen() -> QuerySet[LowCreditNotice]:
    with every_firm():
        return LowCreditNotice.objects.filter(
            firm_id=FIRM, reminder__armed=False, created_at__gte=Ago(_REMEMBERED)
        )


@cache
def _fallen() -> Statement:
    return Statement(fallen().select_related("reminder")[:_SHOWN])

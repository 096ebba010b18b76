"""İLETİ packages: chosen, agreed to, paid, approved, ended (Y-003 … Y-013, K-064 … K-068).

The İYS quota moves in ``_start`` and ``_stop`` alone, with the firm's packages and its İYS wallet
locked: what is left of an ended package goes, the new one's comes, use and its history stay.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.catalogue import SIZES, name_of
from iys_consent.models import Package, PackageState
from iys_consent.services import package_rules
from turkcell_hub.audit.services import trail
from turkcell_hub.billing import calendar
from turkcell_hub.billing.models import Order, OrderState, PackagePrice
from turkcell_hub.billing.selectors import shop
from turkcell_hub.billing.services import orders
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.ledger import selectors as ledger
from turkcell_hub.ledger import wallets
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.lib.money import LIRA, format_amount
from turkcell_hub.lib.wording import said
from turkcell_hub.tenancy.actor import Actor

GOODS = "ILETI"
BUY, APPROVE = "iys.package.add", "iys.package.approve"


def choose(actor: Actor, size: int, agreed: bool) -> Package:
    """Paket Seçimi and Sözleşme Onay in one: a package at today's price.

    A free one waits for an Admin, or runs at once where the actor is one (Y-010, Y-011, K-064); a
    paid one waits for its payment. An unpaid one of before is dropped. Raises ``Invalid`` and
    ``Conflict``.
    """
    actor.require(BUY)
    price = price_of(size)
    if not agreed:
        raise Invalid(_("Devam etmek için sözleşmeyi onaylayın."), field="agreed")
    rules = package_rules.in_force(actor.firm_id)
    with transaction.atomic():
        _lock_orders()
        rows = _lock_all()
        _require_other(rows, size, rules.warn_days)
        for row in rows:
            if row.state == PackageState.PAYING:
                _drop(actor, row, said("Yerine %(name)s seçildi.", name=name_of(size)))
        terms = package_rules.terms_of(rules)
        package = Package.objects.create(
            firm_id=actor.firm_id,
            size=size,
            state=PackageState.WAITING if not price.net else PackageState.PAYING,
            net=price.net,
            vat_rate=price.vat_rate,
            gross=price.gross,
            terms_from=None if rules.pk is None else rules.valid_from,
            terms_digest=hashlib.sha256(terms.encode()).hexdigest(),
            by_label=actor.label[:150],
            by_user=actor.user_id,
            by_key=actor.api_key_id,
        )
        changes = {"size": size, "gross": str(package.gross), "terms": package.terms_digest}
        trail.record(actor, "iys.package.chosen", package, changes)
        if package.is_free and actor.can(APPROVE):
            package = approve(actor, package)
    return package


def price_of(size: int) -> PackagePrice:
    """Today's price. Raises ``Invalid`` for a size that is not sold."""
    price = shop.price_of(size, of=GOODS) if size in SIZES else None
    if price is None:
        raise Invalid(
            _("Bu paket bugün satılmıyor; başka bir paket seçin."),
            code="package_unknown",
            field="size",
        )
    return price


def pay_by(actor: Actor, package: Package, method: str) -> Order:
    """Ödeme Adımı: the order of an unpaid package. Choosing the other way ends the order of
    before. Raises ``Conflict`` for a package that is not to be paid (any more)."""
    actor.require(BUY)
    with transaction.atomic():
        _lock_orders()
        package = lock(package.pk)
        _require(package, PackageState.PAYING)
        before = package.order
        if before is not None and before.state == OrderState.WAITING:
            if before.method == method and before.gross == package.gross:
                return before
            package.order = None
            package.save(update_fields=["order"])
            orders.cancel(actor, before)
        order = orders.place(actor, package.size, method, of=GOODS, subject_id=package.pk)
        package.order = order
        # The price of the day on which it is ordered.
        package.net, package.vat_rate, package.gross = order.net, order.vat_rate, order.gross
        package.save(update_fields=["order", "net", "vat_rate", "gross"])
    return order


def cancel(actor: Actor, package: Package) -> Package:
    """The buyer changes his mind before it is paid or approved. Raises ``Conflict`` for a paid
    one: the Admin rejects it, and the money goes back by hand."""
    actor.require(BUY)
    with transaction.atomic():
        _lock_orders()
        package = lock(package.pk)
        if package.state == PackageState.WAITING and not package.is_free:
            raise Conflict(
                _("Bu paket ödendi; Admin reddedebilir, para elle iade edilir."),
                code="package_is_paid",
            )
        _require(package, PackageState.PAYING, PackageState.WAITING)
        _drop(actor, package, said("Vazgeçildi."))
    return package


def paid(actor: Actor, order: Order) -> str:
    """What billing calls when an order's money has come: the package waits for an Admin, even
    if it was dropped meanwhile. Answers what a person has to look at."""
    package = lock(order.subject_id or 0)
    if package.state not in (PackageState.PAYING, PackageState.CANCELLED):
        return _("Bu paket için ikinci bir ödeme geldi; iade edin.")
    package.state, package.order, package.closed_at = PackageState.WAITING, order, None
    package.net, package.vat_rate, package.gross = order.net, order.vat_rate, order.gross
    package.save()
    trail.record(actor, "iys.package.paid", package, {"order": order.pk})
    return ""


def unpaid(order: Order) -> None:
    """What billing calls when an order ends without money."""
    package = Package.objects.select_for_update().filter(pk=order.subject_id).first()
    if package is not None and package.order_id == order.pk:
        _close(package, PackageState.CANCELLED, _("Ödeme gelmedi ya da vazgeçildi."))


def approve(actor: Actor, package: Package) -> Package:
    """An Admin lets a package begin today; the one that runs ends with it (Y-009, K-064). Until
    then the quota is as it was. Raises ``Conflict``."""
    actor.require(APPROVE)
    with transaction.atomic():
        running = next((one for one in _lock_all() if one.state == PackageState.ACTIVE), None)
        package = lock(package.pk)
        _require(package, PackageState.WAITING)
        _start(actor, package, running, calendar.today())
        trail.record(
            actor, "iys.package.approved", package,
            {"size": package.size, "ends_on": str(package.ends_on)},
        )  # fmt: skip
    return package


def reject(actor: Actor, package: Package, note: str) -> Package:
    """An Admin refuses a package that waits. Raises ``Invalid`` without a reason."""
    actor.require(APPROVE)
    if not note.strip():
        raise Invalid(_("Neden reddettiğinizi yazın."), field="note")
    with transaction.atomic():
        package = lock(package.pk)
        _require(package, PackageState.WAITING)
        told = note.strip()[:200]
        if not package.is_free:
            gross = format_amount(package.gross, LIRA)
            told = said("%(note)s Ödenen %(gross)s iade edilmeli.", note=told, gross=gross)
        package.decided_by, package.decided_at = actor.label[:150], timezone.now()
        _close(package, PackageState.REJECTED, told)
        trail.record(actor, "iys.package.rejected", package, {"note": told})
    return package


def expire(actor: Actor, package_id: int) -> bool:
    """Ends a package whose last day is over; False where there is nothing to end."""
    with transaction.atomic():
        package = lock(package_id)
        if package.state != PackageState.ACTIVE or package.ends_on >= calendar.today():
            return False
        _stop(actor, package)
        _close(package, PackageState.ENDED, "")
        trail.record(actor, "iys.package.ended", package)
    return True


def year_after(start: dt.date) -> dt.date:
    """29 February → 28 February (Y-009)."""
    try:
        return start.replace(year=start.year + 1)
    except ValueError:
        return start.replace(year=start.year + 1, day=28)


def used_of(package: Package, spent: int) -> int:
    """What the package has been used for, ``spent`` being all that the firm has ever spent."""
    return max(0, spent - package.spent_before)


def lock(package_id: int) -> Package:
    """Raises ``NotFound``."""
    package: Package | None = (
        Package.objects.select_for_update(of=("self",))
        .select_related("order")
        .filter(pk=package_id)
        .first()
    )
    if package is None:
        raise NotFound(_("Paket bulunamadı."))
    return package


def _start(actor: Actor, package: Package, running: Package | None, today: dt.date) -> None:
    wallets.lock(actor.firm_id, Kind.IYS)
    carried = 0
    if running is not None:
        carried = _carried(package, running, today)
        _stop(actor, running)
        running.ends_on = today
        _close(running, PackageState.REPLACED, "")
    package.spent_before = ledger.summary(actor.firm_id, Kind.IYS).spent - carried
    package.starts_on, package.ends_on = today, year_after(today)
    package.decided_by, package.decided_at = actor.label[:150], timezone.now()
    package.state = PackageState.ACTIVE
    package.save()
    if package.size > carried:
        credits.load(
            actor.firm_id, Kind.IYS, package.size - carried, f"iys-package:{package.pk}",
            Reason.PURCHASE, actor, subject=("iys_package", package.pk),
        )  # fmt: skip


def _stop(actor: Actor, package: Package) -> None:
    """What is left of a package goes with it; credit from elsewhere stays."""
    wallet = wallets.lock(actor.firm_id, Kind.IYS)
    spent = ledger.summary(actor.firm_id, Kind.IYS).spent
    left = min(wallet.balance, max(0, package.size - used_of(package, spent)))
    credits.adjust(
        actor.firm_id, Kind.IYS, -left, f"iys-package:{package.pk}:end", Reason.EXPIRED, actor
    )


def _carried(package: Package, running: Package, today: dt.date) -> int:
    """Use that counts on in the new package. Going over to a free one before its time is due
    brings no fresh year of free quota; a paid one begins with all that was paid for."""
    rules = package_rules.in_force(package.firm_id)
    is_due = (running.ends_on - today).days <= max(rules.warn_days)
    if not package.is_free or is_due:
        return 0
    return used_of(running, ledger.summary(package.firm_id, Kind.IYS).spent)


def _require_other(rows: list[Package], size: int, warn_days: list[int]) -> None:
    for row in rows:
        if row.state == PackageState.WAITING:
            raise Conflict(
                _("%(name)s paketi Admin onayı bekliyor; önce o karara bağlanmalı.")
                % {"name": row.name},
                code="package_waits",
            )
        if row.state == PackageState.ACTIVE and row.size == size:
            days = (row.ends_on - calendar.today()).days
            if days > max(warn_days):
                raise Conflict(
                    _("%(name)s paketini zaten kullanıyorsunuz. Bitişine %(days)d gün kalınca"
                      " yenileyebilirsiniz.")
                    % {"name": name_of(size), "days": max(warn_days)},
                    code="package_runs",
                )  # fmt: skip


def _drop(actor: Actor, package: Package, note: str) -> None:
    order, package.order = package.order, None
    package.save(update_fields=["order"])
    if order is not None and order.state == OrderState.WAITING:
        orders.cancel(actor, order)
    _close(package, PackageState.CANCELLED, note)
    trail.record(actor, "iys.package.dropped", package)


def _close(package: Package, state: PackageState, note: str) -> None:
    package.state, package.closed_at = state, timezone.now()
    package.note = note[:300]
    package.save()


def _lock_orders() -> None:
    """Orders before packages, as whoever takes money locks them."""
    rows = Order.objects.select_for_update().filter(goods=GOODS, state=OrderState.WAITING)
    list(rows.order_by("pk").values_list("pk"))


def _lock_all() -> list[Package]:
    """Those that are not over, in one order for everybody."""
    states = (PackageState.PAYING, PackageState.WAITING, PackageState.ACTIVE)
    rows = Package.objects.select_for_update(of=("self",)).select_related("order")
    return list(rows.filter(state__in=states).order_by("pk"))


def _require(package: Package, *states: PackageState) -> None:
    if package.state not in states:
        raise Conflict(
            _("Paket “%(state)s” durumunda; bu işlem yapılamaz.")
            % {"state": package.get_state_display()},
            code="package_state",
            extra={"state": package.state},
        )

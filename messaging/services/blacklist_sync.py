"""The operators' own blacklists, kept equal to the firm's: push what changed here, read what
changed there. Where the two disagree, a block wins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from messaging.models import (
    BlacklistEntry,
    BlacklistOrder,
    BlacklistOrigin,
    BlacklistSource,
    OperatorBlock,
    OperatorSync,
)
from messaging.services import blacklist, blacklist_orders
from turkcell_hub.gateways.errors import GatewayError, Refused
from turkcell_hub.gateways.sms.contract import (
    BLACKLIST_AT_ONCE,
    SmsGateway,
)
from turkcell_hub.gateways.sms.contract import BlacklistEntry as Told
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import account_health, connections

TURN = timedelta(minutes=5)
EVERY = timedelta(hours=1)
Step = Callable[[int], None]


def push(account: GatewayAccount, step: Step | None = None) -> int:
    """Tells the operator what changed here; returns how many numbers he took. Raises the
    gateway family; what he has not taken waits for its next turn."""
    done = 0
    with connections.gateway(account) as gateway:
        while orders := _take(account):
            try:
                _tell(gateway, orders)
            except Refused as refusal:
                done += _one_by_one(gateway, orders, refusal)
            except GatewayError as error:
                _postpone(orders, error.reason)
                raise
            else:
                done += _taken(orders)
            if step is not None:
                step(done)
    return done


def pull(account: GatewayAccount, step: Step | None = None) -> dict[str, int]:
    """Reads the operator's list page by page, from where an interrupted reading stopped.

    Answers ``read``, ``added`` (blocked there, not here: blocked here now) and ``missing``
    (blocked here, not there: told again). Raises the gateway family.
    """
    sync = _begin(account)
    counts: Counter[str] = Counter(read=0, added=0, missing=0)
    with connections.gateway(account) as gateway:
        while True:
            page, cursor = gateway.blacklist_page(sync.blacklist_cursor)
            with transaction.atomic():
                counts["read"] += len(page)
                counts["added"] += _apply(account, sync.blacklist_run, page)
                sync.blacklist_cursor = cursor
                sync.save(update_fields=["blacklist_cursor"])
            if step is not None:
                step(counts["read"])
            if cursor is None:
                break
    counts["missing"] = _finish(account, sync)
    return dict(counts)


def run(account: GatewayAccount, step: Step | None = None) -> dict[str, int]:
    """Push, read, and push what the reading found missing there."""
    try:
        pushed = push(account)
        found = pull(account, step)
        pushed += push(account) if found["missing"] else 0
    except GatewayError as error:
        account_health.note_failure(account, error)
        OperatorSync.objects.filter(account=account).update(error=error.reason[:120])
        raise
    OperatorSync.objects.filter(account=account).update(error="")
    return {"pushed": pushed, **found}


def tell(account: GatewayAccount) -> int:
    """``push`` for the clock's tick: what the operator does not take now waits, and why is kept."""
    try:
        return push(account)
    except GatewayError as error:
        account_health.note_failure(account, error)
        now = timezone.now()
        due = BlacklistOrder.objects.filter(account=account, due_at__lte=now)
        due.update(due_at=now + TURN, error=error.reason[:120])
        return 0


def keep_equal(account: GatewayAccount) -> bool:
    """``run`` for the clock's tick; False when the operator could not be asked."""
    try:
        run(account)
    except GatewayError:
        return False
    return True


def due_pushes(limit: int = 200) -> list[tuple[int, int]]:
    """(firm, account) pairs with changes whose time has come."""
    rows = BlacklistOrder.objects.filter(due_at__lte=timezone.now(), account__is_active=True)
    return list(rows.values_list("firm_id", "account_id").distinct().order_by()[:limit])


def due_pulls(limit: int = 200) -> list[tuple[int, int]]:
    """(firm, account) pairs whose operator's list has not been read within the hour."""
    fresh = OperatorSync.objects.filter(blacklist_next_at__gt=timezone.now()).values("account_id")
    rows = GatewayAccount.objects.filter(
        service=GatewayAccount.Service.SMS,
        is_active=True,
        health=GatewayAccount.Health.OK,
    )
    return [
        (account.firm_id, account.pk)
        for account in rows.exclude(pk__in=fresh).order_by("pk")[:limit]
        if blacklist_orders.can_sync(account)
    ]


def _take(account: GatewayAccount) -> list[BlacklistOrder]:
    """Numbers of one direction whose time has come, for this worker alone until its turn ends."""
    now = timezone.now()
    with transaction.atomic():
        rows = BlacklistOrder.objects.select_for_update(skip_locked=True).filter(
            account=account, due_at__lte=now
        )
        first = rows.order_by("pk").first()
        if first is None:
            return []
        orders = list(rows.filter(block=first.block).order_by("pk")[:BLACKLIST_AT_ONCE])
        BlacklistOrder.objects.filter(pk__in=[o.pk for o in orders]).update(due_at=now + TURN)
    return orders


def _tell(gateway: SmsGateway, orders: Sequence[BlacklistOrder]) -> None:
    phones = [order.phone for order in orders]
    if orders[0].block:
        gateway.block(phones)
    else:
        gateway.unblock(phones)


def _one_by_one(gateway: SmsGateway, orders: Sequence[BlacklistOrder], refusal: Refused) -> int:
    """One number that the operator does not take (abroad, say) must not hold up the others."""
    if len(orders) == 1:
        _postpone(orders, refusal.reason)
        return 0
    done = 0
    for order in orders:
        try:
            _tell(gateway, [order])
        except Refused as own:
            _postpone([order], own.reason)
        else:
            done += _taken([order])
    return done


def _taken(orders: Sequence[BlacklistOrder]) -> int:
    """A wish that changed while the operator was asked has a new stamp and stays."""
    BlacklistOrder.objects.filter(
        pk__in=[order.pk for order in orders], stamp__in=[order.stamp for order in orders]
    ).delete()
    return len(orders)


def _postpone(orders: Sequence[BlacklistOrder], reason: str) -> None:
    wait = timedelta(minutes=min(60, 2 ** min(orders[0].tries + 1, 6)))
    BlacklistOrder.objects.filter(stamp__in=[order.stamp for order in orders]).update(
        tries=F("tries") + 1, due_at=timezone.now() + wait, error=reason[:120]
    )


def _begin(account: GatewayAccount) -> OperatorSync:
    now = timezone.now()
    sync, _made = OperatorSync.objects.get_or_create(
        account=account, defaults={"firm_id": account.firm_id}
    )
    sync.blacklist_next_at = now + EVERY
    if sync.blacklist_cursor is None:
        sync.blacklist_run += 1
    sync.save(update_fields=["blacklist_next_at", "blacklist_run"])
    return sync


def _apply(account: GatewayAccount, run: int, page: Sequence[Told]) -> int:
    told = {one.phone: one for one in page if one.phone and len(one.phone) <= 16}
    OperatorBlock.objects.bulk_create(
        (
            OperatorBlock(
                firm_id=account.firm_id, account=account, phone=phone, since=one.since, run=run
            )
            for phone, one in told.items()
        ),
        update_conflicts=True,
        unique_fields=("firm", "account", "phone"),
        update_fields=("since", "run"),
    )
    # A removal of ours that is still on its way explains an older block over there.
    waiting = dict(
        BlacklistOrder.objects.filter(
            account=account, phone__in=list(told), block=False
        ).values_list("phone", "ordered_at")
    )
    blocks = [
        blacklist.Block(
            phone,
            _source(one.reason),
            _("Operatörün listesinde engelli (%(how)s)") % {"how": one.reason[:60] or "-"},
            BlacklistOrigin.OPERATOR,
            since=one.since,
        )
        for phone, one in told.items()
        if phone not in waiting or (one.since is not None and one.since > waiting[phone])
    ]
    if not blocks:
        return 0
    system = actors.system(
        account.firm_id, str(_("Operatör listesi: %(name)s")) % {"name": account.name}
    )
    return blacklist.block(system, blocks, told_by_account=account.pk).added


def _source(how: str) -> str:
    """What was put in by the panel or by us is the firm's wish; the rest is the person's."""
    own = how.strip().lower() in ("panel", "api")
    return BlacklistSource.FIRM if own else BlacklistSource.RECIPIENT


def _finish(account: GatewayAccount, sync: OperatorSync) -> int:
    """The whole list has been seen: what is blocked here and not there is told again."""
    with transaction.atomic():
        OperatorBlock.objects.filter(account=account, run__lt=sync.blacklist_run).delete()
        there = OperatorBlock.objects.filter(account=account).values("phone")
        on_its_way = BlacklistOrder.objects.filter(account=account).values("phone")
        missing = list(
            BlacklistEntry.objects.exclude(phone__in=there)
            .exclude(phone__in=on_its_way)
            .values_list("phone", flat=True)
        )
        if missing:
            blacklist_orders.put_for(account, missing, block=True)
        sync.blacklist_done_at = timezone.now()
        sync.save(update_fields=["blacklist_done_at"])
    return len(missing)

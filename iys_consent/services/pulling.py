"""Reads the registry's feed, for each brand and side from where the last reading ended."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from iys_consent.models import ConsentRecord, RegistryCursor
from iys_consent.services import accounts, incoming, listing, sync_rules
from turkcell_hub.gateways.errors import Busy, GatewayError
from turkcell_hub.gateways.iys.contract import IysCapabilities, IysGateway
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.models import Brand, GatewayAccount
from turkcell_hub.tenancy.services import account_health, connections

log = structlog.get_logger(__name__)
# The feed reaches seven days back; what is older has to be asked for address by address.
REACH = timedelta(days=7)
TURN = timedelta(minutes=10)
AFTER_TROUBLE = timedelta(minutes=5)
_PAGES = 500


def due() -> list[tuple[int, int]]:
    """(firm, cursor) that may be read now; in the scope of every firm. Makes the cursors of
    brands that have none yet."""
    rows = GatewayAccount.objects.filter(service=GatewayAccount.Service.IYS, is_active=True)
    for firm_id in rows.values_list("firm_id", flat=True).distinct():
        brands = Brand.objects.filter(firm_id=firm_id, is_active=True)
        known = set(
            RegistryCursor.objects.filter(firm_id=firm_id).values_list("brand_id", "from_registry")
        )
        RegistryCursor.objects.bulk_create(
            [
                RegistryCursor(firm_id=firm_id, brand=brand, from_registry=side)
                for brand in brands
                for side in (True, False)
                if (brand.pk, side) not in known
            ],
            ignore_conflicts=True,
        )
    found = RegistryCursor.objects.filter(
        next_at__lte=NOW, brand__is_active=True, firm__in=rows.values("firm")
    )
    return list(found.order_by("next_at").values_list("firm_id", "pk")[:200])


def pull(cursor_id: int) -> int:
    """Reads page after page to the end, in the firm's scope; returns the movements added.

    A page and its cursor are one transaction: after a crash the page is read again, which adds
    nothing twice.
    """
    mine = RegistryCursor.objects.filter(pk=cursor_id, next_at__lte=NOW)
    cursor = RegistryCursor.objects.select_related("brand").filter(pk=cursor_id).first()
    account = accounts.for_brand(cursor.brand) if cursor else None
    if cursor is None or not mine.update(next_at=NOW + TURN):
        return 0
    if account is None:
        _plan(cursor, timedelta(days=1), _("Bu marka için etkin bir İYS hesabı yok."))
        return 0
    try:
        with connections.registry(account) as gateway:
            if not _is_told(gateway.capabilities(), cursor):
                _plan(cursor, timedelta(days=1), _("Bu bağlantı bu hareketleri vermiyor."))
                return 0
            if _is_out_of_reach(cursor):
                ask_anew(gateway, cursor.brand)
            added = _read(gateway, cursor)
    except GatewayError as error:
        account_health.note_failure(account, error)
        wait = timedelta(seconds=error.retry_after or 0) if isinstance(error, Busy) else TURN / 2
        told = error.answer.text or account_health.explain(error)
        _plan(cursor, max(wait, AFTER_TROUBLE), told)
        log.info("iys.not_pulled", cursor_id=cursor_id, reason=error.reason)
        return 0
    RegistryCursor.objects.filter(pk=cursor_id).update(read_at=NOW)
    minutes = sync_rules.in_force(cursor.firm_id).pull_minutes
    _plan(cursor, timedelta(minutes=minutes), "")
    return added


def _read(gateway: IysGateway, cursor: RegistryCursor) -> int:
    actor = actors.system(cursor.firm_id, _("İYS'den alma"))
    added = 0
    for _page in range(_PAGES):
        page = gateway.changes(cursor.brand.code, cursor.from_registry, cursor.after or None)
        with transaction.atomic():
            new = incoming.take(actor, cursor.brand, page.records)
            added += new
            cursor.after = page.cursor or cursor.after
            cursor.taken += new
            cursor.save(update_fields=["after", "taken"])
        if not page.more:
            break
    return added


def ask_anew(gateway: IysGateway, brand: Brand) -> int:
    """After a week without the feed: asks for every known address who approves now. The gate
    goes by that; returns how many were asked."""
    most = gateway.capabilities().max_status
    if not most:
        return 0
    asked = 0
    kinds = ConsentRecord.objects.filter(brand=brand).order_by()
    for channel, recipient_type in kinds.values_list("channel", "recipient_type").distinct():
        rows = kinds.filter(channel=channel, recipient_type=recipient_type).order_by("pk")
        last = 0
        while True:
            part = list(rows.filter(pk__gt=last).values_list("pk", "recipient")[:most])
            if not part:
                break
            last = part[-1][0]
            listing.ask_approved(
                gateway, brand, channel, recipient_type, [recipient for _pk, recipient in part]
            )
            asked += len(part)
    return asked


def _is_told(can: IysCapabilities, cursor: RegistryCursor) -> bool:
    """Whether the connection tells of this side of this brand."""
    if can.only_brand not in ("", cursor.brand.code):
        return False
    return can.changes if cursor.from_registry else can.own_changes


def _is_out_of_reach(cursor: RegistryCursor) -> bool:
    if cursor.read_at is None:
        return False
    return listing.database_now() - cursor.read_at > REACH


def _plan(cursor: RegistryCursor, after: timedelta, error: str) -> None:
    RegistryCursor.objects.filter(pk=cursor.pk).update(next_at=NOW + after, error=error[:200])

"""Dealers between us and İYS: made there, and read from there.

İYS makes a dealer anew each time it is told, so the order is noted before it is given, and an
order whose answer was lost is looked for in İYS' list before it is given again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from iys_consent.models import Dealer, DealerState, DealerStatus
from iys_consent.models.dealers import FIRST_CODE, LAST_CODE
from iys_consent.services import accounts, codes
from turkcell_hub.gateways.errors import Broken, GatewayError, Unknown
from turkcell_hub.gateways.iys.contract import IysGateway, NotAccepted, Retailer
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy.models import Brand
from turkcell_hub.tenancy.services import account_health, connections

LOOK = "iys_consent.look_at_dealer"
# A dealer whose answer was lost shows in the list by then; a turn of one worker.
SETTLED, TURN = timedelta(minutes=2), timedelta(minutes=5)


def listed(gateway: IysGateway, brand: Brand) -> list[Retailer]:
    """Every dealer that İYS has of this brand."""
    found: list[Retailer] = []
    while True:
        page = gateway.retailers(brand.code, len(found))
        found += page.retailers
        if not page.retailers or len(found) >= page.total:
            return found


def take(brand: Brand, found: Sequence[Retailer], asked_at: datetime) -> int:
    """Makes our list equal to İYS' whole list of the brand, which was asked for at ``asked_at``;
    ours that are not told there are GONE, but for those who were added since, and what is ours of
    a dealer stays. Repeating it does no harm."""
    told = {int(one.code): one for one in found if is_code(one.code)}
    now = timezone.now()
    with transaction.atomic():
        ours = Dealer.objects.select_for_update().filter(brand=brand)
        known = {row.code: row for row in ours if row.code}
        unnamed = [row for row in ours if not row.code and row.state == DealerState.ASKING]
        for code, one in told.items():
            row = known.get(code) or _unnamed(unnamed, one)
            row = row or Dealer(firm_id=brand.firm_id, brand=brand, added_by="İYS")
            _put(row, code, one)
            row.listed_at = now
            row.save()
        older = ours.filter(state=DealerState.LISTED, listed_at__lt=asked_at)
        gone = older.exclude(code__in=told)
        gone.update(state=DealerState.GONE)
    return len(told)


def read_all() -> int:
    """Reads the dealers of every brand whose account tells them, in the firm's scope; returns
    the brands that were read. HTTP: no transaction may be open."""
    read = 0
    for brand in Brand.objects.filter(is_active=True).order_by("pk"):
        account = accounts.for_brand(brand)
        if account is None or not connections.registry_capabilities(account).retailers:
            continue
        try:
            asked_at = timezone.now()
            with connections.registry(account) as gateway:
                take(brand, listed(gateway, brand), asked_at)
        except GatewayError as error:
            account_health.note_failure(account, error)
            continue
        read += 1
    return read


def is_code(text: str) -> bool:
    return text.isascii() and text.isdigit() and FIRST_CODE <= int(text) <= LAST_CODE


def due(limit: int = 100) -> list[tuple[int, int]]:
    """(firm, dealer) that İYS has to be told of, or that is looked for there; in every firm."""
    waiting = Q(state=DealerState.WAITING) & (Q(tried_at=None) | Q(tried_at__lt=NOW - TURN))
    asking = Q(state=DealerState.ASKING, tried_at__lt=NOW - SETTLED)
    rows = Dealer.objects.filter(waiting | asking).order_by("pk")
    return list(rows.values_list("firm_id", "pk")[:limit])


def look(dealer_id: int) -> None:
    """Tells İYS of a new dealer, or looks for one whose answer was lost; in the firm's scope."""
    row = Dealer.objects.select_related("brand").filter(pk=dealer_id).first()
    account = accounts.for_brand(row.brand) if row else None
    if row is None or account is None:
        return
    try:
        with connections.registry(account) as gateway:
            if row.state == DealerState.ASKING:
                _find(gateway, row)
            elif row.state == DealerState.WAITING:
                _tell(gateway, row)
    except NotAccepted as refused:
        said = codes.explain(refused.answer.code, refused.answer.text)
        Dealer.objects.filter(pk=row.pk, code=None).update(
            state=DealerState.FAILED, error=said[:300]
        )
    except (Unknown, Broken):
        return  # it stays ASKING: looked for in a while
    except GatewayError as error:
        account_health.note_failure(account, error)
        Dealer.objects.filter(pk=row.pk, code=None).update(
            state=DealerState.WAITING, error=account_health.explain(error)[:300]
        )


def _tell(gateway: IysGateway, row: Dealer) -> None:
    """The order is noted before it is given."""
    mine = Dealer.objects.filter(pk=row.pk, state=DealerState.WAITING)
    if not mine.update(state=DealerState.ASKING, tried_at=NOW, error=""):
        return
    code = gateway.add_retailer(row.brand.code, _retailer(row))
    Dealer.objects.filter(pk=row.pk, state=DealerState.ASKING).update(
        code=int(code), state=DealerState.LISTED, listed_at=timezone.now()
    )


def _find(gateway: IysGateway, row: Dealer) -> None:
    """After the quarantine: what is not in İYS' list by now was not taken, and is told again."""
    mine = Dealer.objects.filter(pk=row.pk, state=DealerState.ASKING, tried_at__lt=NOW - SETTLED)
    if not mine.update(tried_at=NOW):
        return
    asked_at = timezone.now()
    take(row.brand, listed(gateway, row.brand), asked_at)
    Dealer.objects.filter(pk=row.pk, state=DealerState.ASKING).update(
        state=DealerState.WAITING, tried_at=None
    )


def _unnamed(waiting: list[Dealer], one: Retailer) -> Dealer | None:
    """The dealer of ours that this is, when the answer with its code was lost."""
    for row in waiting:
        if (row.title, row.mersis, row.tax_number) == (one.title, one.mersis, one.tax_number):
            waiting.remove(row)
            return row
    return None


def _put(row: Dealer, code: int, one: Retailer) -> None:
    row.code, row.state, row.error = code, DealerState.LISTED, ""
    row.title, row.contact, row.mersis = one.title[:255], one.name[:255], one.mersis[:16]
    row.tax_number, row.mobile = one.tax_number[:11], one.mobile[:16]
    row.city_code, row.city_name = one.city_code[:10], one.city_name[:60]
    row.town_code, row.town_name = one.town_code[:10], one.town_name[:60]
    row.alias = row.alias or one.alias[:255]
    known = one.status in DealerStatus.values
    row.status = DealerStatus(one.status) if known else DealerStatus.PASSIVE


def _retailer(row: Dealer) -> Retailer:
    return Retailer(
        title=row.title, mersis=row.mersis, tax_number=row.tax_number, name=row.contact,
        alias=row.alias, mobile=row.mobile, status=row.status,
    )  # fmt: skip

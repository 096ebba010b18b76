"""Which dealers may use which consents: given and taken here, told to İYS by the outbox
(S-055)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from iys_consent.models import (
    AccessList,
    AccessState,
    ConsentRecord,
    Dealer,
    DealerAccess,
    DealerState,
)
from iys_consent.permissions import DEALER_ACCESS
from iys_consent.services import accounts, dealers
from iys_consent.sql import access as sql
from turkcell_hub import nudges
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict
from turkcell_hub.outbox.models import Lane
from turkcell_hub.outbox.services import queue
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, GatewayAccount
from turkcell_hub.tenancy.services import connections

KIND = "iys-access"
SEND = "iys_consent.send_access"
# Limits of one call, and rows that one run looks at.
RECIPIENTS, CODES, ROUND = 100, 100, 2_000


def give(actor: Actor, dealer: Dealer, records: QuerySet[ConsentRecord]) -> int:
    """The dealer may use these consents, as soon as İYS has it; returns how many. Those of other
    brands, refusals and what he may use already are left out. Raises ``Conflict`` where İYS
    cannot be told, and where the contract is over: nobody's consent is shown to a stranger."""
    actor.require(DEALER_ACCESS)
    _require_listed(dealer)
    if dealer.contract_until is not None and dealer.contract_until < dealers.date_there():
        raise Conflict(
            _(
                "“%(dealer)s” ile sözleşme %(day)s günü bitti; izin açmak için önce Bayiler'de"
                " sözleşme bitişini yazın."
            )
            % {"dealer": dealer.title, "day": f"{dealer.contract_until:%d.%m.%Y}"},
            code="dealer_contract_over",
        )
    return _change(actor, dealer, records, "iys.dealer.given", sql.GIVE)


def take(actor: Actor, dealer: Dealer, records: QuerySet[ConsentRecord]) -> int:
    """The dealer may not use them any more, from now on; returns how many."""
    actor.require(DEALER_ACCESS)
    return _change(actor, dealer, records, "iys.dealer.taken", sql.TAKE)


def send(firm_id: int) -> int:
    """Makes lists of what waits, in the firm's scope; returns how many."""
    made = 0
    waiting = DealerAccess.objects.filter(state=AccessState.WAITING)
    ids = set(waiting.values_list("brand_id", flat=True).distinct())
    for brand in Brand.objects.filter(pk__in=ids).order_by("pk"):
        account = accounts.for_brand(brand)
        if account is None or Lane.objects.filter(account=account, paused=True).exists():
            continue
        if connections.registry_capabilities(account).retailers:
            made += len(make_lists(account, brand))
    return made


def make_lists(account: GatewayAccount, brand: Brand) -> list[AccessList]:
    """Lists of the next waiting rows: consents that are to have the same dealers go together."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.ENDED, [brand.firm_id, brand.pk])
        cursor.execute(sql.NEXT, [brand.firm_id, brand.pk, ROUND])
        groups: dict[tuple[object, ...], list[list[int]]] = defaultdict(list)
        for record, channel, kind, alone, rows, codes in cursor.fetchall():
            groups[channel, kind, tuple(codes), record if alone else 0].append(rows)
        return [
            _list(account, brand, str(channel), str(kind), codes, part)
            for (channel, kind, codes, _alone), found in groups.items()
            for part in _parts(found)
        ]


def _list(
    account: GatewayAccount, brand: Brand, channel: str, kind: str, codes: object,
    rows: Sequence[Sequence[int]],
) -> AccessList:  # fmt: skip
    made: AccessList = AccessList.objects.create(
        firm_id=brand.firm_id, account=account, brand=brand, channel=channel,
        recipient_type=kind, codes=list(codes),  # type: ignore[call-overload]
    )  # fmt: skip
    ids = [pk for of_record in rows for pk in of_record]
    DealerAccess.objects.filter(pk__in=ids).update(state=AccessState.SENT, sent_in=made)
    queue.enqueue(account, KIND, made.pk, [queue.Range(1, 1, len(rows), len(rows))])
    return made


def _parts(rows: list[list[int]]) -> list[list[list[int]]]:
    return [rows[start : start + RECIPIENTS] for start in range(0, len(rows), RECIPIENTS)]


def _change(
    actor: Actor, dealer: Dealer, records: QuerySet[ConsentRecord], action: str, statement: str
) -> int:
    who = actor.label[:120]
    mine = actor.visible(records.filter(brand_id=dealer.brand_id))
    with transaction.atomic(), connection.cursor() as cursor:
        ids = list(mine.values_list("pk", flat=True))
        if statement is sql.GIVE:
            cursor.execute(statement, [who, dealer.pk, actor.firm_id, ids])
        else:
            cursor.execute(statement, [dealer.pk, actor.firm_id, ids, actor.firm_id, ids, who])
        count = cursor.rowcount
        if count:
            trail.record(actor, action, dealer, {"consents": count}, label=dealer.title)
            nudges.after_commit(SEND, actor.firm_id, queue="bulk")
    return count


def _require_listed(dealer: Dealer) -> None:
    if dealer.state != DealerState.LISTED:
        raise Conflict(
            _("“%(dealer)s” İYS'de kayıtlı değil; önce kaydının tamamlanmasını bekleyin.")
            % {"dealer": dealer.title},
            code="dealer_not_listed",
        )
    account = accounts.for_brand(dealer.brand)
    if account is None or not connections.registry_capabilities(account).retailers:
        raise Conflict(
            _("Bu markanın İYS bağlantısı bayilere izin açmıyor."), code="dealers_not_supported"
        )

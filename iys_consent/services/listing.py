"""From waiting changes to lists: asks what has to be asked, drops what must not go, takes the
quota, and gives the list to the outbox."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import structlog
from django.db import connection, transaction
from django.utils.translation import gettext as _

from iys_consent.models import ConsentTask, RegistryStatus, Status, TaskList, TaskState
from iys_consent.services import accounts, prechecks, registry, sync_rules
from iys_consent.services.prechecks import Judgement
from iys_consent.services.registry import RegistryAnswer
from iys_consent.sql import outgoing as sql
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.gateways.iys.contract import IysCapabilities, IysGateway
from turkcell_hub.gateways.iys.values import Channel, RecipientType
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.models import Lane
from turkcell_hub.outbox.services import queue
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.models import Brand, GatewayAccount
from turkcell_hub.tenancy.services import account_health, connections

log = structlog.get_logger(__name__)
KIND = "iys"
QUOTA = "quota"
# Lists of one run; what is left is nudged again.
_LISTS = 20


def send(firm_id: int) -> int:
    """Makes lists of what waits, in the firm's scope; returns how many. Nothing of a brand
    while no İYS account speaks for it or its lane stands still."""
    _release_what_can_be_paid(firm_id)
    made = 0
    for brand in Brand.objects.filter(pk__in=_brands_waiting()).order_by("pk"):
        account = accounts.for_brand(brand)
        if account is None or Lane.objects.filter(account=account, paused=True).exists():
            continue
        _drop_what_was_refused_since(brand)
        made += _send_of(account, brand, _LISTS - made)
    return made


def _send_of(account: GatewayAccount, brand: Brand, most: int) -> int:
    can = connections.registry_capabilities(account)
    made = 0
    while made < most:
        try:
            _ask(account, brand, can)
        except GatewayError as error:
            account_health.note_failure(account, error)
            log.info("iys.not_asked", account_id=account.pk, reason=error.reason)
            break
        if make_list(account, brand, can) is None:
            break
        made += 1
    return made


def make_list(account: GatewayAccount, brand: Brand, can: IysCapabilities) -> TaskList | None:
    """One list of what may go now, in the outbox; None when there is nothing left to look at.

    What must not go gets its end here. A list may come out empty: its tasks have moved on.
    """
    with transaction.atomic():
        now = database_now()
        tasks = _take(account.firm_id, brand, can.max_batch)
        if can.max_status:
            later = {task.pk for task in prechecks.unasked(tasks, now)}
            tasks = [task for task in tasks if task.pk not in later]
        if not tasks:
            return None
        dates = sync_rules.in_force(account.firm_id).dates
        fit = put_aside(tasks, prechecks.judge(tasks, now, dates, bool(can.max_status)), now)
        made = TaskList.objects.create(
            firm_id=account.firm_id, account=account, brand=brand, size=len(fit)
        )
        fit = _take_quota(made, fit)
        _join(made, fit)
        if fit:
            whole = queue.Range(1, 1, len(fit), len(fit))
            queue.enqueue(account, KIND, made.pk, [whole])
        return made


def put_aside(
    tasks: Iterable[ConsentTask], judged: dict[int, Judgement], now: datetime
) -> list[ConsentTask]:
    """Ends the tasks that were judged; returns the others."""
    groups: dict[Judgement, list[int]] = defaultdict(list)
    for pk, judgement in judged.items():
        groups[judgement].append(pk)
    for judgement, ids in groups.items():
        ConsentTask.objects.filter(pk__in=ids).update(
            state=judgement.state,
            code=judgement.code[:40],
            text=judgement.text,
            settled_at=now,
            sent_in=None,
            place=None,
        )
    return [task for task in tasks if task.pk not in judged]


def database_now() -> datetime:
    """The database's clock, also inside a long transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
        return now


def _release_what_can_be_paid(firm_id: int) -> None:
    if credits.balance(firm_id, Kind.IYS) > 0:
        held = ConsentTask.objects.filter(state=TaskState.HELD, code=QUOTA)
        held.update(state=TaskState.WAITING, code="", text="")


def _brands_waiting() -> set[int]:
    waiting = ConsentTask.objects.filter(state=TaskState.WAITING, sent_in=None)
    return set(waiting.values_list("brand_id", flat=True).distinct())


def _drop_what_was_refused_since(brand: Brand) -> None:
    said = _("Kişi onayından sonra ret bildirdi; onay İYS'ye gönderilmedi.")
    with connection.cursor() as cursor:
        cursor.execute(sql.REFUSED_SINCE, [said, brand.firm_id, brand.pk])


def _take(firm_id: int, brand: Brand, most: int) -> list[ConsentTask]:
    with connection.cursor() as cursor:
        cursor.execute(sql.NEXT, [firm_id, brand.pk, most])
        ids = [row[0] for row in cursor.fetchall()]
    rows = ConsentTask.objects.filter(pk__in=ids).select_related("movement")
    return list(rows.order_by("pk"))


def _ask(account: GatewayAccount, brand: Brand, can: IysCapabilities) -> None:
    """Whether there is an approval to take back, for refusals of which it is not known. Outside
    any transaction."""
    if not can.max_status:
        return
    waiting = ConsentTask.objects.filter(
        brand=brand, state=TaskState.WAITING, sent_in=None, status=Status.REFUSED
    )
    first = list(waiting.order_by("due_at", "pk")[: can.max_status])
    tasks = prechecks.unasked(first, database_now())
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for task in tasks:
        groups[task.channel, task.recipient_type].append(task.recipient)
    if not groups:
        return
    with connections.registry(account) as gateway:
        for (channel, recipient_type), recipients in groups.items():
            ask_approved(gateway, brand, channel, recipient_type, recipients)


def ask_approved(
    gateway: IysGateway, brand: Brand, channel: str, recipient_type: str,
    recipients: Sequence[str],
) -> None:  # fmt: skip
    """Asks the registry who approves, and keeps its answer."""
    asked_at = database_now()
    told = gateway.approved(
        brand.code, list(recipients), RecipientType(recipient_type), Channel(channel)
    )
    answers = [
        RegistryAnswer(
            recipient,
            RegistryStatus.APPROVED
            if recipient in told.recipients
            else RegistryStatus.NOT_APPROVED,
            told.request_id,
        )
        for recipient in dict.fromkeys(recipients)
    ]
    registry.note(brand.firm_id, brand.pk, channel, recipient_type, answers, asked_at)


def _take_quota(made: TaskList, tasks: list[ConsentTask]) -> list[ConsentTask]:
    """An approval costs one of the firm's İYS quota, taken when it is listed and given back
    when it is not stored. Refusals cost nothing: they have to be told whatever is left."""
    approvals = [task for task in tasks if task.status == Status.APPROVED]
    left = max(0, credits.balance(made.firm_id, Kind.IYS))
    paid, unpaid = approvals[:left], approvals[left:]
    if unpaid:
        _hold(unpaid, QUOTA, _("İzin miktarı yetersiz. İYS paketi alındığında gönderilir."))
    if paid:
        spend = credits.spend(
            made.firm_id,
            Kind.IYS,
            len(paid),
            f"iys-list:{made.pk}",
            Reason.CONSENT,
            actors.system(made.firm_id, _("İYS gönderimi")),
            subject=("consent_list", made.pk),
        )
        made.spend_id = spend.pk
        made.save(update_fields=["spend_id"])
    kept = {task.pk for task in unpaid}
    return [task for task in tasks if task.pk not in kept]


def _hold(tasks: Iterable[ConsentTask], code: str, text: str) -> None:
    ConsentTask.objects.filter(pk__in=[task.pk for task in tasks]).update(
        state=TaskState.HELD, code=code, text=text[:300]
    )


def _join(made: TaskList, tasks: Sequence[ConsentTask]) -> None:
    for place, task in enumerate(tasks):
        task.sent_in, task.place, task.code, task.text = made, place, "", ""
    ConsentTask.objects.bulk_update(tasks, ["sent_in", "place", "code", "text"], batch_size=1000)
    if len(tasks) != made.size:
        made.size = len(tasks)
        made.save(update_fields=["size"])

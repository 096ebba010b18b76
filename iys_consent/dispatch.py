"""Between the outbox's batches and İYS: the handler of the kind ``iys``.

The registry's own calls are idempotent (/v2), so its adapter is of class A: after an unclear
answer the very same list is sent again. An intermediary is asked whether it has it (class B).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import InterfaceError, OperationalError
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from iys_consent.models import ConsentTask, TaskList, TaskState
from iys_consent.services import endings, listing, prechecks, refused_lists, sync_rules
from turkcell_hub.gateways.errors import GatewayError, Unreachable
from turkcell_hub.gateways.iys.contract import Change, IysGateway
from turkcell_hub.gateways.iys.values import Channel, RecipientType, Status
from turkcell_hub.outbox.handlers import Handler, Taken
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import connections, opening


@dataclass(frozen=True)
class Request:
    brand: str
    changes: Sequence[Change]


@dataclass(frozen=True)
class ListTaken:
    packet_id: str
    operator_ids: Sequence[str] = ()


@dataclass(frozen=True)
class ListFound:
    """What an intermediary says of a list that it may have."""

    packet_id: str
    operator_ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> str:
        return "YES" if self.packet_id else "NO"


class RegistryHandler(Handler):
    """Registered for batches of the kind ``iys``; ``subject_id`` is the ``TaskList``."""

    def open(self, account: GatewayAccount) -> IysGateway:
        return opening.open_registry(account)

    def close(self, gateway: IysGateway) -> None:
        gateway.close()

    def gateway_class(self, gateway: IysGateway) -> str:
        return gateway.capabilities().gateway_class

    def index_lag(self, gateway: IysGateway) -> timedelta:
        return gateway.capabilities().result_delay

    def label(self, batch: Batch) -> str:
        made = TaskList.objects.select_related("brand").filter(pk=batch.subject_id).first()
        name = made.brand.name if made else batch.subject_id
        return _("İYS izin listesi: %(brand)s") % {"brand": name}

    def subjects(self, actor: Actor) -> QuerySet[TaskList] | None:
        if actor.brand_ids is None:
            return None
        return actor.visible(TaskList.objects.all()).values("pk")

    def load(self, batch: Batch) -> Request | None:
        """The list as it goes, or None when nothing of it may go any more: what has become too
        late or needless since it was made is taken out now (invariant 6)."""
        made = TaskList.objects.select_related("brand").get(pk=batch.subject_id)
        tasks = list(made.tasks.select_related("movement").order_by("place"))
        if not batch.may_be_with_operator:
            tasks = self._still_fit(batch.account, made, tasks)
        if not tasks:
            return None
        return Request(made.brand.code, [_change(task) for task in tasks])

    def submit(self, gateway: IysGateway, request: Request) -> ListTaken:
        try:
            ticket = gateway.submit(request.brand, request.changes)
        except (InterfaceError, OperationalError):
            # The login that all processes share could not be read: the list was not sent, and
            # even if it had been, the same list again does no harm.
            raise Unreachable("SESSION_AWAY") from None
        return ListTaken(ticket.request_id, tuple(ticket.sub_request_ids))

    def lookup(self, gateway: IysGateway, batch: Batch) -> ListFound:
        made = TaskList.objects.select_related("brand").get(pk=batch.subject_id)
        tasks = made.tasks.select_related("movement").order_by("place")
        since = batch.handed_over_at or batch.created_at
        return ListFound(gateway.find(made.brand.code, [_change(task) for task in tasks], since))

    def accepted(self, batch: Batch, result: Taken) -> None:
        """Only that the list was taken; the items are asked for later."""
        now = listing.database_now()
        delay = connections.registry_capabilities(batch.account).result_delay
        TaskList.objects.filter(pk=batch.subject_id).update(
            request_id=result.packet_id[:64], submitted_at=now, ask_at=now + delay
        )
        ConsentTask.objects.filter(sent_in=batch.subject_id).update(
            state=TaskState.SENT, attempts=F("attempts") + 1
        )

    def refused(self, batch: Batch, error: GatewayError) -> None:
        refused_lists.take_apart(batch.subject_id, error)

    def expired(self, batch: Batch) -> None:
        self.cancelled(batch)

    def cancelled(self, batch: Batch) -> None:
        said = _("Gönderim kuyruğunda iptal edildi. “Yeniden gönder” ile yeniden sıraya girer.")
        refused_lists.hold_all(batch.subject_id, "cancelled", said)

    def _still_fit(
        self, account: GatewayAccount, made: TaskList, tasks: list[ConsentTask]
    ) -> list[ConsentTask]:
        now = listing.database_now()
        dates = sync_rules.in_force(made.firm_id).dates
        can_ask = bool(connections.registry_capabilities(account).max_status)
        judged = prechecks.judge(tasks, now, dates, can_ask)
        if not judged:
            return tasks
        fit = listing.put_aside(tasks, judged, now)
        endings.give_back(made, [task for task in tasks if task.pk in judged])
        for place, task in enumerate(fit):
            task.place = place
        ConsentTask.objects.bulk_update(fit, ["place"], batch_size=1000)
        return fit


def _change(task: ConsentTask) -> Change:
    movement = task.movement
    return Change(
        recipient=task.recipient,
        recipient_type=RecipientType(task.recipient_type),
        channel=Channel(task.channel),
        status=Status(task.status),
        source=movement.source,
        consented_at=movement.consented_at,
        retailer_code=movement.retailer_code,
    )

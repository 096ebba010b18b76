"""Ready documents go into the firm's ERP by our own hand, where it has an account of the service
"erp": a batch of the outbox each, whose answer settles the document.

A document that waits in the queue stays READY, so that a person may still take it back. It is TAKEN
from the transaction before the call until the answer; what provably never left is READY again.
"""

from __future__ import annotations

import datetime as dt

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, F, Max, OuterRef
from django.utils.translation import gettext as _

from turkcell_hub.erp.models import Document
from turkcell_hub.erp.services import moves, slips, taking
from turkcell_hub.erp.states import DocumentState
from turkcell_hub.gateways.erp.contract import Slip, SlipRefused
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.services import queue
from turkcell_hub.outbox.states import PASSING, State
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import every_firm, firm_scope
from turkcell_hub.tenancy.services import account_choice, account_health

log = structlog.get_logger(__name__)
KIND = "erp"
_PREFIX = "Portal · "
S = DocumentState
_LEASE = dt.timedelta(hours=1)
_AT_ONCE = 500


def sweep() -> int:
    """Queues what waits, in every firm with an account; how many documents."""
    with every_firm():
        rows = GatewayAccount.objects.filter(service=account_choice.Service.ERP, is_active=True)
        firms = sorted(set(rows.values_list("firm_id", flat=True)))
    queued = 0
    for firm_id in firms:
        try:
            with firm_scope(firm_id):
                free_unsent()
                queued += queue_ready(firm_id)
        except (InterfaceError, OperationalError):
            raise  # the database is away: the next sweep
        except Exception:
            log.exception("erp.not_queued", firm_id=firm_id)  # and the next firm
    return queued


def queue_ready(firm_id: int) -> int:
    """A batch for each ready document that has none open. May be repeated."""
    account = account_choice.default_account(firm_id, account_choice.Service.ERP)
    if account is None:
        return 0
    batches = Batch.objects.filter(kind=KIND, subject_id=OuterRef("pk"))
    waiting = Document.objects.filter(state=S.READY).exclude(
        Exists(batches.filter(state__in=PASSING))
    )
    ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    done = Batch.objects.filter(kind=KIND, subject_id__in=ids).order_by().values("subject_id")
    last = dict(done.annotate(last=Max("number")).values_list("subject_id", "last"))
    for pk in ids:
        # A number of its own for each try: an ended batch is never opened again.
        queue.enqueue(account, KIND, pk, [queue.Range(last.get(pk, 0) + 1, 1, 1, 1)])
    return len(ids)


def free_unsent() -> int:
    """Documents that we hold though the ERP provably never saw the attempt: READY again."""
    with transaction.atomic():
        unsent = Batch.objects.filter(
            kind=KIND, state__in=(State.READY, State.HELD), handed_over_at=None
        )
        ids = list(unsent.select_for_update(skip_locked=True).values_list("subject_id", flat=True))
        held = Document.objects.filter(pk__in=ids, state=S.TAKEN, taken_by__startswith=_PREFIX)
        return held.update(state=S.READY, lease_until=None)


def take(batch: Batch) -> Slip | None:
    """The slip of a document that is still ready, taken by us; None: it is somebody else's, or
    over. Runs in the transaction that commits the hand-over."""
    row = (
        Document.objects.select_related("account")
        .select_for_update(of=("self",))
        .filter(pk=batch.subject_id)
        .first()
    )
    taker = f"{_PREFIX}{batch.account.name}"
    if row is None or not (
        row.state == S.READY or (row.state == S.TAKEN and row.taken_by == taker)
    ):
        return None
    Document.objects.filter(pk=row.pk).update(
        state=S.TAKEN, taken_by=taker, lease_until=NOW + _LEASE, attempts=F("attempts") + 1
    )
    return slips.of(row)


def slip_of(batch: Batch) -> Slip:
    return slips.of(Document.objects.select_related("account").get(pk=batch.subject_id))


def accepted(batch: Batch, erp_ref: str) -> None:
    """In the settling transaction. A document that has been settled otherwise meanwhile raises:
    the batch then waits for a person, with the ERP's reference kept."""
    taking.posted(_row(batch), _by(batch), erp_ref)


def refused(batch: Batch, error: GatewayError) -> None:
    texts = error.texts if isinstance(error, SlipRefused) else (account_health.explain(error),)
    taking.refused(_row(batch), _by(batch), texts)


def dropped(batch: Batch) -> None:
    """A person took the batch out of the queue: the document waits for him."""
    row = moves.locked(batch.subject_id, _by(batch))
    if row.state in (S.READY, S.TAKEN) and not row.in_doubt:
        texts = [_("ERP'ye gönderim kuyruktan çıkarıldı; “ERP'ye ver” ile yeniden gönderilir.")]
        moves.put(row, S.REFUSED, errors=texts, lease_until=None)


def _row(batch: Batch) -> Document:
    row: Document = Document.objects.get(pk=batch.subject_id)
    return row


def _by(batch: Batch) -> actors.Actor:
    return actors.system(batch.firm_id, batch.account.name)

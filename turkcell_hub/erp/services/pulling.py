"""The mirror read out of the ERP by our own hand: kind by kind, page by page, as a job that goes on
where it was. A card that a whole reading did not name is gone from the ERP."""

from __future__ import annotations

import datetime as dt
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.services import mirror
from turkcell_hub.errors import Conflict, Invalid, Unavailable
from turkcell_hub.gateways.erp.contract import CardKind, CardPage, ErpGateway
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.progress import Progress
from turkcell_hub.jobs.runners import Runner
from turkcell_hub.jobs.services import jobs
from turkcell_hub.lib.wording import said
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount
from turkcell_hub.tenancy.scope import every_firm, firm_scope
from turkcell_hub.tenancy.services import account_choice, account_health, connections

log = structlog.get_logger(__name__)
KIND = "erp_pull"
EVERY = dt.timedelta(hours=24)
_OPEN = (JobState.QUEUED, JobState.RUNNING)
_TEXTS = 20
# The day of a change is the ERP's: its clock may stand in another zone.
_CLOCKS = dt.timedelta(hours=6)


def account_of(firm_id: int) -> GatewayAccount | None:
    return account_choice.default_account(firm_id, account_choice.Service.ERP)


def start(actor: Actor) -> Job:
    """Reads everything now. Raises ``Conflict`` without a usable account, and while a reading
    is under way."""
    actor.require(mirror.RIGHT)
    account = account_of(actor.firm_id)
    problem = account_choice.sendable_problem(account, account_choice.Service.ERP)
    if problem:
        raise Conflict(problem, code="no_erp_account")
    with transaction.atomic():
        Firm.objects.select_for_update().get(pk=actor.firm_id)  # two presses are one reading
        if Job.objects.filter(kind=KIND, state__in=_OPEN).exists():
            raise Conflict(
                _("Kartlar şu anda zaten okunuyor; bitince bu sayfada görünür."),
                code="erp_pull_runs",
            )
        return jobs.start(KIND, actor, {}, title=said("ERP kartlarını okuma"))


def sweep() -> int:
    """Begins the day's reading of each firm whose last one is a day old, and asks the others' ERPs
    what has changed since; how many readings were begun."""
    with every_firm():
        rows = GatewayAccount.objects.filter(
            service=account_choice.Service.ERP, is_active=True, firm__is_active=True
        ).exclude(health=GatewayAccount.Health.BAD_CREDENTIALS)
        firms = sorted(set(rows.values_list("firm_id", flat=True)))
    begun = 0
    for firm_id in firms:
        try:
            with firm_scope(firm_id):
                if _begin_due(firm_id):
                    begun += 1
                else:
                    read_changes(firm_id)
        except (InterfaceError, OperationalError):
            raise  # the database is away: the next sweep
        except Exception:
            log.exception("erp.not_pulled", firm_id=firm_id)  # and the next firm
    return begun


def read_changes(firm_id: int) -> int:
    """Cards that were added, changed or deleted since the day of the last whole reading; how many
    of ours changed by it. Nothing while a reading is under way or where the ERP does not tell
    changes; what an ERP does not say of deleted cards, the next whole reading finds. The caller is
    in the firm's scope."""
    account = account_of(firm_id)
    whole = Job.objects.filter(kind=KIND, state=JobState.DONE).order_by("-pk").first()
    if account is None or whole is None or Job.objects.filter(kind=KIND, state__in=_OPEN).exists():
        return 0
    by = actors.system(firm_id, _("ERP değişiklikleri"))
    first = timezone.localtime(whole.created_at - _CLOCKS).date()
    changed = 0
    try:
        with connections.books(account) as gateway:
            for kind in gateway.kinds() if gateway.tells_changes() else ():
                changed += _read_changes(gateway, MirrorKind(kind), first, by)
    except GatewayError as failure:
        account_health.note_failure(account, failure)
    return changed


def _read_changes(gateway: ErpGateway, kind: MirrorKind, first: dt.date, by: Actor) -> int:
    """Deleted cards before the others: one that was made anew is on again."""
    firm = Firm.objects.get(pk=by.firm_id)
    changed = mirror.retire_codes(firm, kind, gateway.gone(CardKind(kind), first), by)
    cursor = None
    while True:
        page = gateway.cards(CardKind(kind), cursor, first)
        # Without rows too: the cards are as fresh as this question.
        results = mirror.upsert(firm, kind, page.rows, by)
        changed += sum(one.outcome in (mirror.CREATED, mirror.CHANGED) for one in results)
        cursor = page.cursor
        if cursor is None:
            return changed


def _begin_due(firm_id: int) -> int:
    if Job.objects.filter(kind=KIND, created_at__gt=timezone.now() - EVERY).exists():
        return 0
    try:
        start(actors.system(firm_id, _("Günlük ERP okuması")))
    except Conflict:
        return 0
    return 1


def run(job: Job, actor: Actor, progress: Progress) -> None:
    """Raises ``Unavailable`` when the ERP could not be read to the end; what came before that
    stays."""
    account = account_of(actor.firm_id)
    if account is None:
        raise Conflict(account_choice.no_account(account_choice.Service.ERP), code="no_erp_account")
    try:
        with connections.books(account) as gateway:
            for told in gateway.kinds():
                _read_kind(gateway, MirrorKind(told), job, actor, progress)
    except GatewayError as failure:
        account_health.note_failure(account, failure)
        raise Unavailable(account_health.explain(failure), code="erp_unavailable") from None
    account_health.note_success(account)


def _read_kind(
    gateway: ErpGateway, kind: MirrorKind, job: Job, actor: Actor, progress: Progress
) -> None:
    """``checkpoint`` holds, for each kind, since when it is read, where it goes on, or that it is
    done."""
    place: dict[str, Any] = job.checkpoint.get(kind) or {
        "since": timezone.now().isoformat(),
        "cursor": None,
    }
    while not place.get("done"):
        page = gateway.cards(CardKind(kind), place["cursor"])
        with transaction.atomic():
            progress.hold()
            _take(kind, page, job, actor)
            place = {**place, "cursor": page.cursor, "done": page.cursor is None}
            if place["done"]:
                _retire(kind, place, job, actor)
            progress.checkpoint(**{kind: place})
            Job.objects.filter(pk=job.pk).update(result=job.result)
        progress.step(job.done + len(page.rows))


def _take(kind: MirrorKind, page: CardPage, job: Job, actor: Actor) -> None:
    firm = Firm.objects.get(pk=actor.firm_id)
    results = mirror.upsert(firm, kind, page.rows, actor)
    counts = {name: int(job.result.get(name, 0)) for name in ("read", "changed", "refused")}
    texts = list(job.result.get("problems", ()))
    for result in results:
        counts["read"] += 1
        counts["changed"] += result.outcome in (mirror.CREATED, mirror.CHANGED)
        if result.problem is not None:
            counts["refused"] += 1
            code = page.rows[result.index].get("code") or "?"
            texts.append(f"{kind.label} {code}: {result.problem.message}")
    job.result = {**job.result, **counts, "problems": texts[:_TEXTS]}


def _retire(kind: MirrorKind, place: dict[str, Any], job: Job, actor: Actor) -> None:
    firm = Firm.objects.get(pk=actor.firm_id)
    since = dt.datetime.fromisoformat(place["since"])
    try:
        gone = mirror.retire_unseen(firm, kind, since, actor)
    except Invalid as doubtful:
        texts = [*job.result.get("problems", ()), f"{kind.label}: {doubtful.message}"]
        job.result = {**job.result, "problems": texts[-_TEXTS:]}
    else:
        job.result = {**job.result, "retired": int(job.result.get("retired", 0)) + gone}


RUNNER = Runner(KIND, mirror.RIGHT, run)

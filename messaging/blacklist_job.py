"""Kara listeyi operatörle eşitle: the work that a person starts and watches."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from messaging.models import BlacklistEntry
from messaging.services import blacklist_orders, blacklist_sync
from turkcell_hub.errors import Conflict
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.jobs import runners
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.progress import Progress
from turkcell_hub.jobs.services import jobs
from turkcell_hub.lib.wording import said
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.services import account_health

KIND = "blacklist.sync"


def start(actor: Actor) -> Job:
    """Raises ``Conflict`` where no operator of the firm keeps a list that can be changed."""
    if not blacklist_orders.accounts(actor.firm_id):
        raise Conflict(
            _("Operatör hesaplarınızdan hiçbiri kara listesini paylaşmıyor."),
            code="no_operator_list",
        )
    return jobs.start(KIND, actor, {}, title=said("Kara listeyi operatörle eşitleme"))


def run(job: Job, actor: Actor, progress: Progress) -> None:
    """Each account in turn; one whose operator cannot be asked does not stop the others. A
    killed one goes on where the reading stopped."""
    total = BlacklistEntry.objects.count()
    counts: Counter[str] = Counter()
    problems: list[str] = []
    done = 0
    for account in blacklist_orders.accounts(job.firm_id):

        def step(read: int, before: int = done) -> None:
            progress.step(before + read, max(total, before + read))

        try:
            found = blacklist_sync.run(account, step)
        except GatewayError as error:
            problems.append(f"{account.name}: {account_health.explain(error)}")
            continue
        done += found["read"]
        counts.update(found)
    job.done = job.total = max(done, 1)
    job.result = {"lines": [*_said(counts), *problems], "sync": dict(counts)}
    if problems and not counts:
        raise Conflict("; ".join(problems), code="operator_unreachable")


def _said(counts: Counter[str]) -> list[str]:
    return [
        _("Operatörün listesinde okunan numara: %(n)d") % {"n": counts["read"]},
        _("Oradan gelip burada engellenen: %(n)d") % {"n": counts["added"]},
        _("Operatöre bildirilen değişiklik: %(n)d") % {"n": counts["pushed"]},
    ]


RUNNER = runners.Runner(KIND, "messaging.blacklist.sync", run)

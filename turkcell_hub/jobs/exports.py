"""Large exports of any list: written in the background, fetched from the job's page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files import File
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub import resources
from turkcell_hub.errors import Invalid
from turkcell_hub.jobs import runners
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.progress import Progress
from turkcell_hub.jobs.services import jobs
from turkcell_hub.lib.wording import said
from turkcell_hub.portal import exports
from turkcell_hub.portal.listing.state import Listing
from turkcell_hub.sentences import kept
from turkcell_hub.tenancy import languages
from turkcell_hub.tenancy.actor import Actor

KIND = "portal.export"
_STEP = 1000


def start(actor: Any, slug: str, kind: str, query: str) -> str:
    """Starts the export and answers the job's page (``portal.exports.start_large_export``)."""
    with kept():
        title = said("%(list)s dışa aktarma", list=resources.get(slug).title)
    params = {"slug": slug, "format": kind, "query": query}
    job = jobs.start(KIND, actor, params, title=title)
    return reverse("jobs-detail", args=[job.pk])


def run(job: Job, actor: Actor, progress: Progress) -> None:
    """Writes the rows that the actor sees now, in the list's order. A killed export begins
    anew: nobody has seen half a file."""
    try:
        resource = resources.get(job.params["slug"])
    except KeyError:
        raise Invalid(_("Bu liste artık yok."), code="list_gone") from None
    actor.require(resource.right("view"))
    listing = Listing(resource, actor, QueryDict(job.params["query"]))
    total = listing.matching.rows.order_by().count()
    progress.step(0, total, force=True)
    kind = job.params["format"]
    with languages.of_reader_id(job.owner_user), TemporaryDirectory() as folder:
        path = Path(folder) / f"liste.{kind}"
        with path.open("wb") as target:
            written = exports.write(_Counted(listing, progress), kind, target)
        job.done = job.total = written
        job.result = {"rows": written}
        job.result_name = f"{resource.slug}-{timezone.localtime():%Y-%m-%d-%H%M}.{kind}"
        with path.open("rb") as file:
            job.result_file.save(job.result_name, File(file), save=False)


class _Counted(Listing):
    """A listing whose rows tell the job how far they are."""

    def __init__(self, listing: Listing, progress: Progress) -> None:
        super().__init__(listing.resource, listing.actor, listing.params)
        object.__setattr__(self, "progress", progress)

    @property
    def rows_in_order(self) -> Any:
        return _Rows(super().rows_in_order, self.progress)  # type: ignore[attr-defined]


class _Rows:
    def __init__(self, rows: Any, progress: Progress) -> None:
        self._rows, self._progress = rows, progress

    def iterator(self, chunk_size: int) -> Iterator[Any]:
        for number, row in enumerate(self._rows.iterator(chunk_size=chunk_size), start=1):
            if number % _STEP == 0:
                self._progress.step(number)
            yield row


RUNNER = runners.Runner(KIND, "jobs.job.view", run)

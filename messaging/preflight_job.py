"""The forecast of a large campaign, made in the background."""

from __future__ import annotations

from django.utils.translation import gettext as _

from messaging.models import Campaign
from messaging.services import preflight
from turkcell_hub.errors import NotFound
from turkcell_hub.jobs import runners
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.progress import Progress
from turkcell_hub.jobs.services import jobs
from turkcell_hub.lib.wording import said
from turkcell_hub.tenancy.actor import Actor

KIND = "messaging.preflight"


def start(actor: Actor, campaign: Campaign) -> Job:
    title = said("Ön uçuş: %(name)s", name=campaign.name)
    return jobs.start(KIND, actor, {"campaign": campaign.pk}, title=title)


def run(job: Job, actor: Actor, progress: Progress) -> None:
    """One statement of the database; a killed one is simply asked again."""
    campaign = actor.visible(Campaign.objects.filter(pk=job.params["campaign"])).first()
    if campaign is None:
        raise NotFound(_("Gönderim bulunamadı."))
    progress.step(0, 1, force=True)
    preflight.ask_and_run(actor, campaign)
    job.done = job.total = 1


RUNNER = runners.Runner(KIND, "messaging.campaign.change", run)

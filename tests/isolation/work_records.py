"""Jobs with files, and the trail."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.utils import timezone

from tests.isolation.cast import World
from tests.isolation.marks import OPEN, SEALED, marked, number
from tests.support.firms import actor_for
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.audit.services import trail
from turkcell_hub.jobs.models import ImportRow, Job, JobState, RowVerdict
from turkcell_hub.portal.models import SavedView


def work(world: World) -> None:
    """A job with rows and a result file in each state that has a page of its own, and a
    person's export and import that hold what another may not see."""
    for state in (JobState.PREVIEW, JobState.DONE, JobState.QUEUED):
        world.jobs[state] = job(world, state, False)
    world.rows["jobs"] = world.jobs[JobState.DONE]
    world.sealed["jobs"] = job(world, JobState.DONE, True)
    world.more["hidden preview"] = job(world, JobState.PREVIEW, True)


def job(world: World, state: str, secret: bool) -> Job:
    owner = world.who["admin"].member
    assert owner is not None
    row = Job(
        firm=world.firm, kind="subscribers.import", title=marked(secret, f"is {state}"),
        state=state, phase="read", file_name=f"{marked(secret, 'liste')}.xlsx",
        owner_label=OPEN, owner_user=owner.user_id, owner_member=owner.pk,
        result={"counts": {"NEW": 1, "ERROR": 1}, "headers": [marked(secret, "baslik")]},
        result_name=f"{marked(secret, 'sonuc')}.xlsx",
        finished_at=timezone.now() if state == JobState.DONE else None,
    )  # fmt: skip
    row.result_file.save("sonuc.csv", ContentFile(marked(secret, "dosya").encode()), save=False)
    row.save()
    for place, verdict in enumerate((RowVerdict.NEW, RowVerdict.ERROR), start=2):
        ImportRow.objects.create(
            firm=world.firm, job=row, number=place, verdict=verdict,
            key=number(secret, place), raw=[marked(secret, "hucre"), number(secret, place)],
            data={"phone": number(secret, place)},
        )  # fmt: skip
    return row


def history(world: World) -> None:
    """Trail entries of open and hidden records, and a saved view."""
    admin = world.who["admin"].member
    assert admin is not None
    actor = actor_for(admin)
    for rows in (world.rows, world.sealed):
        for row in rows.values():
            secret = rows is world.sealed
            trail.record(actor, "group.changed", row, {"x": [None, marked(secret, "iz")]},
                         label=marked(secret, "iz"))  # fmt: skip
    entries = AuditEntry.objects.filter(firm_id=world.firm.pk)
    world.rows["audit-trail"] = entries.filter(subject_label__startswith=OPEN).first()
    world.sealed["audit-trail"] = entries.filter(subject_label__startswith=SEALED).first()
    SavedView.objects.create(
        firm_id=world.firm.pk, user_id=admin.user_id, slug="subscribers",
        name=marked(False, "gorunum"), query="q=" + OPEN,
    )  # fmt: skip
    world.more["saved view"] = SavedView.objects.get(name=marked(False, "gorunum"))

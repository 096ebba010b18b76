"""The sample's jobs and lost devices: something in each list, and nothing that waits for an SMS."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from fieldteams.models import FieldJob, JobOffer, Source, TheftWatch
from fieldteams.services import dispatch, intake
from tests.support.firms import client_for, make_member
from turkcell_hub.demo import field_work


def test_the_sample_shows_jobs_and_theft_modes(firm, manager, member, make_phone):
    make_member(firm, "YONETICI", name="Ayşe Demir")
    people = [make_phone(n, accepted=True) for n in range(1, 9)]
    now = timezone.now() - dt.timedelta(minutes=5)
    intake.take(firm.pk, [intake.Reading(one.pk, now, 38.4, 27.1 + one.pk % 9 / 100)
                          for one in people], Source.DEVICE)  # fmt: skip
    field_work.build(manager, people)
    assert set(FieldJob.objects.values_list("state", flat=True)) == {
        "ALINDI", "TAMAM", "KIMSE", "IPTAL",
    }  # fmt: skip
    assert dispatch.due() == dispatch.to_tell() == []
    assert JobOffer.objects.filter(state="ALDI").count() == 3
    assert TheftWatch.objects.filter(state="BEKLIYOR", agreements__isnull=False).count() == 1
    page = client_for(member).get("/theft-watches/").content.decode()
    assert "çalınan tablet" in page
    assert "Pompa arızası" in client_for(member).get("/field-jobs/").content.decode()

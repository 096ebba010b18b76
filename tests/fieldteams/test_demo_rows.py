"""The sample's jobs and lost devices: something in each list, and nothing that waits for an SMS."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from fieldteams.models import FieldJob, JobOffer, Position, Source, TheftWatch
from fieldteams.services import dispatch, intake
from messaging.models import ReportSchedule
from tests.support.firms import client_for, make_member
from turkcell_hub.demo import field_customers, field_work
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.services import mirror


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


def test_the_sample_shows_a_customers_visit_and_a_report_that_was_mailed(
    firm, actor, manager, member, make_phone
):
    mirror.upsert(firm, MirrorKind.ACCOUNT, [{"code": "120.01.001", "title": "Işık Perde"}], actor)
    phone = make_phone(1, accepted=True)
    since = timezone.now() - dt.timedelta(hours=30)
    Position.objects.bulk_create(
        Position(firm=firm, phone=phone, at=since + dt.timedelta(minutes=5 * n), speed=0,
                 latitude=38.4, longitude=27.1, source=Source.OPERATOR) for n in range(5)
    )  # fmt: skip
    assert field_customers.visited(manager, phone).account.code == "120.01.001"
    field_customers.mail_report(manager)
    client = client_for(member)
    day = {"kind": "visits", "from": f"{since:%Y-%m-%d}"}
    assert "Işık Perde" in client.get("/field-reports/", day).content.decode()
    schedule = ReportSchedule.objects.get()
    page = client.get(f"/report-schedules/{schedule.pk}/").content.decode()
    assert field_customers.DEPOT in page
    assert "Gönderildi" in page
    assert schedule.next_at > timezone.now()

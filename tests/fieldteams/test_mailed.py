"""Field reports by mail: the rights of whoever answers for them, read by the people in them."""

from __future__ import annotations

import csv
import datetime as dt
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from fieldteams.models import Position, ViewLog
from messaging import tasks
from messaging.models import ReportMail, ReportSchedule
from messaging.services import report_schedules
from tests.support.firms import actor_for, client_for, make_code, make_member
from turkcell_hub.errors import Invalid, NotAllowed
from turkcell_hub.tenancy.models import Membership

NOON = timezone.localtime().replace(hour=12, minute=0) - dt.timedelta(days=1)
DATA = {"name": "Konumlar", "every": "GUNLUK", "hour": 7, "part": "field-positions",
        "file_format": "csv", "is_active": True}  # fmt: skip


@pytest.fixture
def boss(firm) -> Membership:
    return make_member(firm, "YONETICI", name="Murat Yıldız", codes=["GIZLI"])


@pytest.fixture
def team(firm, make_phone) -> list[Any]:
    """Ali (SATIŞ), and Can behind a Yetki Kodu; each seen at noon yesterday and at night."""
    secret = make_code(firm, "GIZLI")
    people = [make_phone(1, accepted=True, special_code="SATIŞ"),
              make_phone(2, accepted=True, authority_code=secret)]  # fmt: skip
    Position.objects.bulk_create(
        Position(firm=firm, phone=one, at=at, latitude=38.4, longitude=27.1, source="CIHAZ")
        for one in people for at in (NOON, NOON.replace(hour=3))
    )  # fmt: skip
    return people


def schedule(actor: Any, **more: Any) -> ReportSchedule:
    row = report_schedules.save(actor, None, {**DATA, **more})
    ReportSchedule.objects.filter(pk=row.pk).update(next_at=timezone.now())
    return row


def cells() -> list[list[str]]:
    name, content, _type = outbox.outbox[-1].attachments[0]
    assert name.endswith(".csv")
    text = content if isinstance(content, str) else content.decode()
    return list(csv.reader(text.lstrip("\ufeff").splitlines(), delimiter=";"))


def test_an_address_gets_what_its_orderer_may_see_that_day_and_the_people_read_of_it(
    firm, boss, team
):
    manager = actor_for(boss)
    row = schedule(manager, addresses=["Depo@ege.example"],
                   filters="from_hour=09:00&to_hour=18:00&group=team")  # fmt: skip
    for _turn in range(2):
        tasks.mail_reports()
    assert [one.to for one in outbox.outbox] == [["depo@ege.example"]]
    rows = cells()
    assert [line[:2] for line in rows if line[1] in ("Kişi 1", "Kişi 2")] == [
        ["SATIŞ", "Kişi 1"], ["(özel kodu yok)", "Kişi 2"],
    ]  # fmt: skip
    seen = dict(ViewLog.objects.filter(what="EPOSTA").values_list("phone_id", "viewer"))
    assert seen == {one.pk: "Murat Yıldız → depo@ege.example" for one in team}
    boss.authority_codes.clear()
    run = report_schedules.run_now(manager, row)
    tasks.mail_reports()
    assert [line[1] for line in cells() if line[0] in ("SATIŞ", "(özel kodu yok)")] == ["Kişi 1"]
    assert ViewLog.objects.get(what="EPOSTA", phone=team[0]).times == 2
    Membership.objects.filter(pk=boss.pk).update(is_active=False)
    late = report_schedules.run_now(manager, row)
    tasks.mail_reports()
    assert run.mails.get().state == ReportMail.State.SENT
    assert (late.mails.get().state, len(outbox.outbox)) == (ReportMail.State.SKIPPED, 2)
    assert "sona ermiş" in late.mails.get().note


def test_a_mailed_report_is_refused_where_its_orderer_may_not_read_it(firm, boss, actor, team):
    manager = actor_for(boss)
    viewer = actor_for(make_member(firm, "PERSONEL"))
    with pytest.raises(Invalid, match="Süzgeç"):
        schedule(manager, addresses=["a@b.example"], filters="brand=1")
    with pytest.raises(Invalid, match="e-posta adresi değil"):
        schedule(manager, addresses=["a@b"])
    with pytest.raises(Invalid, match="kullanıcı ya da API"):
        schedule(actor, addresses=["a@b.example"])
    with pytest.raises(NotAllowed):
        schedule(viewer, addresses=["a@b.example"])
    row = schedule(manager, addresses=["a@b.example"], filters=f"phone={team[1].pk}")
    boss.authority_codes.clear()
    tasks.mail_reports()
    assert ReportMail.objects.get(run__schedule=row).state == ReportMail.State.SKIPPED
    assert "görülebilen kalmamış" in ReportMail.objects.get(run__schedule=row).note


def test_the_reports_page_hands_its_question_to_the_schedule_and_the_link_ends_an_address(
    firm, member, team
):
    client = client_for(member)
    page = client.get("/field-reports/", {"kind": "latest", "team": "SATIŞ"}).content.decode()
    link = page.split('href="/report-schedules/add/?')[1].split('"')[0].replace("&amp;", "&")
    form = client.get(f"/report-schedules/add/?{link}").content.decode()
    assert "Süzgeç: ekip SATIŞ." in form
    assert 'name="filters" value="team=SATI%C5%9E"' in form
    sent = {**DATA, "part": "field-latest", "addresses": "a@b.example, c@d.example",
            "filters": "team=SATI%C5%9E"}  # fmt: skip
    answer = client.post("/report-schedules/add/", sent)
    assert answer.status_code == 302, answer.content.decode()
    row = ReportSchedule.objects.get()
    ReportSchedule.objects.update(next_at=timezone.now())
    tasks.mail_reports()
    assert "c@d.example" in client.get(f"/report-schedules/{row.pk}/").content.decode()
    stop = outbox.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    assert Client().post(f"/{stop}").status_code == 200
    assert ReportSchedule.objects.get().addresses == ["c@d.example"]

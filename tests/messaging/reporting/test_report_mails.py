"""Scheduled reports: the right range, to who may see it, once."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from messaging import tasks
from messaging.models import Campaign, ReportMail, ReportRun, ReportSchedule
from messaging.services import report_mails, report_schedules
from tests.messaging.reporting.conftest import Send
from tests.support.firms import make_code, make_member
from turkcell_hub.errors import Conflict, Invalid, NotAllowed
from turkcell_hub.gateways.sms.contract import Outcome
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Membership, Role

pytestmark = pytest.mark.django_db
State = ReportMail.State
D = Outcome.DELIVERED


class SilentServer(EmailBackend):
    """Takes the mail and closes without an answer."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionResetError


class AwayServer(EmailBackend):
    def open(self) -> bool:
        raise ConnectionRefusedError


def schedule(actor: Actor, members: list[Membership], **more: Any) -> ReportSchedule:
    data = {
        "name": "Günlük rapor", "every": "GUNLUK", "hour": 9, "part": "daily",
        "file_format": "csv", "is_active": True, "members": members,
    }  # fmt: skip
    return report_schedules.save(actor, None, {**data, **more})


def due(row: ReportSchedule) -> ReportSchedule:
    """Its hour has come a minute ago."""
    row.next_at = timezone.now() - dt.timedelta(minutes=1)
    row.save()
    return row


def states() -> list[str]:
    return list(ReportMail.objects.order_by("pk").values_list("state", flat=True))


def test_each_reader_gets_once_what_he_may_see(
    send: Send, clerk: Actor, admin: Membership, firm: Firm
) -> None:
    send([D], timezone.now() - dt.timedelta(days=1))
    secret = send([D, D], timezone.now() - dt.timedelta(days=1))
    Campaign.objects.filter(pk=secret.pk).update(authority_code=make_code(firm, "GIZLI"))
    limited = make_member(firm, Role.STAFF, name="Sınırlı Üye")
    row = due(schedule(clerk, [admin, limited]))
    for _tick in range(3):
        tasks.mail_reports()
    assert states() == [State.SENT, State.SENT]
    assert ReportRun.objects.get().schedule_id == row.pk
    totals = {one.to[0]: one.attachments[0][1].splitlines()[-1] for one in outbox.outbox}
    assert len(outbox.outbox) == 2
    yesterday = f"{timezone.localdate() - dt.timedelta(days=1):%d.%m.%Y}"
    for one in outbox.outbox:
        assert one.subject.endswith(f": {yesterday}"), "one day is told once"
        assert f"({yesterday})" in one.body
    assert b"Toplam;3;" in _bytes(totals[admin.user.email])
    assert b"Toplam;1;" in _bytes(totals[limited.user.email])


def _bytes(line: Any) -> bytes:
    return line.encode() if isinstance(line, str) else line


def test_who_lost_the_right_or_the_membership_gets_none(
    clerk: Actor, admin: Membership, firm: Firm
) -> None:
    gone = make_member(firm, Role.STAFF)
    row = due(schedule(clerk, [gone]))
    report_schedules.open_run(row.pk)
    Membership.objects.filter(pk=gone.pk).update(is_active=False)
    tasks.mail_reports()
    assert states() == [State.SKIPPED]
    assert outbox.outbox == []
    assert "sona ermiş" in ReportMail.objects.get().note


def test_a_worker_that_dies_while_it_sends_leaves_a_mail_that_is_not_repeated(
    clerk: Actor, admin: Membership
) -> None:
    report_schedules.open_run(due(schedule(clerk, [admin])).pk)
    ReportMail.objects.update(state=State.SENDING, try_at=timezone.now() - dt.timedelta(minutes=11))
    tasks.mail_reports()
    assert states() == [State.UNKNOWN]
    assert outbox.outbox == []


@pytest.mark.parametrize(
    ("server", "state"), [(SilentServer, State.UNKNOWN), (AwayServer, State.WAITING)]
)
def test_a_server_without_an_answer_is_not_asked_twice_and_one_that_is_away_is(
    clerk: Actor, admin: Membership, settings: Any, server: type, state: str
) -> None:
    report_schedules.open_run(due(schedule(clerk, [admin])).pk)
    settings.EMAIL_BACKEND = f"{server.__module__}.{server.__name__}"
    report_mails.send(ReportMail.objects.get().pk)
    assert states() == [state]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ReportMail.objects.update(try_at=timezone.now())
    tasks.mail_reports()
    assert len(outbox.outbox) == (1 if state == State.WAITING else 0)


def test_the_stop_link_asks_first_and_then_ends_one_persons_mails(
    clerk: Actor, admin: Membership
) -> None:
    row = due(schedule(clerk, [admin]))
    tasks.mail_reports()
    link = outbox.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = "/" + link.split("/", 3)[3]
    browser = Client()
    assert "durdurmak istiyor musunuz" in browser.get(path).content.decode()
    assert row.members.count() == 1
    assert browser.post(path).status_code == 200
    assert row.members.count() == 0
    assert browser.post(path).status_code == 200
    assert browser.get("/reports/stop/forged/").status_code == 404


@pytest.mark.parametrize(
    ("every", "slot"),
    [
        ("GUNLUK", "2026-11-22T09:00"),
        ("HAFTALIK", "2026-11-23T09:00"),
        ("AYLIK", "2026-12-01T09:00"),
    ],
)
def test_the_next_hour_is_the_firms(firm: Firm, clerk: Actor, every: str, slot: str) -> None:
    row = ReportSchedule(firm=firm, every=every, hour=9)
    zone = ZoneInfo("Europe/Istanbul")
    at = report_schedules.slot_after(row, dt.datetime(2026, 11, 21, 9, tzinfo=zone))
    assert at == dt.datetime.fromisoformat(slot).replace(tzinfo=zone)


def test_a_run_covers_the_day_before_its_hour(clerk: Actor, admin: Membership) -> None:
    row = schedule(clerk, [admin])
    row.next_at = dt.datetime(2026, 3, 1, 6, tzinfo=dt.UTC)
    row.every = "AYLIK"
    row.save()
    run = report_schedules.open_run(row.pk)
    assert run is not None
    assert (run.first, run.last) == (dt.date(2026, 2, 1), dt.date(2026, 2, 28))
    row.refresh_from_db()
    assert row.next_at == dt.datetime(2026, 4, 1, 6, tzinfo=dt.UTC)


def test_a_schedule_needs_a_reader_a_name_of_its_own_and_the_right(
    clerk: Actor, admin: Membership, firm: Firm
) -> None:
    schedule(clerk, [admin])
    with pytest.raises(Invalid, match="En az bir alıcı"):
        schedule(clerk, [], name="Başka")
    with pytest.raises(Conflict, match="Bu adda"):
        schedule(clerk, [admin])
    with pytest.raises(NotAllowed):
        schedule(of_membership(make_member(firm, Role.STAFF)), [admin], name="Başka")


def test_the_pages_add_and_show_a_schedule(admin_client: Client, admin: Membership, clerk: Actor):
    answer = admin_client.post(
        "/report-schedules/add/",
        {"name": "Haftalık", "every": "HAFTALIK", "hour": "8", "part": "campaign",
         "file_format": "xlsx", "members": [admin.pk], "is_active": "on"},
    )  # fmt: skip
    assert answer.status_code in (302, 303)
    row = ReportSchedule.objects.get()
    page = admin_client.get(f"/report-schedules/{row.pk}/").content.decode()
    assert "Henüz gönderilmedi" in page
    assert admin.name in page
    assert "Tablo: " in page
    assert "campaign" not in page.split("İşlem geçmişi")[1], "the trail names the table"
    form = admin_client.get(f"/report-schedules/{row.pk}/edit/").content.decode()
    boxes = re.findall(r'<input type="checkbox" name="members"[^>]*value="(\d+)"[^>]*>', form)
    assert str(admin.pk) in boxes, "a finger marks a reader, no Ctrl key"

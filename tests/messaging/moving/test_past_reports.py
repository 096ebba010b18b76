"""Past delivery reports of another panel: a memory beside our figures, never among them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from messaging.models import Campaign, Message, PastReport
from messaging.moving import moves, past_states
from messaging.resources import SubscriberResource
from messaging.selectors.reporting import figures, past
from messaging.selectors.reporting.question import ask, form_of
from messaging.services import past_reports, subscribers
from tests.support.firms import actor_for, client_for, make_code, make_firm, make_key, make_member
from turkcell_hub.billing import usage
from turkcell_hub.errors import NotAllowed
from turkcell_hub.jobs import imports
from turkcell_hub.jobs.models import ImportRow, Job
from turkcell_hub.jobs.services import jobs
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db

EXPORT = (
    "Numara;Mesaj Metni;Başlık;Gönderim Tarihi;İletim Tarihi;Rapor\n"
    "0532 111 22 01;Sayın Ayşe, hazır.;FIRMAM;03.03.2026 10:15;03.03.2026 10:16;İletildi\n"
    "0532 111 22 02;Sayın Can, hazır.;FIRMAM;03.03.2026 10:15;;Abone kapalı\n"
    "0532 111 22 03;Sayın Ece, hazır.;FIRMAM;31.03.2026 23:59;;Beklemede\n"
    "12;Kısa;FIRMAM;03.03.2026 10:15;;İletildi\n"
)


@pytest.fixture
def clerk(in_firm: Firm, settings: Any, tmp_path: Any) -> Actor:
    settings.MEDIA_ROOT = str(tmp_path)
    return actor_for(make_member(in_firm, Role.MANAGER))


def work(job: Job) -> Job:
    jobs.run(job.pk)
    job.refresh_from_db()
    assert not job.error, job.error
    return job


def compared(clerk: Actor, content: str) -> Job:
    """The file read with the guesses as they are."""
    job = work(moves.begin(clerk, [ContentFile(content.encode(), name="rapor.csv")], "")[0])
    rows = moves.start_of(job)
    subject = moves.likely(clerk, job, rows)
    assert subject.code == "history"
    guess, _columns = moves.guess_for(clerk, subject, rows)
    return work(moves.place(clerk, job, subject.code, guess.header_row, guess.places, {}))


def taken(clerk: Actor, content: str = EXPORT) -> Job:
    return work(jobs.confirm(clerk, compared(clerk, content), imports.APPLY, {}))


@pytest.mark.requirement("S-064")
def test_past_reports_come_with_guessed_columns_and_a_second_run_changes_nothing(
    clerk: Actor,
) -> None:
    job = compared(clerk, EXPORT)
    assert job.result["counts"] == {"NEW": 3, "ERROR": 1}
    assert not PastReport.objects.exists()
    job = work(jobs.confirm(clerk, job, imports.APPLY, {}))
    assert job.result["applied"] == {"NEW": 3}
    rows = PastReport.objects.order_by("phone").values_list("state", "sender", "reported")
    assert list(rows) == [
        ("ILETILDI", "FIRMAM", "İletildi"), ("ILETILMEDI", "FIRMAM", "Abone kapalı"),
        ("BELIRSIZ", "FIRMAM", "Beklemede"),
    ]  # fmt: skip
    first = PastReport.objects.get(phone="+905321112201")
    assert first.sent_at == dt.datetime(2026, 3, 3, 7, 15, tzinfo=dt.UTC)
    assert taken(clerk).result["applied"] == {"SAME": 3}
    assert PastReport.objects.count() == 3


def test_a_later_export_brings_the_end_that_was_missing_and_takes_none_back(clerk: Actor) -> None:
    taken(clerk)
    later = EXPORT.replace("23:59;;Beklemede", "23:59:40;01.04.2026 00:02;İletildi").replace(
        "03.03.2026 10:16;İletildi", ";Gönderildi"
    )
    assert compared(clerk, later).result["counts"] == {"CHANGED": 1, "SAME": 2, "ERROR": 1}
    assert taken(clerk, later).result["applied"] == {"CHANGED": 1, "SAME": 2}
    states = PastReport.objects.order_by("phone").values_list("state", flat=True)
    assert list(states) == ["ILETILDI", "ILETILMEDI", "ILETILDI"]
    assert PastReport.objects.exclude(delivered_at=None).count() == 2


@pytest.mark.requirement("S-064", "C-07")
def test_what_came_from_elsewhere_moves_no_credit_and_no_figure_of_ours(clerk: Actor) -> None:
    taken(clerk)
    params = {"from": "2026-03-01", "to": "2026-03-31"}
    question = ask(clerk, form_of(clerk, params))
    found = past.past(question)
    assert (found.total.sent, found.total.delivered, found.total.failed) == (3, 1, 1)
    assert [day.day for day in found.days] == [3, 31]
    assert figures.daily(question).total == figures.Sums()
    assert not Campaign.objects.exists()
    assert not Message.objects.exists()
    assert not Transfer.objects.exists()
    for source in usage.sources():
        march = question.period
        assert source.delivered(clerk.firm_id, "SMS", march.start, march.end).messages == 0
    assert past.beside(ask(clerk, form_of(clerk, {**params, "kind": "TOPLU"}))) is None


@pytest.mark.requirement("S-064")
def test_the_persons_page_and_the_report_mark_it_as_coming_from_elsewhere(firm: Firm) -> None:
    member = make_member(firm, Role.ADMIN)
    with firm_scope(firm.pk):
        actor = actor_for(member)
        person = subscribers.save(
            actor, None, {"kind": "DIGER", "first_name": "Ayşe", "phone": "05321112201"}
        )
        row = PastReport.objects.create(
            firm=firm, phone=person.phone, sent_at=dt.datetime(2026, 3, 3, 7, 15, tzinfo=dt.UTC),
            state="ILETILDI", text="Siparişiniz hazır", key="k", by_label="Ada",
            file_name="eski.xlsx",
        )  # fmt: skip
        assert SubscriberResource().detail(actor, person)["past"] == [row]
    browser = client_for(member)
    page = browser.get(reverse("subscribers-detail", args=[person.pk])).content.decode()
    assert "Eski panelden aktarılan raporlar" in page
    page = browser.get(reverse("past-reports-detail", args=[row.pk])).content.decode()
    assert "eski.xlsx" in page
    assert "Buradan gönderilmedi" in page
    report = browser.get(reverse("sending-report") + "?from=2026-03-01&to=2026-03-31")
    assert "Yukarıdaki hiçbir sayıya" in report.content.decode()
    file = browser.get(
        reverse("sending-report-export") + "?part=past&format=csv&from=2026-03-01&to=2026-03-31"
    )
    assert "03.03.2026" in b"".join(file.streaming_content).decode("utf-8-sig")


def test_a_card_behind_a_code_hides_its_past_too(clerk: Actor, in_firm: Firm) -> None:
    taken(clerk)
    code = make_code(in_firm, "GIZLI")
    chief = actor_for(make_member(in_firm, Role.ADMIN))
    data = {"kind": "DIGER", "first_name": "Ayşe", "phone": "05321112201", "authority_code": code}
    subscribers.save(chief, None, data)
    question = ask(clerk, form_of(clerk, {"from": "2026-03-01", "to": "2026-03-31"}))
    assert past.past(question).total.sent == 2


def test_only_a_manager_throws_past_reports_away(clerk: Actor, in_firm: Firm) -> None:
    taken(clerk)
    staff = actor_for(make_member(in_firm, Role.STAFF))
    with pytest.raises(NotAllowed):
        past_reports.delete(staff, PastReport.objects.all())
    assert past_reports.delete(clerk, PastReport.objects.filter(state="ILETILDI")) == 1
    assert PastReport.objects.count() == 2


@pytest.mark.requirement("S-064")
def test_rest_brings_past_reports_by_an_import_of_their_kind(client: Any, settings: Any,
                                                             tmp_path: Any) -> None:  # fmt: skip
    settings.MEDIA_ROOT = str(tmp_path)
    firm = make_firm()
    _key, secret = make_key(firm, ["messaging.past_report.import", "messaging.past_report.view"])
    headers = {"authorization": f"Bearer {secret}"}
    file = ContentFile(EXPORT.encode(), name="rapor.csv")
    answer = client.post(
        "/api/v1/imports/", {"file": file, "kind": "past_reports"}, headers=headers
    )
    assert answer.status_code == 202, answer.content
    pk = answer.json()["id"]
    with firm_scope(firm.pk):
        work(Job.objects.get(pk=pk))
        assert ImportRow.objects.filter(job_id=pk).count() == 4
    confirmed = client.post(
        f"/api/v1/imports/{pk}/confirm/", {"confirm": True}, "application/json", headers=headers
    )
    assert confirmed.status_code == 202, confirmed.content
    with firm_scope(firm.pk):
        work(Job.objects.get(pk=pk))
    listed = client.get("/api/v1/past_reports/?state=ILETILDI", headers=headers).json()
    assert [row["reported"] for row in listed["results"]] == ["İletildi"]
    days = client.get("/api/v1/reports/past/?from=2026-03-01&to=2026-03-31", headers=headers)
    assert days.json()["total"]["sent"] == 3
    other = ContentFile(b"Cep\n05321112201\n", name="kisi.csv")
    refused = client.post("/api/v1/imports/", {"file": other}, headers=headers)
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("İLETİLDİ", "ILETILDI"), ("Delivered", "ILETILDI"), ("Alıcıya ulaştı", "ILETILDI"),
        ("Teslim edildi", "ILETILDI"), ("Başarılı", "ILETILDI"),
        ("İletilemedi", "ILETILMEDI"), ("Undelivered", "ILETILMEDI"),
        ("NOT DELIVERED", "ILETILMEDI"), ("Süresi doldu", "ILETILMEDI"),
        ("Ulaşmadı", "ILETILMEDI"), ("Teslim edilemedi", "ILETILMEDI"),
        ("Zaman aşımı", "ILETILMEDI"),
        ("Kara listede", "ILETILMEDI"), ("Hatalı numara", "ILETILMEDI"),
        ("Başarısız", "ILETILMEDI"),
        ("Gönderildi", "BELIRSIZ"), ("Beklemede", "BELIRSIZ"), ("İletim bekliyor", "BELIRSIZ"),
        ("İletiliyor", "BELIRSIZ"), ("", "BELIRSIZ"), ("17", "BELIRSIZ"),
    ],
)  # fmt: skip
def test_another_panels_words_on_an_end_are_understood(said: str, means: str) -> None:
    assert past_states.read(said) == means

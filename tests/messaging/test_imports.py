"""Subscribers from real Excel files."""

from __future__ import annotations

import io
from time import process_time

import pytest
import xlsxwriter
from django.core.files.base import ContentFile
from django.db import connection

from messaging import imports
from messaging.models import Group, GroupMember, Subscriber
from tests.support.firms import make_member
from turkcell_hub.jobs.imports import APPLY
from turkcell_hub.jobs.models import ImportRow, Job, JobState, RowVerdict
from turkcell_hub.jobs.services import jobs
from turkcell_hub.sheets import open_sheet
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(firm: Firm):
    member = make_member(firm, Role.STAFF)
    with firm_scope(firm.pk):
        yield of_membership(member)


def workbook(rows: list[list[object]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_numbers": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    book.close()
    return buffer.getvalue()


def read(clerk: Actor, content: bytes, **params: object) -> Job:
    job = jobs.start(
        imports.KIND,
        clerk,
        params,
        title="Aktarım",
        file=ContentFile(content),
        file_name="liste.xlsx",
        phase="read",
    )
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def applied(clerk: Actor, job: Job) -> Job:
    jobs.confirm(clerk, job, APPLY, {})
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


@pytest.mark.requirement("L-053", "S-071")
def test_a_list_is_previewed_first_and_taken_after_the_confirmation(
    clerk: Actor, firm: Firm
) -> None:
    group = Group.objects.create(firm=firm, name="Bayiler")
    rows = [
        ["GSM", "Ad Soyad"],
        [5321234501.0, "Ayşe Nur Yılmaz"],
        ["0532 123 45 02", "Işık"],
        ["12", "Kısa Numara"],
    ]
    job = read(clerk, workbook(rows), group=group.pk)
    assert job.state == JobState.PREVIEW
    assert job.result["counts"] == {"NEW": 2, "ERROR": 1}
    assert not Subscriber.objects.exists()
    job = applied(clerk, job)
    assert (job.state, job.result["applied"]) == (JobState.DONE, {"NEW": 2})
    people = {s.phone: (s.first_name, s.last_name) for s in Subscriber.objects.all()}
    assert people == {
        "+905321234501": ("Ayşe Nur", "Yılmaz"),
        "+905321234502": ("Işık", ""),
    }
    assert GroupMember.objects.filter(group=group).count() == 2


@pytest.mark.requirement("S-072")
def test_five_thousand_rows_are_looked_at_and_taken_within_ten_seconds_of_work(
    clerk: Actor, firm: Firm
) -> None:
    group = Group.objects.create(firm=firm, name="Bayiler")
    content = workbook([["GSM", "Ad"], *([5_321_000_000.0 + n, f"Kişi {n}"] for n in range(5000))])
    begun = process_time()
    job = read(clerk, content, group=group.pk)
    assert job.result["counts"] == {"NEW": 5000}
    assert applied(clerk, job).result["applied"] == {"NEW": 5000}
    assert process_time() - begun < 10
    assert (Subscriber.objects.count(), group.members.count()) == (5000, 5000)


def test_the_same_person_in_five_spellings_is_one_subscriber(clerk: Actor) -> None:
    spellings = [
        "0532 123 45 01", "+905321234501", 5321234501.0, "(532) 123-45-01", "00905321234501",
    ]  # fmt: skip
    job = read(clerk, workbook([["Telefon"], *[[spelling] for spelling in spellings]]))
    assert job.result["counts"] == {"NEW": 1, "REPEATED": 4}
    applied(clerk, job)
    assert Subscriber.objects.get().phone == "+905321234501"


def test_a_second_run_changes_nothing_and_a_changed_name_is_told_before(clerk: Actor) -> None:
    first = [["Telefon", "Adı"], ["05321234501", "Ayşe"], ["05321234502", "Can"]]
    applied(clerk, read(clerk, workbook(first)))
    again = read(clerk, workbook(first))
    assert again.result["counts"] == {"SAME": 2}
    first[1][1] = "Ayşegül"
    changed = read(clerk, workbook(first))
    assert changed.result["counts"] == {"SAME": 1, "CHANGED": 1}
    applied(clerk, changed)
    assert Subscriber.objects.get(phone="+905321234501").first_name == "Ayşegül"


def test_rows_that_were_not_taken_come_back_as_a_file_with_the_reason(clerk: Actor) -> None:
    rows = [["Telefon", "Adı"], ["05321234501", "Ayşe"], ["bozuk", "Can"]]
    job = applied(clerk, read(clerk, workbook(rows)))
    with job.result_file.open("rb") as file, open_sheet(file) as sheet:
        assert sheet.headers[:2] == ["Telefon", "Adı"]
        ((_number, cells),) = sheet.rows()
    assert cells[:2] == ["bozuk", "Can"]
    assert "Telefon Numarası" in cells[3]


def test_headers_that_do_not_match_say_what_was_looked_for(clerk: Actor) -> None:
    job = read(clerk, workbook([["Şehir", "Bakiye"], ["İzmir", 5]]))
    assert (job.state, job.error_code) == (JobState.FAILED, "headers")
    assert "Telefon Numarası" in job.error
    assert "Şehir" in job.error


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + b"x" * 50])
def test_a_file_that_is_no_list_is_refused_with_what_to_do(clerk: Actor, content: bytes) -> None:
    job = read(clerk, content)
    assert job.state == JobState.FAILED
    assert job.error_code.startswith("file_")
    assert "yükleyin" in job.error


def test_an_import_killed_between_two_chunks_goes_on_without_loss_or_doubles(
    clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("turkcell_hub.jobs.imports.CHUNK", 3)
    rows = [["Telefon"], *[[f"053212345{n:02}"] for n in range(10)]]
    job = read(clerk, workbook(rows))
    jobs.confirm(clerk, job, APPLY, {})
    done = []

    def die(self: object, count: int, *args: object, **kwargs: object) -> None:
        done.append(count)
        if count >= 6:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("turkcell_hub.jobs.progress.Progress.step", die)
        with pytest.raises(KeyboardInterrupt):
            jobs.run(job.pk)
    assert Subscriber.objects.count() == 6
    Job.objects.filter(pk=job.pk).update(lease_until="2020-01-01T00:00Z")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result["applied"]) == (JobState.DONE, {"NEW": 10})
    assert Subscriber.objects.count() == 10
    assert ImportRow.objects.filter(job=job, applied=True).count() == 10


def test_a_hidden_person_is_neither_overwritten_nor_shown(clerk: Actor, firm: Firm) -> None:
    from turkcell_hub.tenancy.models import AuthorityCode

    secret = AuthorityCode.objects.create(firm=firm, code="YONETIM")
    Subscriber.objects.create(
        firm=firm, phone="+905321234501", first_name="Gizli", authority_code=secret
    )
    job = read(clerk, workbook([["Telefon", "Adı"], ["05321234501", "Başka"]]))
    assert job.result["counts"] == {"ERROR": 1}
    row = ImportRow.objects.get(job=job)
    assert row.verdict == RowVerdict.ERROR
    assert "Gizli" not in str(row.notes)
    assert Subscriber.objects.get().first_name == "Gizli"


def test_after_a_long_list_the_planner_knows_how_long_its_tables_are(
    clerk: Actor, firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("turkcell_hub.jobs.imports.MANY", 30)
    group = Group.objects.create(firm=firm, name="Bayiler")
    rows: list[list[object]] = [["GSM", "Ad"], *([f"0532123{n:04}", "Işık"] for n in range(30))]
    applied(clerk, read(clerk, workbook(rows), group=group.pk))
    for model in (Subscriber, GroupMember):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {model._meta.db_table}")
            guessed = cursor.fetchone()[0][0]["Plan"]["Plan Rows"]
        assert guessed == model.objects.count() == 30, model

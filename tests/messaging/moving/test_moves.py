"""Taşınma: from an upload to people in groups, and a second run that changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from messaging.models import BlacklistEntry, Group, GroupMember, Subscriber
from messaging.moving import moves
from tests.messaging.moving.test_guessing import EXPORTS
from tests.support.firms import actor_for, client_for, make_code, make_member
from turkcell_hub.errors import Invalid
from turkcell_hub.jobs import imports
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.services import jobs
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(in_firm: Firm, settings: Any, tmp_path: Any) -> Actor:
    settings.MEDIA_ROOT = str(tmp_path)
    return actor_for(make_member(in_firm, Role.STAFF))


def work(job: Job) -> Job:
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def compared(clerk: Actor, name: str, content: bytes, **more: str) -> Job:
    """The file read with the guesses as they are."""
    file = ContentFile(content, name=name)
    job = work(moves.begin(clerk, [file], "")[0])
    assert (job.state, job.phase) == (JobState.PREVIEW, imports.ASK), job.error
    rows = moves.start_of(job)
    subject = moves.likely(clerk, job, rows)
    guess, _columns = moves.guess_for(clerk, subject, rows)
    return work(moves.place(clerk, job, subject.code, guess.header_row, guess.places, more))


def taken(clerk: Actor, job: Job) -> Job:
    return work(jobs.confirm(clerk, job, imports.APPLY, {}))


def export(name: str) -> bytes:
    return (EXPORTS / name).read_bytes()


@pytest.mark.requirement("S-064", "S-073")
def test_people_come_with_their_groups_and_a_second_run_changes_nothing(clerk: Actor) -> None:
    content = export("kisiler-ve-gruplar.csv") + "12;Kısa;Numara;VIP;\n".encode()
    job = compared(clerk, "kisiler.csv", content)
    assert job.result["counts"] == {"NEW": 5, "ERROR": 1}
    assert not Subscriber.objects.exists()
    job = taken(clerk, job)
    assert job.result["applied"] == {"NEW": 5}
    members = GroupMember.objects.values_list("group__name", "subscriber__first_name")
    assert set(members) == {
        ("Bayiler", "Ayşe"), ("VIP", "Ayşe"), ("Bayiler", "Mehmet"), ("VIP", "Fatma Nur"),
        ("Personel", "Ömer"),
    }  # fmt: skip
    again = compared(clerk, "kisiler.csv", content)
    assert again.result["counts"] == {"SAME": 5, "ERROR": 1}
    assert taken(clerk, again).result["applied"] == {"SAME": 5}
    assert (Group.objects.count(), GroupMember.objects.count()) == (3, 5)
    for move in moves.moves(clerk):
        assert (move.read, move.taken, move.left) == (6, 5, 1)


def test_a_line_for_each_group_of_a_person_loses_no_group(clerk: Actor) -> None:
    content = "Cep;Ad;Grup\n05321112201;Can;VIP\n05321112201;Can;vıp\n05321112201;Can;Bayi\n"
    job = compared(clerk, "liste.csv", content.encode())
    assert job.result["counts"] == {"NEW": 1, "REPEATED": 1, "CHANGED": 1}
    assert taken(clerk, job).result["applied"] == {"NEW": 1, "CHANGED": 1}
    assert set(GroupMember.objects.values_list("group__name", flat=True)) == {"VIP", "Bayi"}


def test_a_list_without_headings_is_taken_from_its_first_row_on(clerk: Actor) -> None:
    taken(clerk, compared(clerk, "x.csv", export("basliksiz.csv")))
    assert Subscriber.objects.count() == 4
    assert Subscriber.objects.get(first_name="Ayşe").last_name == "Yılmaz"


@pytest.mark.requirement("S-064")
def test_a_blacklist_keeps_reason_wish_and_day(clerk: Actor) -> None:
    content = export("kara-liste.csv") + "905321112219;dün;;\n".encode()
    job = compared(clerk, "liste.csv", content, reason="Eski panel", source="FIRMA")
    assert job.params["subject"] == "blacklist"
    taken(clerk, job)
    rows = BlacklistEntry.objects.order_by("phone").values_list("source", "reason")
    assert list(rows) == [
        ("ALICI", "Kullanıcı iptal etti"), ("FIRMA", "Şikâyet üzerine"),
        ("ALICI", "Web formundan çıktı"), ("FIRMA", "Eski panel"),
    ]  # fmt: skip
    assert compared(clerk, "liste.csv", content).result["counts"] == {"SAME": 4}


def test_groups_behind_a_code_are_neither_joined_nor_named_anew(
    clerk: Actor, in_firm: Firm
) -> None:
    Group.objects.create(firm=in_firm, name="Yönetim", authority_code=make_code(in_firm, "Y"))
    content = "Cep;Grup\n05321112201;YÖNETİM\n05321112202;Bayi\n"
    job = compared(clerk, "liste.csv", content.encode())
    assert job.result["counts"] == {"ERROR": 1, "NEW": 1}


def test_a_place_for_the_number_is_compulsory(clerk: Actor) -> None:
    job = work(moves.begin(clerk, [ContentFile(export("basliksiz.csv"), name="x.csv")], "")[0])
    with pytest.raises(Invalid):
        moves.place(clerk, job, "people", 0, {"first_name": 0}, {})


def test_a_heading_in_the_possessive_is_known_too(clerk: Actor) -> None:
    content = "Adı Soyadı;Cep;Grubu\nAyşe Kaya;0532 123 45 67;Eski grup\n".encode()
    job = taken(clerk, compared(clerk, "kisiler.csv", content))
    assert job.result["applied"] == {"NEW": 1}
    assert GroupMember.objects.get().group.name == "Eski grup"


@pytest.mark.requirement("S-064")
def test_the_pages_lead_from_the_upload_to_the_comparison(firm: Firm) -> None:
    member = make_member(firm, Role.STAFF)
    browser = client_for(member)
    file = SimpleUploadedFile("kisiler.csv", export("kisiler-ve-gruplar.csv"))
    assert browser.get(reverse("moving")).status_code == 200
    assert "Bir dosya seçin" in browser.post(reverse("moving"), {}).content.decode()
    answer = browser.post(reverse("moving"), {"file": file, "subject": ""})
    with firm_scope(firm.pk):
        job = Job.objects.get()
        assert answer["Location"] == reverse("jobs-detail", args=[job.pk])
    # Where files of one go are listed, the list asks again by itself while one is being read.
    assert 'hx-select="#moves"' in browser.get(reverse("moving")).content.decode()
    with firm_scope(firm.pk):
        work(job)
    columns = reverse("moving-columns", args=[job.pk])
    assert 'hx-select="#moves"' not in browser.get(reverse("moving")).content.decode()
    assert browser.get(answer["Location"])["Location"] == columns
    assert "Ayşe" in browser.get(columns).content.decode()
    wrong = browser.post(columns, {"subject": "people", "header_row": "1", "c1": "first_name"})
    assert wrong.status_code == 422
    right = {"subject": "people", "header_row": "1", "c0": "phone", "c1": "first_name"}
    assert browser.post(columns, right).status_code == 302
    with firm_scope(firm.pk):
        assert work(job).result["counts"] == {"NEW": 5}
    assert browser.get(columns)["Location"] == reverse("jobs-detail", args=[job.pk])
    assert browser.get(reverse("moving-report")).status_code == 200

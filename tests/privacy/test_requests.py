"""A person's request from the form to the certificate."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import zipfile
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from iys_consent.models import ConsentEvidence, ConsentMovement
from messaging.models import Campaign, MediaFile, Message, Subscriber
from tests.support.deaths import Died, dies_at
from tests.support.firms import actor_for, client_for, make_firm, make_key
from tests.support.messaging import make_draft, make_subscriber
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.celery import app
from turkcell_hub.erp.models import Account
from turkcell_hub.errors import Invalid, NotAllowed
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.services import jobs
from turkcell_hub.personal_data import Person
from turkcell_hub.portal import cells
from turkcell_hub.privacy import tasks
from turkcell_hub.privacy.models import DataRequest
from turkcell_hub.privacy.services import erasure_list, requests, rules
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
NUMBER = "+905387654321"
TCKN = "10000000146"


@pytest.fixture
def boss(in_firm: Firm, admin: Membership) -> Actor:
    make_subscriber(in_firm, NUMBER, "Deniz", "Kaya")
    return actor_for(admin)


def asked(boss: Actor, **more: Any) -> DataRequest:
    row = requests.open_(boss, {"phone": "0538 765 43 21", "reason": "Dilekçeyle", **more})
    assert row.job is not None
    jobs.run(row.job.pk)
    row.refresh_from_db()
    return row


def test_a_file_tells_its_person_what_is_held_and_where_from(boss: Actor) -> None:
    row = asked(boss)
    assert row.state == "TAMAMLANDI", Job.objects.get().error
    assert NUMBER[3:] not in f"{row.subject_label}{row.result}{row.subject}"
    assert row.due_on - row.applied_on == dt.timedelta(days=30)
    with Job.objects.get().result_file.open("rb") as file, zipfile.ZipFile(file) as archive:
        told = json.loads(archive.read("veriler.json"))
    found = {part["source"]: part["rows"] for part in told["sources"] if part["count"]}
    assert found["Mobil aboneler"][0][:3] == ["Deniz", "Kaya", NUMBER]
    actions = AuditEntry.objects.order_by("seq").values_list("action", flat=True)
    assert list(actions)[-2:] == ["privacy.file.asked", "privacy.file.made"]


def test_a_killed_job_keeps_the_file_of_a_request_that_is_done(boss: Actor) -> None:
    """Nobody could make it again: whom it was about goes with the request's end."""
    row = requests.open_(boss, {"phone": NUMBER, "reason": "Dilekçeyle"})
    with pytest.raises(Died), patch.object(jobs, "_finish", side_effect=Died):
        jobs.run(row.job_id or 0)
    row.refresh_from_db()
    assert (row.state, row.subject) == ("TAMAMLANDI", {}), "it died after the request's end"
    Job.objects.filter(pk=row.job_id).update(lease_until=timezone.now() - dt.timedelta(1))
    jobs.run(row.job_id or 0)
    job = Job.objects.get(pk=row.job_id)
    assert (job.state, job.result_name[:15]) == (JobState.DONE, "kisisel-veriler")
    with job.result_file.open("rb") as file, zipfile.ZipFile(file) as archive:
        assert NUMBER in archive.read("veriler.json").decode()


def test_a_certificate_tells_of_a_file_that_a_killed_try_took_away(boss: Actor) -> None:
    upload = ContentFile(f"GSM\n{NUMBER}\n".encode(), "liste.csv")
    old = Job.objects.create(
        firm_id=boss.firm_id, kind="x", title="Liste", state=JobState.CANCELLED, file=upload
    )
    row = requests.open_(
        boss, {"kind": "SILME", "phone": NUMBER, "reason": "Dilekçeyle"}
    )  # fmt: skip
    with pytest.raises(Died), dies_at('UPDATE "jobs_job" SET "file" = '):
        jobs.run(row.job_id or 0)
    old.refresh_from_db()
    assert not old.file.storage.exists(old.file.name), "it died between the file and its row"
    Job.objects.filter(pk=row.job_id).update(lease_until=timezone.now() - dt.timedelta(1))
    jobs.run(row.job_id or 0)
    row.refresh_from_db()
    told = {line["source"]: line["erased"] for line in row.result}
    assert told["Yüklenen ve üretilen dosyalar"] == 1
    old.refresh_from_db()
    assert not old.file


def test_a_tckn_finds_the_telephones_that_carry_it(boss: Actor, in_firm: Firm) -> None:
    make_subscriber(in_firm, "+905387654322", tckn=TCKN)
    row = asked(boss, phone="", tckn=TCKN)
    assert [line["source"] for line in row.result] == ["Mobil aboneler"]


def test_a_file_brings_the_persons_own_scans_and_media_and_no_scan_of_others(
    boss: Actor, in_firm: Firm
) -> None:
    brand = Brand.objects.create(firm=in_firm, code="1", name="Ege")
    for place, (title, phones) in enumerate(
        {"Onun": [NUMBER], "Liste": [NUMBER, "+905300000000"]}.items()
    ):
        scan = ConsentEvidence.objects.create(
            firm=in_firm, kind="TARAMA", title=title, file=ContentFile(title.encode(), "form.pdf"),
        )  # fmt: skip
        for number, phone in enumerate(phones):
            ConsentMovement.objects.create(
                firm=in_firm, brand=brand, seq=10 * place + number, recipient=phone,
                recipient_type="BIREYSEL", channel="MESAJ", status="ONAY", origin="PANEL",
                received_at=timezone.now(), evidence=scan,
            )  # fmt: skip
    picture = MediaFile.objects.create(
        firm=in_firm, file=ContentFile(b"GIF89a", "a.gif"), name="a.gif", size=6,
        content_type="image/gif",
    )  # fmt: skip
    draft = make_draft(boss, "Merhaba", list(Subscriber.objects.all()))
    Campaign.objects.filter(pk=draft.pk).update(media=picture)
    Message.objects.create(
        firm=in_firm, campaign=draft, seq=1, batch_no=1, parts=1, credits=1, verdict=1,
        phone=NUMBER, created_at=timezone.now(),
    )  # fmt: skip
    asked(boss)
    with Job.objects.get().result_file.open("rb") as file, zipfile.ZipFile(file) as archive:
        parts = {
            part["table"]: part for part in json.loads(archive.read("veriler.json"))["sources"]
        }
        scans = parts["iys_consent.ConsentEvidence"]
        assert (len(scans["files"]), scans["files_left"]) == (1, 1)
        assert archive.read(scans["files"][0]) == b"Onun"
        (picture,) = parts["messaging.MediaFile"]["files"]
        assert archive.read(picture) == b"GIF89a"
        assert "1 dosya buraya konmadı" in archive.read("veriler.html").decode()


def test_the_file_is_read_without_a_computers_spelling(boss: Actor, in_firm: Firm) -> None:
    Subscriber.objects.update(fields={"sehir": "Konya", "diller": ["tr", "az"], "vip": True})
    row = asked(boss)
    with Job.objects.get().result_file.open("rb") as file, zipfile.ZipFile(file) as archive:
        page = archive.read("veriler.html").decode()
        told = json.loads(archive.read("veriler.json"))
    assert "vip: Evet; sehir: Konya; diller: tr, az</td>" in page
    assert 'data-name="Telefon numarası">+90' in page
    assert told["made_at"] not in page
    assert cells.moment(dt.datetime.fromisoformat(told["made_at"])) in page
    assert not re.search(r";\s*</p>", page)
    names = {name for part in told["sources"] for name in part["fields"]}
    assert {name for name in names if name == name.lower()} == set()
    paper = client_for(Membership.objects.get(pk=boss.membership_id)).get(
        f"/data-requests/{row.pk}/certificate/"
    )
    assert f'<dd class="kvkk-digest">{row.digest}' in paper.content.decode()


def test_a_tckn_is_found_where_it_is_sealed(boss: Actor, in_firm: Firm) -> None:
    for code, tckn in (("120.01", TCKN), ("120.02", "11111111110")):
        Account.objects.create(
            firm=in_firm,
            code=code,
            title=code,
            national_id=tckn,
            refreshed_at=timezone.now(),
            changed_at=timezone.now(),
        )
    row = asked(boss, phone="", tckn=TCKN)
    assert [(line["source"], line["found"]) for line in row.result] == [("ERP: cari hesaplar", 1)]


def test_an_erasure_is_proved_by_a_certificate_that_shows_a_later_change(
    boss: Actor, in_firm: Firm, admin: Membership
) -> None:
    row = asked(boss, kind="SILME")
    assert not Subscriber.objects.exists()
    assert row.subject == {}
    url = reverse("data-request-certificate", args=[row.pk])
    page = client_for(admin).get(url).content.decode()
    assert "Mobil aboneler" in page
    assert row.digest in page
    assert "özeti tutmuyor" not in page
    DataRequest.objects.filter(pk=row.pk).update(result=[])
    assert "özeti tutmuyor" in client_for(admin).get(url).content.decode()


def test_a_person_who_was_erased_stays_erased_after_a_restore(
    boss: Actor, in_firm: Firm, settings: Any, tmp_path: Any
) -> None:
    storage = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    row = asked(boss, kind="SILME")
    kept = tmp_path / "erasures" / str(row.number)
    assert NUMBER[3:].encode() not in kept.read_bytes()
    # The backup was taken before: the person is there again, the request is not.
    DataRequest.objects.all().delete()
    make_subscriber(in_firm, NUMBER, "Deniz", "Kaya")
    make_subscriber(in_firm, "+905381112233", "Başka", "Biri")
    other = make_firm("Başka")
    with firm_scope(other.pk):
        make_subscriber(other, NUMBER, "Deniz", "Kaya")
    (tmp_path / "erasures" / "yarim").write_bytes(b"yarim")
    for rows in (1, 0):  # again is harmless
        told = io.StringIO()
        with pytest.raises(CommandError, match="1 kayıt okunamadı, 0 kaydın"):
            call_command("replay_erasures", stdout=told)
        assert f"1 silme yeniden uygulandı, {rows} satır" in told.getvalue()
        assert [str(one.phone) for one in Subscriber.objects.all()] == ["+905381112233"]
    assert AuditEntry.objects.filter(action="privacy.erasure.replayed").count() == 1
    with firm_scope(other.pk):
        assert Subscriber.objects.filter(phone=NUMBER).exists()
    (tmp_path / "erasures" / "yarim").unlink()
    # Another firm that got the number of the first one after the restore.
    Firm.objects.filter(pk=in_firm.pk).update(created_at=timezone.now())
    make_subscriber(in_firm, NUMBER, "Deniz", "Kaya")
    with pytest.raises(CommandError, match="0 kayıt okunamadı, 1 kaydın"):
        call_command("replay_erasures", stdout=io.StringIO())
    assert Subscriber.objects.filter(phone=NUMBER).exists()
    ticks = {one["task"] for one in app.conf.beat_schedule.values()}
    settings.BACKUP_KEPT_DAYS = 30
    old = (timezone.now() - dt.timedelta(days=30)).timestamp()
    os.utime(kept, (old + 60, old + 60))
    erasure_list.clean()
    assert kept.exists()
    os.utime(kept, (old - 60, old - 60))
    assert tasks.clean.name in ticks
    tasks.clean()
    assert not kept.exists(), "also where nobody else is ever erased"


def test_an_entry_that_was_torn_is_written_anew(boss: Actor, settings: Any, tmp_path: Any) -> None:
    """Its writer was killed, or the disk was full: a restore would bring the person back."""
    storage = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    row = asked(boss, kind="SILME")
    kept = tmp_path / "erasures" / str(row.number)
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    erasure_list.keep(row, Person(phones=(NUMBER,)))
    told = io.StringIO()
    call_command("replay_erasures", stdout=told)
    assert "1 silme yeniden uygulandı" in told.getvalue()


def test_an_uploaded_list_that_names_the_person_goes_with_an_erasure(
    boss: Actor, in_firm: Firm
) -> None:
    old = Job(firm=in_firm, kind="x", title="Liste", state=JobState.DONE, owner_label="x")
    old.file.save("liste.csv", ContentFile(b"ad;tel\nDeniz;5387654321\n"), save=False)
    old.save()
    place = old.file.storage.path(old.file.name)
    asked(boss, kind="SILME")
    old.refresh_from_db()
    assert not old.file
    with pytest.raises(OSError, match="No such file"):
        open(place).close()


def packed(text: bytes, *, flags: int = 0, torn: bool = False) -> bytes:
    """A sheet as it is uploaded; torn in its middle, or as one that asks for a password."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("liste.xml", text)
    body = bytearray(made.getvalue())
    place = body.index(b"PK\x01\x02")
    body[6] |= flags
    body[place + 8] |= flags
    if torn:
        body[place - 6 : place - 2] = b"\xff\xff\xff\xff"
    return bytes(body)


@pytest.mark.parametrize(
    "unread", [packed(b"x" * 99, torn=True), packed(b"x" * 99, flags=1)], ids=["torn", "locked"]
)
def test_a_list_that_nobody_can_open_stops_no_erasure(
    boss: Actor, in_firm: Firm, unread: bytes
) -> None:
    for body in (unread, packed(b"Deniz 5387654321")):
        job = Job(firm=in_firm, kind="x", title="Liste", state=JobState.DONE, owner_label="x")
        job.file.save("liste.xlsx", ContentFile(body), save=False)
        job.save()
    row = asked(boss, kind="SILME")
    assert row.state == "TAMAMLANDI", row.job.error  # type: ignore[union-attr]
    lists = Job.objects.filter(title="Liste").order_by("pk")
    assert [bool(one.file) for one in lists] == [True, False]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"phone": ""}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"email": "x"}, "email"),
        ({"tckn": "12345678901"}, "tckn"),
        ({"reason": " "}, "reason"),
        ({"applied_on": dt.date(2999, 1, 1)}, "applied_on"),
    ],
)
def test_a_request_that_nobody_could_answer_is_refused(
    boss: Actor, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        requests.open_(boss, {"phone": NUMBER, "reason": "x", **given})
    assert refused.value.field == field


def test_only_admins_ask_and_no_program_erases(
    boss: Actor, firm: Firm, manager: Membership, client: Any
) -> None:
    with pytest.raises(NotAllowed):
        requests.open_(actor_for(manager), {"phone": NUMBER, "reason": "x"})
    _key, secret = make_key(firm, ["privacy.request.view", "privacy.request.add"])
    header = {"authorization": f"Bearer {secret}"}
    given = {"phone": NUMBER, "applicant": "KENDISI", "reason": "Formdan"}
    made = client.post(
        "/api/v1/data_requests/", given, content_type="application/json", headers=header
    )
    assert made.status_code == 201, made.content
    assert made.json()["kind"] == "DOSYA"
    wrong = client.post(
        "/api/v1/data_requests/", {**given, "kind": "SILME"}, content_type="application/json",
        headers=header,
    )  # fmt: skip
    assert wrong.status_code == 400


def test_the_page_asks_twice_before_it_erases(boss: Actor, admin: Membership) -> None:
    browser, url = client_for(admin), reverse("data-requests-add")
    given = {"kind": "SILME", "phone": NUMBER, "applicant": "KENDISI", "reason": "Dilekçe",
             "applied_on": "01.11.2026"}  # fmt: skip
    assert browser.post(url, given).status_code == 422
    assert browser.post(url, {**given, "sure": "on"}).status_code == 302
    row = DataRequest.objects.get()
    assert browser.get(reverse("data-requests-detail", args=[row.pk])).status_code == 200


def test_years_are_dated_settings(boss: Actor) -> None:
    rules.add(boss, {"consent_years": 5})
    with pytest.raises(Invalid):
        rules.add(boss, {"bill_years": 0, "valid_from": dt.date(2999, 1, 1)})
    with pytest.raises(Invalid):
        rules.add(boss, {"valid_from": dt.date(2020, 1, 1)})

"""Long work by the browser: upload, preview, confirm, result, cancel, download, bell."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
import xlsxwriter
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from messaging.models import Group, Subscriber
from tests.support.firms import actor_for, client_for, make_key, make_member
from tests.support.messaging import make_subscriber
from turkcell_hub.jobs.models import ImportRow, Job, JobState
from turkcell_hub.jobs.services import jobs, retention
from turkcell_hub.portal import exports
from turkcell_hub.sheets import Column, open_sheet
from turkcell_hub.tenancy.models import Firm, Membership, Role
from turkcell_hub.tenancy.scope import every_firm, firm_scope

pytestmark = pytest.mark.django_db
UPLOAD = "/subscribers/import/"
LIST = [
    ["Telefon Numarası", "Adı", "Soyadı", "Rütbe"],
    ["0532 123 45 01", "Işık", "Çağlar", "A"],
    ["0532 123 45 02", "Ali", "Kaya", "B"],
    ["12", "Bozuk", "Numara", "C"],
    ["+905321234501", "Işık", "Çağlar", "D"],
]


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


def workbook(rows: list[list[object]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def upload(client: Client, content: bytes, name: str = "liste.xlsx", **data: Any) -> Any:
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content), **data})


def work(firm: Firm) -> Job:
    """What a worker would do now."""
    with firm_scope(firm.pk):
        job = Job.objects.latest("pk")
        jobs.run(job.pk)
        job.refresh_from_db()
    return job


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


@pytest.mark.requirement("L-053", "S-072")
def test_a_list_is_uploaded_looked_at_confirmed_and_taken(staff_client: Client, firm: Firm) -> None:
    with firm_scope(firm.pk):
        group = Group.objects.create(firm=firm, name="Bayiler")
    answer = upload(staff_client, workbook(LIST), group=group.pk)
    url = answer["Location"]
    assert "hx-get" in text(staff_client, url)
    assert staff_client.get(f"{url}progress/").status_code == 200
    work(firm)
    assert staff_client.get(f"{url}progress/")["HX-Redirect"] == url
    page = text(staff_client, url)
    assert "4 satır okundu" in page
    assert "Rütbe" in page
    assert "/custom-fields/add/?label=" in page
    assert "2 satırı aktar" in page
    assert "Dosyada tekrar" in text(staff_client, f"{url}rows/?verdict=REPEATED")
    with firm_scope(firm.pk):
        assert not Subscriber.objects.exists()
    assert "<strong>2</strong> kayıt eklenecek" in text(staff_client, f"{url}confirm/")
    staff_client.post(f"{url}confirm/")
    job = work(firm)
    assert job.state == JobState.DONE
    page = text(staff_client, url)
    assert "Alınmayan satırları indir" in page
    assert f"/subscribers/?group={group.pk}" in page
    with firm_scope(firm.pk):
        assert Subscriber.objects.count() == 2
        assert group.members.count() == 2
    file = io.BytesIO(b"".join(staff_client.get(f"{url}result/").streaming_content))  # type: ignore[attr-defined]
    with open_sheet(file, columns=[Column("why", "Neden alınmadı")]) as sheet:
        assert len(list(sheet.rows())) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("liste.pdf", b"%PDF-1.4", "Bu dosya türü okunamıyor"),
        ("liste.xlsx", b"", "Dosya boş"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_place(
    staff_client: Client, name: str, content: bytes, said: str
) -> None:
    answer = upload(staff_client, content, name)
    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"bu bir excel degil", "Yeniden deneyin"),
        (workbook([["Ad", "Soyad"], ["Ali", "Kaya"]]), "Dosyada şu sütunlar bulunamadı"),
        (workbook([["Telefon"]]), "başlıktan başka satır yok"),
    ],
)
def test_a_bad_file_says_what_is_wrong_and_takes_another_one_in_place(
    staff_client: Client, firm: Firm, content: bytes, said: str
) -> None:
    url = upload(staff_client, content)["Location"]
    assert work(firm).state == JobState.FAILED
    page = text(staff_client, url)
    assert said in page
    assert f'action="{UPLOAD}"' in page


def test_each_step_can_be_cancelled_and_nothing_is_changed(
    staff_client: Client, firm: Firm
) -> None:
    url = upload(staff_client, workbook(LIST))["Location"]
    staff_client.post(f"{url}cancel/")
    assert "hiçbir kayıt değişmedi" in text(staff_client, url)
    assert staff_client.post(f"{url}cancel/").status_code == 422
    url = upload(staff_client, workbook(LIST))["Location"]
    work(firm)
    staff_client.post(f"{url}cancel/")
    assert staff_client.post(f"{url}confirm/").status_code == 422
    with firm_scope(firm.pk):
        assert not Subscriber.objects.exists()


def test_work_is_its_owners_and_the_admins_and_absent_for_others(
    staff_client: Client,
    manager_client: Client,
    admin_client: Client,
    customer_client: Client,
    stranger_client: Client,
    firm: Firm,
) -> None:
    colleague = client_for(make_member(firm, Role.STAFF, name="Kolay Gelsin"))
    url = upload(staff_client, workbook(LIST))["Location"]
    work(firm)
    staff_client.post(f"{url}confirm/")
    work(firm)
    for path in ("", "rows/", "result/", "cancel/"):
        for other in (colleague, manager_client, stranger_client, customer_client):
            assert other.get(f"{url}{path}").status_code == 404
    assert admin_client.get(url).status_code == 200
    assert admin_client.get(f"{url}result/").status_code == 200
    assert "liste.xlsx" in text(staff_client, "/jobs/")
    assert "liste.xlsx" not in text(colleague, "/jobs/")
    assert customer_client.get(UPLOAD).status_code == 403


def test_the_bell_tells_the_owner_until_he_has_looked(
    staff_client: Client, manager_client: Client, firm: Firm
) -> None:
    url = upload(staff_client, workbook(LIST))["Location"]
    assert "Sırada" in text(staff_client, "/")
    work(firm)
    assert "Onayınızı bekliyor" in text(staff_client, "/")
    assert "liste.xlsx" not in text(manager_client, "/")
    staff_client.post(f"{url}cancel/")
    assert "liste.xlsx" in text(staff_client, "/")
    staff_client.get(url)
    assert "liste.xlsx" not in text(staff_client, "/")


def test_the_sample_file_can_be_uploaded_as_it_is(staff_client: Client, firm: Firm) -> None:
    sample = b"".join(staff_client.get(f"{UPLOAD}sample/").streaming_content)  # type: ignore[attr-defined]
    upload(staff_client, sample)
    job = work(firm)
    assert (job.state, job.result["counts"]) == (JobState.PREVIEW, {"NEW": 2})


def test_a_large_export_becomes_work_whose_file_holds_what_the_list_shows(
    staff_client: Client, staff: Membership, firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "LARGE", 2)
    for number in range(4):
        make_subscriber(firm, f"+90532123450{number}", f"Kişi{number}", special_code="BAYI")
    make_subscriber(firm, "+905321234509", "Başka")
    url = staff_client.get("/subscribers/export/?format=csv&special_code=BAYI")["Location"]
    job = work(firm)
    assert (job.state, job.result) == (JobState.DONE, {"rows": 4})
    assert "4 kayıt dosyaya yazıldı" in text(staff_client, url)
    content = b"".join(staff_client.get(f"{url}result/").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert content.count("Kişi") == 4
    assert "Başka" not in content


@pytest.mark.parametrize("change", ["role", "code", "brand"])
def test_a_file_is_closed_to_its_owner_once_he_sees_less_than_it_holds(
    firm: Firm, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.setattr(exports, "LARGE", 0)
    make_subscriber(firm, "+905321234509", "Başka")
    owner = make_member(firm, Role.STAFF, codes=["IZMIR"], brands=["A", "B"])
    url = client_for(owner).get("/subscribers/export/?format=csv")["Location"]
    work(firm)
    assert client_for(owner).get(f"{url}result/").status_code == 200
    with firm_scope(firm.pk):
        if change == "role":
            Membership.objects.filter(pk=owner.pk).update(role=Role.CUSTOMER)
        elif change == "code":
            owner.authority_codes.clear()
        else:
            owner.brands.remove(owner.brands.first())
    assert client_for(owner).get(f"{url}result/").status_code == 403


def test_an_export_asks_for_the_right_when_it_is_written(firm: Firm, staff: Membership) -> None:
    with firm_scope(firm.pk):
        exports.start_large_export(actor_for(staff), "subscribers", "csv", "")  # type: ignore[misc]
        Membership.objects.filter(pk=staff.pk).update(role=Role.CUSTOMER)
    assert work(firm).error_code == "not_allowed"


def test_personal_data_of_an_upload_is_gone_a_week_after_the_work_is_over(
    staff_client: Client, firm: Firm
) -> None:
    url = upload(staff_client, workbook(LIST))["Location"]
    work(firm)
    staff_client.post(f"{url}confirm/")
    job = work(firm)
    with every_firm():
        assert retention.clean() == 0
        Job.objects.update(finished_at=timezone.now() - timedelta(days=8))
        assert retention.clean() == 1
        assert retention.clean() == 0
        assert not ImportRow.objects.exists()
    job.refresh_from_db()
    assert not job.file
    assert not job.result_file
    assert "2" in text(staff_client, url)
    assert staff_client.get(f"{url}result/").status_code == 404


def test_a_preview_that_nobody_confirms_for_a_week_is_given_up(
    staff_client: Client, firm: Firm
) -> None:
    upload(staff_client, workbook(LIST))
    job = work(firm)
    with every_firm():
        Job.objects.update(created_at=timezone.now() - timedelta(days=8))
        retention.clean()
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    with firm_scope(firm.pk):
        assert not ImportRow.objects.exists()


def test_a_page_left_and_opened_again_goes_on_where_it_was(
    staff_client: Client, firm: Firm, staff: Membership
) -> None:
    with firm_scope(firm.pk):
        job = jobs.start(
            "subscribers.import",
            actor_for(staff),
            {},
            title="Aktarım",
            file=ContentFile(b"x"),
            file_name="a.csv",
        )
        Job.objects.filter(pk=job.pk).update(
            state=JobState.RUNNING,
            phase="apply",
            done=50,
            total=200,
            started_at=timezone.now() - timedelta(seconds=10),
        )
    page = text(staff_client, f"/jobs/{job.pk}/")
    assert "50 / 200 satır" in page
    assert "saniye kaldı" in page


def titled(firm: Firm, staff: Membership) -> None:
    with firm_scope(firm.pk):
        for title, file_name in (
            ("Fatura aktarımı (TABLO1)", ""),
            ("ERP kartlarını okuma", ""),
            ("Taşınma: IŞIK.xlsx", "IŞIK.xlsx"),
        ):
            jobs.start("subscribers.import", actor_for(staff), {}, title=title,
                       file=ContentFile(b"x"), file_name=file_name)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("tr", "fatura", ["Fatura aktarımı (TABLO1)"]),
        ("tr", "KARTLARINI erp", ["ERP kartlarını okuma"]),
        ("tr", "ışık", ["Taşınma: IŞIK.xlsx"]),
        ("tr", "bill transfer", []),
        ("en", "bill transfer", ["Bill transfer (TABLO1)"]),
        ("en", "fatura", ["Bill transfer (TABLO1)"]),
        ("en", "isik.xlsx", ["Moving in: IŞIK.xlsx"]),
    ],
)
def test_work_is_named_and_found_in_the_readers_language(
    firm: Firm, staff: Membership, client: Client, language: str, words: str, found: list[str]
) -> None:
    titled(firm, staff)
    user = staff.user
    user.language = language
    user.save()
    page = client_for(staff).get("/jobs/", {"q": words}).content.decode()
    rows = page[page.index('id="list"') :]
    known = ("Fatura aktarımı (TABLO1)", "ERP kartlarını okuma", "Taşınma: IŞIK.xlsx",
             "Bill transfer (TABLO1)", "Moving in: IŞIK.xlsx")  # fmt: skip
    assert [title for title in known if title in rows] == found, "the portal's list"
    key, secret = make_key(firm, ["jobs.job.view"])
    with every_firm():
        Job.objects.update(owner_key=key.pk)
    answer = client.get(
        "/api/v1/jobs/", {"search": words, "state": ["QUEUED", "RUNNING"]},
        headers={"authorization": f"Bearer {secret}", "accept-language": language},
    )  # fmt: skip
    assert [row["title"] for row in answer.json()["results"]] == found, "REST"
    assert "Accept-Language" in answer["Vary"]


def test_work_of_long_ago_is_found_among_thousands_since(firm: Firm, staff: Membership) -> None:
    titled(firm, staff)
    with firm_scope(firm.pk):
        kept = Job.objects.get(title="Taşınma: IŞIK.xlsx")
        values = {"firm": firm, "kind": kept.kind, "owner_label": "x", "state": JobState.DONE,
                  "owner_user": kept.owner_user}  # fmt: skip
        Job.objects.bulk_create(Job(title=f"Taşınma: {n}.xlsx", **values) for n in range(5100))
    for language in ("tr", "en"):
        staff.user.language = language
        staff.user.save()
        for words, found in (("isik", "IŞIK.xlsx"), ("5099.xlsx", "5099.xlsx")):
            page = client_for(staff).get("/jobs/", {"q": words}).content.decode()
            rows = page[page.index("<tbody") :] if "<tbody" in page else ""
            assert (found in rows, rows.count(".xlsx</a>")) == (True, 1), (language, words)


def test_a_refusal_of_rest_stays_turkish_beside_its_english(firm: Firm, client: Client) -> None:
    _key, secret = make_key(firm, ["jobs.job.view"])
    answer = client.get(
        "/api/v1/jobs/", {"search": "x", "state": "YOK"},
        headers={"authorization": f"Bearer {secret}", "accept-language": "en"},
    )  # fmt: skip
    told = answer.json()["errors"][0]
    assert "geçerli" in told["detail"].lower() or "seçenek" in told["detail"].lower(), told
    assert told["detail_en"] != told["detail"]

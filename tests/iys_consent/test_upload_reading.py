"""Lists of consents are read: each bad row says what is wrong with it, and a kill loses none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from iys_consent.models import (
    UploadRow,
)
from iys_consent.services import uploads
from iys_consent.uploads import samples, summary
from tests.iys_consent.lists import HEADERS, again, codes, figures, file_of, now, read, row
from tests.iys_consent.panel import consent, hours_ago
from turkcell_hub.errors import HubError
from turkcell_hub.jobs.services import jobs
from turkcell_hub.sheets import write_csv
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand


@pytest.mark.requirement("K-008", "K-009")
@pytest.mark.parametrize("kind", samples.KINDS)
def test_the_sample_files_import_without_one_error(staff: Actor, brand: Brand, kind: str) -> None:
    made = samples.sample(kind, brand.code, timezone.now())
    upload = read(staff, brand, file=ContentFile(made.read(), name=f"{kind}.xlsx"))
    found = summary.of(upload)
    assert (found.wrong_rows, summary.corrections(upload, {})) == (0, [])
    assert found.rows == UploadRow.objects.filter(upload=upload).count()
    assert found.sendable == {"tacir": 4, "bireysel": 5}[kind]


@pytest.mark.requirement("K-026", "K-028", "K-029", "K-030", "K-031", "K-057", "K-061")
@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"brand": None}, ["brand_missing"]),
        ({"brand": "999999"}, ["brand_foreign"]),
        ({"brand": "100002"}, ["brand_other"]),
        ({"phone": None}, ["address_missing"]),
        ({"phone": "12"}, ["phone_invalid"]),
        ({"phone": None, "email": "ayşe@x", "mail": "ONAY"}, ["email_invalid"]),
        ({"recipient_type": None}, ["recipient_type_missing"]),
        ({"recipient_type": "ŞİRKET"}, ["recipient_type_invalid"]),
        ({"source": None}, ["source_missing"]),
        ({"source": "IYS_WEB"}, ["source_is_the_registrys"]),
        ({"source": "POSTA"}, ["source_invalid"]),
        ({"consented_at": "dün"}, ["date_invalid"]),
        ({"consented_at": "01.02.2021 10:00"}, ["date_too_old"]),
        ({"consented_at": "01.02.2035 10:00"}, ["date_in_future"]),
        ({"call": "belki"}, ["status_invalid"]),
        ({"call": "RET", "message": "RET"}, ["first_is_refusal", "first_is_refusal"]),
        ({"brand": None, "recipient_type": None, "phone": "1"},
         ["recipient_type_missing", "brand_missing", "phone_invalid"]),
    ],
)  # fmt: skip
def test_each_bad_row_says_what_is_wrong_and_is_not_sent(
    staff: Actor, brand: Brand, other_brand: Brand, cells: dict[str, Any], found: list[str]
) -> None:
    upload = read(staff, brand, row(**cells))
    assert codes(upload) == [found]
    assert summary.of(upload).wrong_rows == 1
    with pytest.raises(HubError):
        uploads.send(staff, upload, "TUMU", checked=True, keep_blocks=False)


def test_of_two_rows_of_one_address_the_first_counts_and_contradictions_count_neither(
    staff: Actor, actor: Actor, brand: Brand
) -> None:
    consent(actor, brand, address="+905337654321", consented_at=hours_ago(30))
    upload = read(
        staff,
        brand,
        row(call=None),
        row(call=None),
        row(phone="+905337654321", call=None),
        row(phone="+905337654321", call=None, message="RET"),
    )
    assert codes(upload) == [[], ["repeated"], ["contradicts"], ["contradicts"]]
    assert figures(upload)["MESAJ"] == (3, 1, 1, 0, 1, 2)


def test_a_csv_list_and_the_common_address_column_are_read_too(staff: Actor, brand: Brand) -> None:
    buffer = BytesIO()
    headers = ["marka_kodu", "alici_tipi", "alici", "mesaj_izni", "eposta_izni", "kaynak", "tarih"]
    at = f"{now():%Y-%m-%d %H:%M:%S}"
    write_csv(buffer, headers, [
        ["100001", "BIREYSEL", "+905321234567", "ONAY", "", "HS_WEB", at],
        ["100001", "BIREYSEL", "Ayse@Ornek.com", "", "ONAY", "HS_WEB", at],
    ])  # fmt: skip
    upload = read(staff, brand, file=ContentFile(buffer.getvalue(), name="izinler.csv"))
    found = UploadRow.objects.order_by("number").values_list("phone", "email")
    assert list(found) == [("+905321234567", ""), ("", "ayse@ornek.com")]
    assert summary.of(upload).sendable == 2


def test_a_file_without_the_needed_columns_says_which(staff: Actor, brand: Brand) -> None:
    upload = read(staff, brand, ["a", "b"], headers=["Ad", "Telefon"])
    assert "marka_kodu" in upload.job.error
    assert "alici_tipi" in upload.job.error


def test_a_merchants_first_record_needs_no_source_and_no_date(staff: Actor, brand: Brand) -> None:
    bare = row(recipient_type="TACİR", source=None, consented_at=None)
    upload = read(staff, brand, bare)
    assert summary.of(upload).wrong_rows == 0


@pytest.mark.requirement("K-042")
def test_a_list_of_excel_97_is_opened_and_its_headers_read(staff: Actor, brand: Brand) -> None:
    content = (Path(__file__).parents[1] / "sheets/fixtures/subscribers.xls").read_bytes()
    job = read(staff, brand, file=ContentFile(content, name="izinler.xls")).job
    assert job.error_code == "headers"  # it is a list of people: what it lacks is named
    assert "marka_kodu; alici_tipi; arama_izni" in job.error
    assert "telefon" not in job.error.lower()


@pytest.mark.requirement("K-042")
def test_a_list_of_excel_97_comes_to_the_same_verdicts_as_any_other(
    staff: Actor, brand: Brand
) -> None:
    """Numbers and a date are kept as floats there; letters in an encoding of their own."""
    content = (Path(__file__).parent / "fixtures/consents.xls").read_bytes()
    upload = read(staff, brand, file=ContentFile(content, name="izinler.xls"))
    rows = UploadRow.objects.filter(upload=upload).order_by("number")
    assert list(
        rows.values_list("first_name", "last_name", "phone", "email", "recipient_type")
    ) == [
        ("Şükrü", "Çağlayan", "+905321234567", "", "TACIR"),
        ("Işıl", "Öğütçü", "+905321234568", "isil@ornek.com.tr", "BIREYSEL"),
        ("Ali", "Veli", "", "", "TACIR"),
        ("Ömer", "İnci", "", "omer@ornek.com.tr", "TACIR"),
    ]
    assert codes(upload) == [[], ["date_too_old"], ["phone_invalid"], []]
    assert rows[1].consented_at == datetime(2021, 2, 1, 7, 0, tzinfo=UTC)  # 10.00 in İstanbul
    # İzin, RET, Yeni, Güncellenecek, Zaten kayıtlı, Hatalı: the first's phone, the last's e-mail.
    assert figures(upload) == {
        "ARAMA": (3, 0, 1, 0, 0, 2),
        "MESAJ": (3, 0, 1, 0, 0, 2),
        "EPOSTA": (2, 0, 1, 0, 0, 1),
    }


@pytest.mark.requirement("K-001")
def test_a_killed_reader_goes_on_from_its_place_and_by_the_same_clock(
    staff: Actor, brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    from iys_consent.uploads import job as reading
    from turkcell_hub.jobs.models import Job

    monkeypatch.setattr(reading, "CHUNK", 2)
    rows = [row(phone=f"+9053212345{n:02d}") for n in range(5)]
    upload = uploads.start(staff, brand, file_of(*rows), declared=True)
    copy = reading.staging.copy

    def die(firm_id: int, upload_id: int, rows: Iterator[Any]) -> Any:
        lines = copy(firm_id, upload_id, rows)
        if lines.last > 3:
            raise SystemExit
        return lines

    with monkeypatch.context() as dying:
        dying.setattr(reading.staging, "copy", die)
        with pytest.raises(SystemExit):
            jobs.run(upload.job_id)
    begun = Job.objects.get(pk=upload.job_id).checkpoint["read"]
    kept = set(UploadRow.objects.values_list("pk", flat=True))
    Job.objects.filter(pk=upload.job_id).update(lease_until=timezone.now() - timedelta(hours=1))
    jobs.run(upload.job_id)
    assert (begun["rows"], len(kept)) == (2, 2)
    numbers = UploadRow.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [2, 3, 4, 5, 6]
    assert kept < set(UploadRow.objects.values_list("pk", flat=True))
    assert again(upload).rows == 5


@pytest.mark.requirement("K-001")
def test_what_stops_the_reading_in_mid_list_is_told_and_leaves_no_half_chunk(
    staff: Actor, brand: Brand
) -> None:
    rows = [row(phone=f"+9053212345{n:02d}") for n in range(30)]
    buffer = BytesIO()
    write_csv(buffer, HEADERS, [*rows, row(first_name="A" * 40_000)])
    upload = read(staff, brand, file=ContentFile(buffer.getvalue(), name="izinler.csv"))
    assert "32767" in upload.job.error.replace(".", "")
    assert "COPY" not in upload.job.error
    assert not UploadRow.objects.exists()

"""Lists of consents: read, looked at, corrected by kind, sent; consent is never invented."""

from __future__ import annotations

import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from iys_consent.models import (
    ConsentEvidence,
    ConsentMovement,
    ConsentRecord,
    ConsentUpload,
    Dealer,
    UploadRow,
    UploadState,
)
from iys_consent.services import uploads
from iys_consent.uploads import samples, summary
from iys_consent.uploads.columns import COLUMNS
from iys_consent.uploads.kinds import Kind
from iys_consent.uploads.verdicts import notes_of
from tests.iys_consent.panel import consent, hours_ago, member_of, text_of
from tests.support.firms import actor_for, make_brand, make_firm
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import HubError, NotAllowed
from turkcell_hub.gateways.iys.values import REGISTRY_ZONE
from turkcell_hub.jobs.notifications import of_jobs
from turkcell_hub.jobs.services import jobs
from turkcell_hub.sheets import open_sheet, write_csv, write_xlsx
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, Firm, Role

HEADERS = [column.header for column in COLUMNS]


def now() -> datetime:
    return timezone.now().astimezone(REGISTRY_ZONE).replace(microsecond=0, tzinfo=None)


def row(**cells: Any) -> list[Any]:
    """A right row of brand 100001; ``cells`` by column name."""
    values: dict[str, Any] = {
        "brand": "100001", "recipient_type": "BIREYSEL", "first_name": "Ayşe",
        "last_name": "Yılmaz", "phone": "+905321234567", "email": None, "call": "ONAY",
        "message": "ONAY", "mail": None, "source": "HS_WEB",
        "consented_at": now() - timedelta(hours=2), **cells,
    }  # fmt: skip
    return [values[column.name] for column in COLUMNS]


def file_of(*rows: list[Any], headers: list[str] | None = None) -> ContentFile[bytes]:
    buffer = BytesIO()
    write_xlsx(buffer, headers or HEADERS, rows)
    return ContentFile(buffer.getvalue(), name="izinler.xlsx")


@pytest.fixture
def staff(firm: Firm) -> Actor:
    return actor_for(member_of(firm)[0])


@pytest.fixture
def manager(firm: Firm) -> Actor:
    return actor_for(member_of(firm, Role.MANAGER, name="Yusuf Yönetici")[0])


def read(actor: Actor, brand: Brand, *rows: list[Any], **options: Any) -> ConsentUpload:
    """A list that has been read and waits."""
    file = options.pop("file", None) or file_of(*rows, **options)
    upload = uploads.start(actor, brand, file, declared=True)
    jobs.run(upload.job_id)
    return again(upload)


def again(upload: ConsentUpload) -> ConsentUpload:
    return ConsentUpload.objects.select_related("job", "brand").get(pk=upload.pk)


def sent(actor: Actor, upload: ConsentUpload, mode: str = "TUMU", **options: Any) -> dict[str, int]:
    uploads.send(actor, upload, mode, checked=True, **options)
    jobs.run(upload.job_id)
    return dict(again(upload).job.result["sent"])


def comments_of(workbook: bytes) -> dict[tuple[int, str], str]:
    """(row, header) -> the comment on that cell."""
    with zipfile.ZipFile(BytesIO(workbook)) as parts:
        root = ElementTree.fromstring(parts.read("xl/comments1.xml"))  # noqa: S314 - our own
    return {
        (int(one.attrib["ref"][1:]), HEADERS[ord(one.attrib["ref"][0]) - ord("A")]): "".join(
            one.itertext()
        )
        for one in root.iter()
        if one.tag.endswith("}comment")
    }


def codes(upload: ConsentUpload) -> list[list[str]]:
    rows = UploadRow.objects.filter(upload=upload).order_by("number")
    return [[note.code for note in notes_of(one.notes)] for one in rows]


def figures(upload: ConsentUpload) -> dict[str, tuple[int, ...]]:
    """Channel -> İzin, RET, Yeni İleti, Güncellenecek, Zaten kayıtlı, Hatalı."""
    return {
        line.channel.value: (
            line.approved, line.refused, line.new, line.updates, line.skipped, line.wrong,
        )
        for line in summary.of(again(upload)).lines
    }  # fmt: skip


@pytest.mark.requirement("K-008", "K-009")
@pytest.mark.parametrize("kind", samples.KINDS)
def test_the_sample_files_import_without_one_error(staff: Actor, brand: Brand, kind: str) -> None:
    made = samples.sample(kind, brand.code, timezone.now())
    upload = read(staff, brand, file=ContentFile(made.read(), name=f"{kind}.xlsx"))
    found = summary.of(upload)
    assert (found.wrong_rows, summary.corrections(upload, {})) == (0, [])
    assert found.rows == UploadRow.objects.filter(upload=upload).count()
    assert found.sendable == {"tacir": 4, "bireysel": 5}[kind]


@pytest.mark.requirement("K-047", "K-054", "K-052")
def test_the_summary_counts_each_channel_and_nothing_is_recorded_before_it_is_sent(
    staff: Actor, brand: Brand
) -> None:
    upload = read(
        staff,
        brand,
        row(),
        row(phone="+905337654321", call=None),
        row(phone=None, email="ayse@ornek.com", call=None, message=None, mail="ONAY"),
        row(phone="123"),
    )
    assert figures(upload) == {
        "ARAMA": (2, 0, 1, 0, 0, 1),
        "MESAJ": (3, 0, 2, 0, 0, 1),
        "EPOSTA": (1, 0, 1, 0, 0, 0),
    }
    assert not ConsentMovement.objects.exists()
    assert sent(staff, upload) == {"sent": 4}
    assert ConsentRecord.objects.count() == 4
    assert set(ConsentMovement.objects.values_list("origin", flat=True)) == {"AKTARIM"}


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


@pytest.mark.requirement("K-029", "K-034", "K-038", "K-048", "K-060")
def test_spellings_are_corrected_listed_by_kind_and_can_be_refused(
    staff: Actor, brand: Brand
) -> None:
    shuffled = ["İzin Kaynağı", "TELEFON", "Marka Kodu", "Tipi", "Mesaj İzni", "İzin_Tarihi"]
    cells = ["HS-WEB", "0532 123 45 67", 100001, "bireysel ", "onay", f"{now():%d.%m.%Y %H:%M}"]
    upload = read(staff, brand, cells, headers=shuffled)
    only = UploadRow.objects.get()
    assert (only.phone, only.source, only.message) == ("+905321234567", "HS_WEB", "ONAY")
    assert {one.code for one in summary.corrections(upload, upload.job.result["places"])} == {
        "PHONE", "STATUS", "SOURCE", "TYPE"
    }  # fmt: skip
    shown = {
        one.code: list(one.examples)
        for one in summary.corrections(upload, upload.job.result["places"])
    }
    assert shown["PHONE"] == [("0532 123 45 67", "+905321234567")]
    assert shown["SOURCE"] == [("HS-WEB", "HS_WEB")]
    assert shown["STATUS"] == [("onay", "ONAY")]
    assert figures(upload)["MESAJ"] == (1, 0, 1, 0, 0, 0)
    uploads.refuse(staff, upload, Kind.SOURCE)
    assert figures(upload)["MESAJ"] == (1, 0, 0, 0, 0, 1)
    uploads.accept(staff, upload, Kind.SOURCE)
    assert figures(upload)["MESAJ"] == (1, 0, 1, 0, 0, 0)


@pytest.mark.requirement("K-058")
def test_empty_channels_stay_errors_until_a_manager_accepts_that_kind_by_name(
    staff: Actor, manager: Actor, brand: Brand
) -> None:
    upload = read(staff, brand, row(call=None, message=None), row(phone="+905337654321"))
    assert figures(upload)["MESAJ"] == (2, 0, 1, 0, 0, 1)
    with pytest.raises(NotAllowed):
        uploads.accept(staff, upload, Kind.EMPTY_CHANNELS)
    uploads.accept(manager, upload, Kind.EMPTY_CHANNELS)
    assert figures(upload)["MESAJ"] == (2, 0, 2, 0, 0, 0)
    entry = AuditEntry.objects.get(action="consent.correction_accepted")
    assert (entry.actor_label, entry.changes) == ("Yusuf Yönetici", {"kind": "EMPTY_CHANNELS"})
    uploads.refuse(manager, upload, Kind.EMPTY_CHANNELS)
    assert sent(staff, upload) == {"sent": 2}
    assert not ConsentRecord.objects.filter(recipient="+905321234567").exists()


@pytest.mark.requirement("K-059")
def test_an_empty_date_becomes_the_uploads_moment_only_when_accepted(
    staff: Actor, manager: Actor, brand: Brand
) -> None:
    upload = read(staff, brand, row(consented_at=None))
    assert figures(upload)["ARAMA"] == (1, 0, 0, 0, 0, 1)
    uploads.accept(manager, upload, Kind.EMPTY_DATE)
    assert sent(staff, upload) == {"sent": 2}
    at = ConsentMovement.objects.values_list("consented_at", flat=True).first()
    assert at == upload.declared_at.replace(microsecond=0)


def test_a_merchants_first_record_needs_no_source_and_no_date(staff: Actor, brand: Brand) -> None:
    bare = row(recipient_type="TACİR", source=None, consented_at=None)
    upload = read(staff, brand, bare)
    assert summary.of(upload).wrong_rows == 0


@pytest.mark.requirement("K-053", "K-055", "K-033")
def test_without_updating_sends_only_addresses_that_have_no_record(
    staff: Actor, actor: Actor, brand: Brand
) -> None:
    consent(actor, brand, status="RET", consented_at=hours_ago(30))
    consent(actor, brand, channel="ARAMA", consented_at=hours_ago(30))
    list_of = (row(), row(phone="+905337654321"))
    upload = read(staff, brand, *list_of)
    # ARAMA is ONAY already; MESAJ would be turned from RET to ONAY.
    assert figures(upload) == {
        "ARAMA": (2, 0, 1, 0, 1, 0),
        "MESAJ": (2, 0, 1, 1, 0, 0),
        "EPOSTA": (0, 0, 0, 0, 0, 0),
    }
    assert sent(staff, upload, "YENI") == {"sent": 2}
    assert ConsentRecord.objects.get(channel="MESAJ", recipient="+905321234567").status == "RET"
    everything = read(staff, brand, *list_of)
    assert sent(staff, everything, "TUMU") == {"sent": 1}
    assert ConsentRecord.objects.get(channel="MESAJ", recipient="+905321234567").status == "ONAY"


def test_refreshing_lets_a_later_approval_replace_an_approval(
    staff: Actor, actor: Actor, brand: Brand
) -> None:
    consent(actor, brand, consented_at=hours_ago(30))
    upload = read(staff, brand, row(call=None))
    assert figures(upload)["MESAJ"] == (1, 0, 0, 0, 1, 0)
    uploads.set_refresh(staff, upload, refresh=True)
    jobs.run(upload.job_id)
    assert figures(upload)["MESAJ"] == (1, 0, 0, 1, 0, 0)


@pytest.mark.requirement("K-032", "S-032")
def test_first_refusals_are_errors_that_may_stay_here_as_blocks(staff: Actor, brand: Brand) -> None:
    upload = read(staff, brand, row(call="RET", message="RET"), row(phone="+905337654321"))
    assert figures(upload)["MESAJ"] == (1, 1, 1, 0, 0, 1)
    assert sent(staff, upload, keep_blocks=True) == {"sent": 2, "kept": 2}
    assert ConsentRecord.objects.filter(status="RET").count() == 2


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


@pytest.mark.requirement("S-035", "K-049")
def test_who_declared_and_who_checked_is_kept_with_every_consent(
    staff: Actor, brand: Brand
) -> None:
    with pytest.raises(HubError) as undeclared:
        uploads.start(staff, brand, file_of(row()), declared=False)
    assert undeclared.value.code == "declaration_missing"
    upload = read(staff, brand, row())
    with pytest.raises(HubError) as unchecked:
        uploads.send(staff, upload, "TUMU", checked=False)
    assert unchecked.value.code == "check_missing"
    sent(staff, upload)
    evidence = ConsentEvidence.objects.get()
    assert upload.declared_by in evidence.text
    assert upload.file_sha256 in evidence.text
    assert set(ConsentMovement.objects.values_list("evidence", flat=True)) == {evidence.pk}


@pytest.mark.requirement("K-050")
def test_a_deleted_list_has_sent_nothing_and_leaves_no_rows(staff: Actor, brand: Brand) -> None:
    upload = read(staff, brand, row())
    uploads.delete(staff, upload)
    assert again(upload).state == UploadState.DELETED
    assert not UploadRow.objects.exists()
    assert not ConsentMovement.objects.exists()
    with pytest.raises(HubError):
        uploads.send(staff, upload, "TUMU", checked=True)


def test_what_changed_since_the_check_is_left_out(staff: Actor, actor: Actor, brand: Brand) -> None:
    upload = read(staff, brand, row(call=None))
    consent(actor, brand, consented_at=hours_ago(1))  # meanwhile it is known already
    assert sent(staff, upload) == {"changed": 1}
    assert ConsentMovement.objects.count() == 1


def test_a_killed_sender_goes_on_without_loss_or_doubles(
    staff: Actor, brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    from iys_consent.uploads import sending
    from turkcell_hub.jobs.models import Job
    from turkcell_hub.jobs.progress import Progress

    monkeypatch.setattr(sending, "_CHUNK", 2)
    rows = [row(phone=f"+9053212345{n:02d}", call=None) for n in range(5)]
    upload = read(staff, brand, *rows)
    uploads.send(staff, upload, "TUMU", checked=True)
    steps = []

    def die(self: Progress, *_args: Any, **_options: Any) -> None:
        steps.append(1)
        if len(steps) == 2:
            raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(Progress, "step", die)
        with pytest.raises(SystemExit):
            jobs.run(upload.job_id)
    Job.objects.filter(pk=upload.job_id).update(lease_until=timezone.now() - timedelta(hours=1))
    jobs.run(upload.job_id)
    assert again(upload).job.result["sent"] == {"sent": 5}
    assert ConsentMovement.objects.count() == 5


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


def test_the_corrected_copy_explains_each_cell_and_needs_no_correction_itself(
    firm: Firm, brand: Brand
) -> None:
    member, client = member_of(firm)
    staff = actor_for(member)
    upload = read(
        staff,
        brand,
        row(phone="0532 123 45 67", call="onay", source="HS-WEB"),
        row(phone="+905337654321"),
        row(phone="12"),
        row(phone="+905337654322", call=None, message=None),
    )
    answer = client.get(f"/consents/import/{upload.job_id}/corrected/")
    body = b"".join(answer.streaming_content)
    with open_sheet(BytesIO(body)) as sheet:
        assert list(sheet.headers) == HEADERS
        (_first, cells), *_rest = list(sheet.rows())
    assert cells[HEADERS.index("telefon")] == "+905321234567"
    comments = comments_of(body)
    assert "0532 123 45 67" in comments[2, "telefon"]
    assert "onay" in comments[2, "arama_izni"]
    assert (4, "telefon") in comments
    assert "ONAY sayılır?" in comments[5, "arama_izni"]
    assert not any(number == 3 for number, _header in comments)
    once_more = read(staff, brand, file=ContentFile(body, name="duzeltilmis.xlsx"))
    mended = UploadRow.objects.filter(upload=once_more, number=upload.lines.first().number)
    assert mended.get().kinds == 0


def test_a_file_without_the_needed_columns_says_which(staff: Actor, brand: Brand) -> None:
    upload = read(staff, brand, ["a", "b"], headers=["Ad", "Telefon"])
    assert "marka_kodu" in upload.job.error
    assert "alici_tipi" in upload.job.error


@pytest.mark.requirement(
    "K-010", "K-040", "K-041", "K-042", "K-043", "K-044", "K-045", "K-046", "K-051", "K-056"
)
def test_the_six_steps_by_the_browser(
    firm: Firm, brand: Brand, django_capture_on_commit_callbacks: Any
) -> None:
    member, client = member_of(firm)
    box = client.get("/consents/import/")
    assert "Önce bunları okuyun" in text_of(box)
    assert b'type="file"' not in box.content
    assert b'type="file"' in client.get("/consents/import/?read=1").content
    file = file_of(row(), row(phone="0532 999"))
    data = {"read": "1", "brand": brand.pk, "file": file}
    assert "beyan" in text_of(client.post("/consents/import/", data))
    file.seek(0)
    answer = client.post("/consents/import/", {**data, "declared": "on"})
    upload = ConsentUpload.objects.get()
    assert answer["Location"] == reverse("consent-upload-page", args=[upload.job_id])
    waiting = client.get(answer["Location"])  # for a worker: the request has read nothing
    assert (waiting.status_code, upload.state, upload.lines.count()) == (200, "OKUNUYOR", 0)
    assert "Bu sayfadan ayrılabilirsiniz" in text_of(waiting)
    jobs.run(upload.job_id)
    told = next(iter(of_jobs(actor_for(member))))
    assert (told.level, told.url) == ("warning", reverse("jobs-detail", args=[upload.job_id]))
    page = client.get(reverse("jobs-page", args=[upload.job_id]), follow=True)
    words = text_of(page)
    for label in ("Yüklenecek Marka: Ege Ev", "Kanal", "İzin Adedi", "RET Adedi", "Yeni İleti",
                  "Hatalı Adedi", "Kişi Adı Soyadı", "Arama İzni", "Mesaj İzni", "E-Posta İzni",
                  "İzin Kaynağı", "İzin Tarihi", "Marka Kodu", "Hata ve Uyarılar", "Geri Dön",
                  "Listeyi Sil", "Tümünü Gönder", "Yeni İleti Onay Ver",
                  "Telefon numarası geçerli değil"):  # fmt: skip
        assert label in words, label
    send = reverse("consent-upload-send", args=[upload.job_id])
    refused = client.post(send, {"mode": "TUMU"})
    assert refused.status_code == 422
    assert "Kontrol ettim onaylıyorum" in text_of(refused)
    client.get("/consents/?view=")  # Geri Dön keeps the draft
    assert again(upload).state == UploadState.READY
    assert client.post(send, {"mode": "TUMU", "checked": "1"}).status_code == 302
    jobs.run(upload.job_id)
    assert "sıraya alındı" in text_of(client.get(answer["Location"]))
    mended = client.get(reverse("consent-upload-refused", args=[upload.job_id]))
    with open_sheet(BytesIO(b"".join(mended.streaming_content))) as sheet:  # type: ignore[attr-defined]
        ((_number, cells),) = list(sheet.rows())
    assert cells[4] == "0532 999"
    assert "Telefon numarası geçerli değil" in str(cells[-1])


def test_another_firms_list_does_not_exist(firm: Firm, staff: Actor, brand: Brand) -> None:
    upload = read(staff, brand, row())
    stranger = make_firm("Bursa Lojistik")
    make_brand(stranger, "1")
    _member, client = member_of(stranger, Role.ADMIN)
    for name in ("page", "refused"):
        url = reverse(f"consent-upload-{name}", args=[upload.job_id])
        assert client.get(url).status_code == 404
    for name in ("kinds", "send", "delete", "refresh"):
        url = reverse(f"consent-upload-{name}", args=[upload.job_id])
        assert client.post(url, {"mode": "TUMU", "checked": "1"}).status_code == 404
    assert again(upload).state == UploadState.READY


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

    def die(firm_id: int, upload_id: int, chunk: list[Any]) -> None:
        copy(firm_id, upload_id, chunk)
        if chunk[0].number > 2:
            raise SystemExit

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


def test_a_list_names_the_dealer_who_took_the_consent(staff: Actor, brand: Brand) -> None:
    Dealer.objects.create(
        firm_id=staff.firm_id, brand=brand, title="Ege Bayi", code=10000001, state="KAYITLI"
    )
    rows = [
        [*row(phone=f"+9053212345{n:02d}", call=None), code]
        for n, code in enumerate(("10000001", None, 10000002, "Ege", "010000001999"))
    ]
    upload = read(staff, brand, *rows, headers=[*HEADERS, "bayi_kodu"])
    assert summary.of(upload).wrong_rows == 3
    assert sent(staff, upload) == {"sent": 2}
    codes = ConsentMovement.objects.order_by("seq").values_list("retailer_code", flat=True)
    assert list(codes) == [10000001, None]
    assert ConsentRecord.objects.get(recipient="+905321234500").retailer_codes == [10000001]

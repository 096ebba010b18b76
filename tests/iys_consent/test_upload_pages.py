"""The six steps of a list by the browser."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from iys_consent.models import (
    ConsentMovement,
    ConsentUpload,
    UploadState,
)
from iys_consent.services import uploads
from iys_consent.uploads import summary
from tests.iys_consent.lists import again, file_of, read, row
from tests.iys_consent.panel import member_of, text_of
from tests.support.firms import actor_for, make_brand, make_firm
from turkcell_hub.errors import Invalid
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.notifications import of_jobs
from turkcell_hub.jobs.services import jobs
from turkcell_hub.sheets import open_sheet
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, Firm, Role


@pytest.mark.requirement(
    "K-010", "K-040", "K-041", "K-042", "K-043", "K-044", "K-045", "K-046", "K-051", "K-056"
)
def test_the_six_steps_by_the_browser(
    firm: Firm, brand: Brand, django_capture_on_commit_callbacks: Any
) -> None:
    member, client = member_of(firm)
    box = client.get("/consents/import/")
    assert "Önce bunları okuyun" in text_of(box)
    back = 'aria-label="Konum"'
    for path in ("/consents/import/", "/consents/add/"):
        found = client.get(path).content.decode().split(back)[1].split("</nav>")[0]
        assert 'href="/consents/"' in found, path
    assert b'type="file"' not in box.content
    opened = client.get("/consents/import/?read=1").content.decode()
    assert {".xlsx", ".xls"} <= set(
        re.search(r'type="file"[^>]*accept="([^"]+)"', opened)[1].split(",")
    )
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
    assert re.findall(r'<th scope="col">([^<]+)</th>', page.content.decode())[-11:] == [
        "Satır", "Tipi", "Kişi Adı Soyadı", "Alıcı", "Arama İzni", "Mesaj İzni", "E-Posta İzni",
        "İzin Kaynağı", "İzin Tarihi", "Marka Kodu", "Hata ve Uyarılar",
    ]  # fmt: skip
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


def test_a_correction_that_invents_says_what_it_invents(firm: Firm, brand: Brand) -> None:
    _member, client = member_of(firm)
    file = file_of(row(consented_at=None))
    data = {"read": "1", "brand": brand.pk, "file": file, "declared": "on"}
    page = client.post("/consents/import/", data)["Location"]
    jobs.run(ConsentUpload.objects.get().job_id)
    words = text_of(client.get(page))
    assert "onay tarihi olarak yükleme anını yazar" in words
    assert "kişinin vermediği bir onayı yazar" not in words


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


@pytest.mark.requirement("K-043")
def test_a_list_of_2500_rows_is_taken_and_shown_by_name_size_and_rows(
    firm: Firm, brand: Brand
) -> None:
    member, client = member_of(firm)
    file = file_of(*(row(phone=f"+90532{n:07d}") for n in range(2500)))
    upload = read(actor_for(member), brand, file=file)
    head = text_of(client.get(reverse("consent-upload-page", args=[upload.job_id])))
    assert upload.file_name in head
    assert "2.500 satır" in head
    assert " ".join(filesizeformat(file.size).split()) in head
    assert summary.of(upload).sendable == 5000


@pytest.mark.requirement("K-035", "K-046")
def test_a_list_for_a_brand_that_is_not_the_members_is_not_taken(
    firm: Firm, brand: Brand, other_brand: Brand
) -> None:
    member, client = member_of(firm, brands=[brand])
    form = client.get("/consents/import/?read=1").content.decode()
    assert ("Ege Ev" in form, "Ege Çocuk" in form) == (True, False)
    data = {"read": "1", "declared": "on", "brand": other_brand.pk, "file": file_of(row())}
    assert client.post("/consents/import/", data).status_code == 422
    with pytest.raises(Invalid) as refused:
        uploads.start(actor_for(member), other_brand, file_of(row()), declared=True)
    assert refused.value.code == "brand_not_yours"
    assert not ConsentUpload.objects.exists()


@pytest.mark.requirement("K-046", "K-050")
def test_a_list_of_the_wrong_brand_is_given_up_on_its_page(firm: Firm, other_brand: Brand) -> None:
    member, client = member_of(firm)
    upload = read(actor_for(member), other_brand, row(brand="100002"))
    page = reverse("consent-upload-page", args=[upload.job_id])
    words = text_of(client.get(page))
    assert "Yüklenecek Marka: Ege Çocuk" in words
    assert "listesi silinecek; hiçbir izin gönderilmez. Evet, listeyi sil" in words
    client.post(reverse("consent-upload-delete", args=[upload.job_id]))
    assert client.get(page).status_code == 404
    assert again(upload).state == UploadState.DELETED
    assert not ConsentMovement.objects.exists()


@pytest.mark.requirement("K-008", "K-009", "K-010", "K-011")
def test_the_list_of_consents_leads_to_both_samples_to_the_import_and_to_one_consent(
    firm: Firm, brand: Brand
) -> None:
    _member, client = member_of(firm)
    page = client.get("/consents/").content.decode()
    for kind, name in (("tacir", "Tacir Örnek"), ("bireysel", "Bireysel Örnek")):
        url = reverse("consent-sample", args=[kind])
        assert re.search(rf'href="{url}">.*?{name}', page, re.DOTALL)
        file = client.get(url)
        assert f"{kind}-ornek.xlsx" in file["Content-Disposition"]
        with open_sheet(BytesIO(b"".join(file.streaming_content))) as sheet:  # type: ignore[attr-defined]
            assert {cells[0] for _number, cells in sheet.rows()} == {brand.code}
    for url in ("/consents/import/", "/consents/add/"):
        assert f'href="{url}"' in page
        assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    ("state", "error", "said"),
    [("FAILED", "Durdu.", "3 izin kaydedildi"), ("CANCELLED", "", "yarıda iptal edildi")],
)
def test_a_list_that_was_stopped_on_its_way_says_what_is_recorded(
    firm: Firm, brand: Brand, state: str, error: str, said: str
) -> None:
    member, client = member_of(firm)
    upload = read(actor_for(member), brand, row(phone="123"))
    page = reverse("consent-upload-page", args=[upload.job_id])
    assert re.search(r'class="iys-unread">123<', client.get(page).content.decode())
    ConsentUpload.objects.update(state=UploadState.SENDING)
    Job.objects.update(state=state, error=error, checkpoint={"counts": {"sent": 2, "kept": 1}})
    words = text_of(client.get(page))
    assert said in words
    assert "iptal edildi; hiçbir izin" not in words
    assert "Hiçbir izin kaydedilmedi" not in words


@pytest.mark.requirement("K-010", "K-011")
def test_a_role_without_the_right_neither_imports_nor_adds(firm: Firm, brand: Brand) -> None:
    _member, client = member_of(firm, Role.CUSTOMER)
    for path in ("/consents/import/", "/consents/add/"):
        assert client.get(path).status_code == 403
        assert client.post(path, {"read": "1", "brand": brand.pk}).status_code == 403

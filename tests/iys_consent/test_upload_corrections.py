"""What a list has in another spelling is corrected by kind; consent is never invented."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.base import ContentFile

from iys_consent.models import (
    ConsentMovement,
    ConsentRecord,
    UploadRow,
)
from iys_consent.services import uploads
from iys_consent.uploads import summary
from iys_consent.uploads.kinds import Kind
from tests.iys_consent.lists import HEADERS, comments_of, figures, now, read, row, sent
from tests.iys_consent.panel import member_of
from tests.support.firms import actor_for
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import NotAllowed
from turkcell_hub.sheets import open_sheet
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, Firm


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
    counted = summary.corrections(upload, upload.job.result["places"])
    assert {one.rows for one in counted} == {1}
    assert shown["PHONE"] == [("0532 123 45 67", "+905321234567")]
    assert shown["SOURCE"] == [("HS-WEB", "HS_WEB")]
    assert shown["STATUS"] == [("onay", "ONAY")]
    assert figures(upload)["MESAJ"] == (1, 0, 1, 0, 0, 0)
    uploads.refuse(staff, upload, Kind.SOURCE)
    assert figures(upload)["MESAJ"] == (1, 0, 0, 0, 0, 1)
    uploads.accept(staff, upload, Kind.SOURCE)
    assert figures(upload)["MESAJ"] == (1, 0, 1, 0, 0, 0)


@pytest.mark.requirement("K-058", "T2")
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


@pytest.mark.requirement("K-059", "T2")
def test_an_empty_date_becomes_the_uploads_moment_only_when_accepted(
    staff: Actor, manager: Actor, brand: Brand
) -> None:
    upload = read(staff, brand, row(consented_at=None))
    assert figures(upload)["ARAMA"] == (1, 0, 0, 0, 0, 1)
    uploads.accept(manager, upload, Kind.EMPTY_DATE)
    assert figures(upload)["ARAMA"] == (1, 0, 1, 0, 0, 0)
    uploads.refuse(manager, upload, Kind.EMPTY_DATE)
    assert figures(upload)["ARAMA"] == (1, 0, 0, 0, 0, 1)  # empty again
    uploads.accept(manager, upload, Kind.EMPTY_DATE)
    assert sent(staff, upload) == {"sent": 2}
    at = ConsentMovement.objects.values_list("consented_at", flat=True).first()
    assert at == upload.declared_at.replace(microsecond=0)


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

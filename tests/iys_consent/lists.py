"""Lists of consents as people fill them, and what became of them."""

from __future__ import annotations

import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from django.core.files.base import ContentFile
from django.utils import timezone

from iys_consent.models import (
    ConsentUpload,
    UploadRow,
)
from iys_consent.services import uploads
from iys_consent.uploads import summary
from iys_consent.uploads.columns import COLUMNS
from iys_consent.uploads.verdicts import notes_of
from turkcell_hub.gateways.iys.values import REGISTRY_ZONE
from turkcell_hub.jobs.services import jobs
from turkcell_hub.sheets import write_xlsx
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand

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

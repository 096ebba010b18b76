"""Files that the pages and REST hand out alike."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse

from turkcell_hub.erp.models import Document
from turkcell_hub.erp.services import xml_files


def logo_xml(documents: Sequence[Document]) -> HttpResponse:
    """The file as a download; nothing of the document changes."""
    found = HttpResponse(
        xml_files.content(documents), content_type="application/xml; charset=utf-8"
    )
    name = documents[0].number if len(documents) == 1 else f"{len(documents)}-belge"
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in name)
    found["Content-Disposition"] = f'attachment; filename="logo-{safe}.xml"'
    return found

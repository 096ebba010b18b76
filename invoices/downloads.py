"""The operator's own file, as pages and REST hand it out alike."""

from __future__ import annotations

import zlib

from django.http import HttpResponse

from invoices.models import Bill


def source_file(bill: Bill) -> HttpResponse:
    """The file byte by byte, never shown by a browser: it is a stranger's."""
    content = zlib.decompress(bytes(bill.document.content))
    response = HttpResponse(content, content_type="application/octet-stream")
    ending = {"text/csv": "csv"}.get(bill.document.media_type, "xml")
    if bill.document.media_type.endswith("json"):
        ending = "json"
    name = "".join(ch for ch in bill.number if ch.isalnum()) or "fatura"
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response

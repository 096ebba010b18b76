"""Bills that a person brings as files: UBL XML, a ZIP of them, or the operator's CSV list."""

from __future__ import annotations

from collections.abc import Sequence

from turkcell_hub.gateways.errors import Refused
from turkcell_hub.gateways.invoice import reading
from turkcell_hub.gateways.invoice.contract import (
    BillPage,
    BillQuery,
    BillRef,
    Document,
    InvoiceCapabilities,
)


class Files:
    """An uploaded file as a source like any other; nothing leaves the server. ``refs`` are in the
    order of the archive. Raises ``UnreadableBill`` when the upload cannot be opened."""

    def __init__(self, content: bytes, name: str) -> None:
        self._documents = reading.unpacked(content, name)

    def capabilities(self) -> InvoiceCapabilities:
        return InvoiceCapabilities()

    def check(self) -> None:
        return None

    def bills(self, query: BillQuery, cursor: str | None = None) -> BillPage:
        return BillPage(
            [BillRef(str(place), one.name) for place, one in enumerate(self._documents)]
        )

    def document(self, ref: BillRef) -> Document:
        if not ref.id.isdecimal() or int(ref.id) >= len(self._documents):
            raise Refused("NOT_FOUND")
        return self._documents[int(ref.id)]

    def mark_taken(self, refs: Sequence[BillRef]) -> None:
        raise Refused("NOT_SUPPORTED")

    def request_password(self) -> None:
        raise Refused("NOT_SUPPORTED")

    def close(self) -> None:
        return None

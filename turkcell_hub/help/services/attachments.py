"""Files of tickets: known by their content, sealed at rest, each reading written down (C-09)."""

from __future__ import annotations

import base64
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.help.models import TicketEntry, TicketFile
from turkcell_hub.lib.media_types import HEAD, type_of

MOST_BYTES = 4 * 1024 * 1024
ACCEPTED = (".pdf", ".png", ".jpg", ".jpeg")
_TYPES = ("application/pdf", "image/png", "image/jpeg")


def attach(entry: TicketEntry, file: File[Any]) -> TicketFile:
    """Raises ``Invalid`` for what is too large or is no PDF, PNG or JPEG by its content."""
    size = int(file.size or 0)
    if not 0 < size <= MOST_BYTES:
        raise Invalid(_("Dosya boş ya da 4 MB'tan büyük."), field="file", code="file_size")
    content = file.read()
    kind = "application/pdf" if content.startswith(b"%PDF-") else type_of(content[:HEAD])
    if kind not in _TYPES:
        raise Invalid(_("PDF, PNG ya da JPEG dosyası ekleyin."), field="file", code="file_type")
    return TicketFile.objects.create(
        firm_id=entry.firm_id,
        entry=entry,
        name=_plain(file.name or ""),
        content_type=kind,
        size=len(content),
        content=base64.b64encode(content).decode(),
    )


def read(actor: Any, entry: TicketEntry) -> tuple[TicketFile, bytes]:
    """For who may see the ticket; the firm's trail tells who took it. Raises ``NotFound``."""
    row = TicketFile.objects.filter(entry=entry).first()
    if row is None:
        raise NotFound(_("Bu yazının eki yok."))
    trail.record(actor, "help.file.read", entry.ticket, label=str(entry.ticket))
    return row, base64.b64decode(row.content)


def _plain(name: str) -> str:
    """The name without a path and without what breaks a header."""
    bare = PurePath(name.replace("\\", "/")).name
    return "".join(letter for letter in bare if letter.isprintable() and letter != '"')[-160:]

"""Evidence of consents: what can be shown to a judge. Its hash is in the movements' chain."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.models import ConsentEvidence, ConsentMovement
from turkcell_hub.errors import Invalid
from turkcell_hub.lib.media_types import HEAD, type_of
from turkcell_hub.tenancy.actor import Actor

FOLDER = "consent-evidence"
ORPHANS_KEPT = timedelta(days=1)
MOST_BYTES = 10 * 1024 * 1024
_ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}


def add_text(
    actor: Actor, kind: str, title: str, text: str, details: dict[str, Any] | None = None
) -> ConsentEvidence:
    """A text as evidence: a message, a note, the version of a consent text."""
    made: ConsentEvidence = ConsentEvidence.objects.create(
        firm_id=actor.firm_id,
        kind=kind,
        title=title[:200],
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        details=details or {},
        added_by=actor.label[:120],
    )
    return made


def add_scan(actor: Actor, file: File[Any], title: str) -> ConsentEvidence:
    """The scan of a signed form: PDF, JPEG or PNG by its content, at most 10 MB, kept
    privately. Raises ``Invalid``."""
    body = _checked(file)
    made = ConsentEvidence(
        firm_id=actor.firm_id,
        kind=ConsentEvidence.Kind.SCAN,
        title=title[:200],
        sha256=hashlib.sha256(body).hexdigest(),
        details={"type": kind_of(body), "size": len(body)},
        added_by=actor.label[:120],
    )
    # The name on the disk is the content's: nothing of what the person typed gets there.
    made.file.save(made.sha256[:32] + _ENDINGS[str(kind_of(body))], ContentFile(body), save=False)
    made.save()
    return made


def clean_orphans() -> int:
    """Takes away scans that no evidence names: their writer was killed, or its transaction rolled
    back. They are people's papers. The caller has opened every firm; may be killed at any line."""
    removed, limit = 0, timezone.now() - ORPHANS_KEPT
    for folder in _folders():
        names = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
        rows = ConsentEvidence.objects.filter(file__in=names)
        for name in names - set(rows.values_list("file", flat=True)):
            if default_storage.get_modified_time(name) < limit:
                default_storage.delete(name)
                removed += 1
    return removed


def _folders() -> list[str]:
    """Each month's."""
    try:
        years = [f"{FOLDER}/{year}" for year in default_storage.listdir(FOLDER)[0]]
    except FileNotFoundError:  # nothing has been scanned yet
        return []
    return [f"{year}/{month}" for year in years for month in default_storage.listdir(year)[0]]


def kind_of(body: bytes) -> str | None:
    """The type of a scan by its first bytes; None for what is not taken."""
    if body.startswith(b"%PDF-"):
        return "application/pdf"
    found = type_of(body[:HEAD])
    return found if found in _ENDINGS else None


def file_name(evidence: ConsentEvidence) -> str:
    """Under which name it is given out."""
    return f"kanit-{evidence.pk}{PurePath(evidence.file.name or '').suffix}"


def movements() -> QuerySet[ConsentMovement]:
    """All movements in scope: a piece of evidence is seen by who may see a movement on it."""
    found: QuerySet[ConsentMovement] = ConsentMovement.objects.all()
    return found


def _checked(file: File[Any]) -> bytes:
    size = int(file.size or 0)
    if not size:
        raise Invalid(_("Dosya boş; taranmış formu seçin."), code="scan_empty", field="scan")
    if size > MOST_BYTES:
        raise Invalid(
            _("Dosya 10 MB'tan büyük; daha düşük çözünürlükte tarayın."),
            code="scan_too_large",
            field="scan",
        )
    body: bytes = file.read()
    if kind_of(body) is None:
        raise Invalid(
            _("PDF, JPEG ya da PNG dosyası seçin; dosyanın içeriği bunlardan biri değil."),
            code="scan_type",
            field="scan",
        )
    return body

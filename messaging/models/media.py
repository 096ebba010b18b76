"""The files of MMS."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath

from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel


def _path(media: MediaFile, filename: str) -> str:
    return f"media/{media.firm_id}/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()[:8]}"


class MediaFile(FirmModel):
    """A picture, film or sound. What it is was read from its content, not from its name.

    The file lies in the private storage and is given out by rights alone; when its time is over
    it goes and the row stays (``file`` is empty then).
    """

    file = models.FileField(upload_to=_path, blank=True)
    name = models.CharField(_("dosya"), max_length=160)
    content_type = models.CharField(_("tür"), max_length=20)
    size = models.PositiveIntegerField(_("boyut"))
    created_by = models.CharField(_("yükleyen"), max_length=120, blank=True, editable=False)
    created_at = models.DateTimeField(_("yükleme"), auto_now_add=True)

    class Meta:
        verbose_name = _("MMS dosyası")
        verbose_name_plural = _("MMS dosyaları")

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """image, video or audio."""
        return self.content_type.partition("/")[0]

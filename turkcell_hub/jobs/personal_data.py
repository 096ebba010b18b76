"""Uploaded lists and results: they live for a week, and an erasure does not wait for it."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.personal_data import Files, Held, Hold, Way, declare, declare_files

_OVER = Q(state__in=("DONE", "FAILED", "CANCELLED"))

declare(
    [
        Held(
            "jobs.ImportRow", _("Yüklenen listelerin satırları"),
            ("job__title", "number", "data", "raw"), Way.BLANK,
            within=("key", "data", "raw", "notes"),
            holds=(
                Hold(
                    _("Aktarma sürüyor; bitince ya da iptal edilince yeniden silin."),
                    Q(job__state__in=("QUEUED", "RUNNING", "PREVIEW")),
                ),
            ),
        ),
        Held(
            "jobs.Job", _("Uzun işler"), ("title", "created_at"), Way.BLANK,
            within=("title", "params", "checkpoint", "result", "error", "file_name"),
            holds=(
                Hold(
                    _("İş sürüyor; bitince ya da iptal edilince yeniden silin."),
                    Q(state__in=("QUEUED", "RUNNING", "PREVIEW")),
                ),
            ),
        ),
    ]
)  # fmt: skip
declare_files(Files("jobs.Job", _("Yüklenen ve üretilen dosyalar"), ("file", "result_file"), _OVER))

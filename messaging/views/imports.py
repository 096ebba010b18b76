"""Subscribers from Excel: the upload page and the sample file (S-071, S-072)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext_lazy as _

from messaging import imports
from turkcell_hub.jobs.views.uploads import UploadForm, UploadView
from turkcell_hub.portal.forms import LookupField
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.sheets import write_xlsx

_EXAMPLES = (
    {"phone": "0532 123 45 67", "first_name": "Ayşe", "last_name": "Yılmaz"},
    {"phone": "+90 533 765 43 21", "first_name": "Işık", "last_name": "Çağlar"},
)


class SubscriberUploadForm(UploadForm):
    group = LookupField(
        "groups",
        label=_("Gruba ekle"),
        required=False,
        help_text=_("Listedeki kişiler bu gruba da girer. Boş bırakılabilir."),
    )


class SubscriberUpload(UploadView):
    kind = imports.KIND
    form_class = SubscriberUploadForm
    template = "messaging/import.html"

    def params(self, data: Mapping[str, Any]) -> dict[str, Any]:
        group = data.get("group")
        return {"group": group.pk} if group else {}

    def context(self) -> dict[str, Any]:
        return {"columns": imports.columns(self.actor, {})}  # type: ignore[arg-type]


@actor_required("messaging.subscriber.import")
def sample(request: HttpRequest) -> FileResponse:
    """An Excel file with the right headers, the firm's own fields among them, and two rows."""
    columns = imports.columns(request.actor, {})  # type: ignore[attr-defined]
    rows = [[example.get(column.name) for column in columns] for example in _EXAMPLES]
    file = io.BytesIO()
    write_xlsx(file, [column.header for column in columns], rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="ornek-abone-listesi.xlsx")

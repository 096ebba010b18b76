"""Kara liste from Excel: the upload page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging import blacklist_import
from messaging.models import BlacklistSource
from turkcell_hub.jobs.views.uploads import UploadForm, UploadView


class BlacklistUploadForm(UploadForm):
    source = forms.ChoiceField(
        label=_("Kaynak (dosyada yoksa)"),
        choices=BlacklistSource.choices,
        initial=BlacklistSource.FIRM,
    )
    reason = forms.CharField(label=_("Neden (dosyada yoksa)"), max_length=200, required=False)


class BlacklistUpload(UploadView):
    kind = blacklist_import.KIND
    form_class = BlacklistUploadForm
    template = "messaging/blacklist_import.html"

    def params(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"source": data["source"], "reason": data["reason"]}

    def context(self) -> dict[str, Any]:
        return {"columns": blacklist_import.columns(self.actor, {})}  # type: ignore[arg-type]

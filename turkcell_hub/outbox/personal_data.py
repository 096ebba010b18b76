"""The outbox hands ranges of rows over; the rows themselves are the rooms'."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.personal_data import Held, Way, declare, declare_free

declare(
    [
        Held(
            "outbox.Batch", _("Gönderim kuyruğu: operatörün sözleri"), ("created_at", "error_text"),
            Way.BLANK, within=("error_text", "resolution"),
        ),
    ]
)  # fmt: skip
declare_free("Hattın durumu; kişi taşımaz.", "outbox.Lane")

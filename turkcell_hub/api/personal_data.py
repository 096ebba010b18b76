"""Stored answers of the REST door."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.personal_data import Held, Way, declare

declare(
    [
        Held(
            "api.IdempotencyRecord", _("REST yanıtları (48 saat)"), ("route", "expires_at"),
            Way.BLANK, within=("body",),
        ),
    ]
)  # fmt: skip

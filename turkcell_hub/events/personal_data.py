"""Bodies of events hold ids and states; an old or own kind of event might hold more."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.personal_data import Held, Way, declare, declare_free

declare(
    [
        Held(
            "events.Event", _("Webhook olayları"), ("type", "created_at", "body"), Way.BLANK,
            within=("body",),
        ),
    ]
)  # fmt: skip
declare_free(
    "Kayıt numarası ve durum taşır, kişi taşımaz.",
    "events.Delivery", "events.Endpoint", "events.FeedEntry", "events.FeedEpoch",
)  # fmt: skip

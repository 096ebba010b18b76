"""The six kinds of commercial message that the law names (S-017) and which consent each needs.

The registry keeps three permissions: what reaches a person as a text goes by
MESAJ, what reaches him as a call (also a recorded one, and a fax, which is dialled) by ARAMA.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from iys_consent.models import Channel


class MessageType(models.TextChoices):
    SMS = "SMS", _("Kısa mesaj (SMS)")
    EMAIL = "EPOSTA", _("E-posta")
    VOICE_MESSAGE = "SESLI_MESAJ", _("Sesli mesaj")
    FAX = "FAKS", _("Faks")
    AUTOMATIC_CALL = "OTOMATIK_ARAMA", _("Otomatik arama")
    VOICE_CALL = "SESLI_ARAMA", _("Sesli arama")

    @property
    def channel(self) -> Channel:
        """The permission that it needs."""
        return _CHANNELS.get(self, Channel.CALL)

    @property
    def is_sent_here(self) -> bool:
        """Whether the portal sends it; the others are asked about before they are made
        elsewhere (S-010, S-018)."""
        return self is MessageType.SMS


_CHANNELS = {MessageType.SMS: Channel.MESSAGE, MessageType.EMAIL: Channel.EMAIL}

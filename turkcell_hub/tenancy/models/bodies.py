"""What a body that came from outside remembers while nobody can understand it."""

from __future__ import annotations

from django.db import models

from turkcell_hub.tenancy.models.firms import FirmModel


class WaitingBody(FirmModel):
    """Base of a stored body that a worker understands later; the room adds ``received_at`` and
    ``processed_at``. ``set_aside_at``: a person has to look, no machine tries it any more."""

    tries = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    retry_at = models.DateTimeField(null=True, editable=False)
    set_aside_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

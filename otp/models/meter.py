"""Counters that no burst can pass: one row a key, taken by one conditional statement."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel


class Meter(FirmModel):
    """The moments (database's clock) at which something limited was taken, the oldest first.

    ``scope`` says what is limited, ``key`` whose: a keyed hash where it is a phone number.
    A firm's own, so that no other firm can use up what a person has.
    """

    scope = models.CharField(max_length=12)
    key = models.CharField(max_length=64)
    times = ArrayField(models.DateTimeField(), default=list)

    class Meta:
        verbose_name = _("sayaç")
        verbose_name_plural = _("sayaçlar")
        constraints = (models.UniqueConstraint("firm", "scope", "key", name="otp_meter_once"),)

    def __str__(self) -> str:
        return self.scope

"""Mails that are owed to persons about their accounts."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from turkcell_hub.tenancy.models.members import User


class AccountMail(models.Model):
    """One mail that is still to go; the row is the queue and goes with the mail.

    ``due_at``: when it is tried next. ``firm_name``: the firm that the mail speaks of, "" where
    it speaks of the account alone; the account is the person's, no firm's.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    firm_name = models.CharField(max_length=120, blank=True)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

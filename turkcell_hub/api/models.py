"""Tables of the REST toolkit itself; it knows no model of a room."""

from __future__ import annotations

from django.db import models


class IdempotencyRecord(models.Model):
    """One ``Idempotency-Key`` of one firm on one route, and the answer it got.

    ``attempt`` names the process that works on it: only the owner of the current attempt
    may complete it, so work that outlived its lease is rolled back, not done twice.
    ``seen_by``: the answer is for callers of the same rights, Yetki Kodları and brands alone.
    ``firm_id`` is a plain number because this toolkit stands below the firms.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        COMPLETE = "complete"

    firm_id = models.BigIntegerField()
    route = models.CharField(max_length=300)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    # What the caller may do and see; "" in records of before 0002.
    seen_by = models.CharField(max_length=64, default="")
    state = models.CharField(max_length=8, choices=State.choices)
    attempt = models.UUIDField()
    lease_until = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("firm_id", "route", "key"), name="idempotency_key_once_per_route"
            ),
        )

    def __str__(self) -> str:
        return f"{self.route} ({self.state})"

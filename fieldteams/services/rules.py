"""Takip kuralları: the dated settings of the field teams."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from fieldteams import permissions
from fieldteams.models import TrackingRules
from turkcell_hub.dated_rules import DatedRules
from turkcell_hub.errors import Invalid

FIELDS = (
    "notice", "request_days", "consent_days", "stale_minutes", "poll_minutes", "max_accuracy",
    "late_hours", "retention_days", "theft_hours", "theft_agree_hours", "job_at_once",
    "job_answer_minutes", "job_rounds", "fence_radius",
)  # fmt: skip
SHORTEST_NOTICE = 80


def _check(rules: TrackingRules) -> None:
    rules.notice = str(rules.notice).strip()
    if len(rules.notice) < SHORTEST_NOTICE:
        raise Invalid(
            _("Aydınlatma metni kişiye kimin, neyi, neden izlediğini anlatmalı."), field="notice"
        )


RULES = DatedRules(
    TrackingRules,
    permissions.RULES_ADD,
    FIELDS,
    added="tracking_rules.added",
    check=_check,
    today=lambda _firm_id: timezone.localdate(),
)
in_force, add = RULES.in_force, RULES.add

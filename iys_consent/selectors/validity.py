"""Whether an approval that stands here may be used: while İYS has it. What it does not hold when
the days for it are over is void, whoever took it (S-028); the gate has never used such a one."""

from __future__ import annotations

from collections.abc import Callable

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from iys_consent.models import ConsentRecord, RecipientType, RegistryStatus, Status
from iys_consent.rules.check import last_moment
from iys_consent.services import sync_rules
from turkcell_hub.gateways.iys.values import Source
from turkcell_hub.tenancy.scope import scoped_firm_id


class Validity(models.TextChoices):
    VALID = "GECERLI", _("Geçerli")
    WAITING = "BEKLIYOR", _("İYS'de henüz yok")
    VOID = "GECERSIZ", _("Geçersiz: İYS'de kaydı yok")


def reader() -> Callable[[ConsentRecord], Validity]:
    """Judges the records of the firm in scope, by the rules and the clock of this moment. A
    refusal holds without İYS, and a merchant needs no approval."""
    now, rules = timezone.now(), sync_rules.in_force(scoped_firm_id()).dates

    def judge(record: ConsentRecord) -> Validity:
        if (
            record.status != Status.APPROVED
            or record.recipient_type == RecipientType.MERCHANT
            or record.registry_status == RegistryStatus.APPROVED
        ):
            return Validity.VALID
        # İYS takes consents of before 1 May 2015 at any time.
        ages = record.source != Source.BEFORE_2015 or rules.binds_before_2015
        at = record.consented_at
        is_late = ages and at is not None and now > last_moment(at, rules)
        return Validity.VOID if is_late else Validity.WAITING

    return judge

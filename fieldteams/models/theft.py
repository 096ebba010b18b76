"""Çalıntı modu: the shift's curtain opened for one phone, by two people, with reason and end."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fieldteams.models.phones import FieldPhone
from turkcell_hub.tenancy.models import FirmModel, Membership


class TheftWatch(FirmModel):
    """One wish to follow a lost or stolen device outside of the shift (idea 11).

    It opens when two people have agreed by one-time code, counts from ``opened_at`` and ends by
    itself at ``ends_at``; ``closed_at`` is earlier where somebody ended it. The person's consent
    is needed all the while.
    """

    class State(models.TextChoices):
        WAITING = "BEKLIYOR", _("Onay bekliyor")
        OPEN = "ACIK", _("Açık")
        ENDED = "BITTI", _("Sona erdi")
        CANCELLED = "IPTAL", _("Vazgeçildi")
        LAPSED = "ONAYSIZ", _("Onaylanmadan düştü")

    phone = models.ForeignKey(FieldPhone, on_delete=models.CASCADE, related_name="thefts")
    state = models.CharField(
        _("durum"), max_length=8, choices=State.choices, default=State.WAITING, editable=False
    )
    reason = models.CharField(_("neden"), max_length=200)
    hours = models.PositiveSmallIntegerField(_("süre (saat)"))
    asked_by = models.CharField(_("isteyen"), max_length=120)
    asked_at = models.DateTimeField(_("istenme"), auto_now_add=True)
    agree_until = models.DateTimeField(_("son onay"))
    opened_at = models.DateTimeField(_("açılma"), null=True)
    ends_at = models.DateTimeField(_("bitiş"), null=True)
    closed_at = models.DateTimeField(_("erken bitirme"), null=True)
    closed_by = models.CharField(_("bitiren"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("çalıntı modu")
        verbose_name_plural = _("çalıntı modları")
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "phone"),
                condition=Q(state__in=("BEKLIYOR", "ACIK")),
                name="theft_watch_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, ends_at__isnull=True)
                | Q(ends_at__gt=models.F("opened_at")),
                name="theft_watch_has_an_end",
            ),
        )
        indexes = (models.Index(fields=("firm", "phone", "-id"), name="theft_watch_by_phone"),)

    def __str__(self) -> str:
        return f"{self.phone}: {self.get_state_display()}"


class TheftAgreement(FirmModel):
    """One person's yes, by one-time code; ``receipt`` is the number of its receipt."""

    watch = models.ForeignKey(TheftWatch, on_delete=models.CASCADE, related_name="agreements")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("onaylayan"), max_length=120)
    receipt = models.CharField(_("makbuz no"), max_length=36)
    at = models.DateTimeField(_("zaman"), auto_now_add=True)

    class Meta:
        verbose_name = _("çalıntı modu onayı")
        verbose_name_plural = _("çalıntı modu onayları")
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "watch", "member"), name="theft_agreement_once_a_person"
            ),
        )

    def __str__(self) -> str:
        return self.name

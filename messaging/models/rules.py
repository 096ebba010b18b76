"""Gönderim kuralları: the firm's own dated settings about when and how much is sent."""

from __future__ import annotations

from datetime import time, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iys_consent.exemptions import ExemptSender
from messaging.models.campaigns import MessageClass
from turkcell_hub.lib.windows import Window
from turkcell_hub.tenancy.models import FirmModel


def every_weekday() -> list[int]:
    return [1, 2, 3, 4, 5, 6, 7]


class SendingRules(FirmModel):
    """What holds from ``valid_from`` until the next row; a row that has begun is not changed.

    Commercial messages go 09.00–21.00 unless the firm says otherwise: operators refuse other
    hours, the law names none.
    Equal times mean the whole day. ``weekly_cap`` None: no limit.
    """

    valid_from = models.DateField(_("geçerlilik başlangıcı"))
    commercial_days = ArrayField(
        models.SmallIntegerField(), default=every_weekday, verbose_name=_("ticari günleri")
    )
    commercial_start = models.TimeField(_("ticari başlangıcı"), default=time(9, 0))
    commercial_end = models.TimeField(_("ticari bitişi"), default=time(21, 0))
    commercial_holidays = models.BooleanField(_("ticari resmî tatilde"), default=True)
    informational_days = ArrayField(
        models.SmallIntegerField(), default=every_weekday, verbose_name=_("bilgilendirme günleri")
    )
    informational_start = models.TimeField(_("bilgilendirme başlangıcı"), default=time.min)
    informational_end = models.TimeField(_("bilgilendirme bitişi"), default=time.min)
    informational_holidays = models.BooleanField(_("bilgilendirme resmî tatilde"), default=True)
    report_grace_hours = models.PositiveSmallIntegerField(_("rapor beklemesi (saat)"), default=24)
    weekly_cap = models.PositiveSmallIntegerField(_("haftalık ticari sınır"), null=True, blank=True)
    # How much dearer than its pre-flight a scheduled campaign may get, how late it may still go
    # when the hub was away, and how far ahead it may be planned.
    schedule_margin_percent = models.PositiveSmallIntegerField(_("zamanlama payı (%)"), default=10)
    schedule_late_hours = models.PositiveSmallIntegerField(
        _("zamanlamada en çok gecikme (saat)"), default=6
    )
    schedule_furthest_months = models.PositiveSmallIntegerField(
        _("en çok ileri zamanlama (ay)"), default=36
    )
    # A rule that repeats is set again by a person after so many runs or months: a weekly one of
    # ten years unless the firm says otherwise.
    repeat_most_runs = models.PositiveSmallIntegerField(_("tekrarda en çok kaç kez"), default=520)
    repeat_longest_months = models.PositiveSmallIntegerField(
        _("tekrarın en uzun süresi (ay)"), default=120
    )
    # Tariff of the other kinds: credits of one MMS, and of each SMS length of a text with a link.
    mms_credits = models.PositiveSmallIntegerField(_("bir MMS (kredi)"), default=4)
    link_credits = models.PositiveSmallIntegerField(_("Video/URL (kredi)"), default=2)
    media_kept_days = models.PositiveSmallIntegerField(_("MMS dosyası saklama (gün)"), default=90)
    # How old an answer of İYS may be when a commercial campaign is prepared and when it is handed
    # over, when a person is told that İYS does not answer, and how many merchants may be asked
    # for singly in an hour.
    registry_fresh_hours = models.PositiveSmallIntegerField(
        _("İYS yanıtı: hazırlıkta en çok (saat)"), default=24
    )
    registry_recheck_minutes = models.PositiveSmallIntegerField(
        _("İYS yanıtı: gönderirken en çok (dakika)"), default=10
    )
    registry_tell_minutes = models.PositiveSmallIntegerField(
        _("İYS yanıt vermezse haber (dakika)"), default=30
    )
    registry_singles_per_hour = models.PositiveSmallIntegerField(
        _("saatte tek tek İYS sorgusu"), default=500
    )
    # The firm's own kind, where the law exempts it from İYS within a limit (S-059 … S-063).
    exempt_sender = models.CharField(
        _("muaf gönderici"),
        max_length=10,
        choices=ExemptSender.choices,
        blank=True,
        default="",
        db_default="",
    )
    # Whether commercial messages go to anybody whom the exemption does not cover; None until the
    # firm was asked (S-057).
    writes_to_others = models.BooleanField(
        _("muafiyet dışındakilere ticari mesaj"), null=True, blank=True
    )
    created_by = models.CharField(_("ekleyen"), max_length=120, blank=True, editable=False)
    created_at = models.DateTimeField(_("eklenme"), auto_now_add=True)

    class Meta:
        verbose_name = _("gönderim kuralları")
        verbose_name_plural = _("gönderim kuralları")
        constraints = (
            models.UniqueConstraint("firm", "valid_from", name="sending_rules_once_a_day"),
            models.CheckConstraint(
                condition=Q(commercial_end__gte=models.F("commercial_start"))
                & Q(informational_end__gte=models.F("informational_start")),
                name="sending_rules_hours_in_order",
            ),
            models.CheckConstraint(
                condition=Q(weekly_cap__isnull=True) | Q(weekly_cap__gt=0),
                name="sending_rules_cap_positive",
            ),
            models.CheckConstraint(
                condition=Q(mms_credits__range=(1, 1000)) & Q(link_credits__range=(1, 1000)),
                name="sending_rules_kinds_cost",
            ),
            models.CheckConstraint(
                condition=Q(registry_fresh_hours__range=(1, 168))
                & Q(registry_recheck_minutes__range=(1, 1440)),
                name="sending_rules_registry_fresh",
            ),
        )

    def __str__(self) -> str:
        return f"{self.valid_from:%d.%m.%Y}"

    @property
    def registry_fresh_for(self) -> timedelta:
        return timedelta(hours=self.registry_fresh_hours)

    @property
    def registry_recheck_after(self) -> timedelta:
        return min(timedelta(minutes=self.registry_recheck_minutes), self.registry_fresh_for)

    def window(self, message_class: str) -> Window:
        if message_class == MessageClass.COMMERCIAL:
            return Window(
                frozenset(self.commercial_days),
                self.commercial_start,
                self.commercial_end,
                self.commercial_holidays,
            )
        return Window(
            frozenset(self.informational_days),
            self.informational_start,
            self.informational_end,
            self.informational_holidays,
        )

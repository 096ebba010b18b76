"""Ekip Mobil Telefon Numaraları: whose phones may be watched, and when (L-032 … L-039)."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fieldteams.shifts import Shift
from messaging.models import Subscriber
from turkcell_hub.erp.models import Person
from turkcell_hub.lib import phone as phones
from turkcell_hub.lib import turkish
from turkcell_hub.tenancy.models import AuthorityCode, FirmModel


class TrackState(models.TextChoices):
    """İzleme Durumu (L-039)."""

    NONE = "YOK", _("Talep yok")
    REQUESTED = "GONDERILDI", _("Talep gönderildi")
    ACCEPTED = "ONAYLANDI", _("Onaylandı")
    REFUSED = "REDDEDILDI", _("Reddedildi")
    WITHDRAWN = "GERI_ALINDI", _("Geri alındı")
    EXPIRED = "SURESI_DOLDU", _("Süresi doldu")
    FAILED = "HATA", _("Hata")


def every_day() -> list[int]:
    return [1, 2, 3, 4, 5, 6, 7]


class FieldPhone(FirmModel):
    """A phone of the field team. ``state`` is the last known İzleme Durumu: positions are stored
    while it is ``ACCEPTED`` and inside the shift, and at no other time.

    ``work_from``/``work_until`` empty: round the clock on the days of ``work_days`` (1 Monday …
    7 Sunday; L-027). An ``work_until`` that is not after ``work_from`` lies on the next day.
    """

    phone = models.CharField(_("telefon numarası"), max_length=16)
    description = models.CharField(_("açıklaması"), max_length=120, blank=True)
    special_code = models.CharField(_("özel kodu"), max_length=30, blank=True)
    authority_code = models.ForeignKey(
        AuthorityCode, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("yetki kodu")
    )
    subscriber = models.ForeignKey(
        Subscriber,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kişi"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("personel kartı"),
    )
    device_id = models.CharField(_("cihaz kimliği"), max_length=64, blank=True)
    work_days = ArrayField(
        models.SmallIntegerField(), default=every_day, verbose_name=_("çalışma günleri")
    )
    work_from = models.TimeField(_("mesai başlangıcı"), null=True, blank=True)
    work_until = models.TimeField(_("mesai bitişi"), null=True, blank=True)
    off_days = ArrayField(
        models.DateField(), default=list, blank=True, verbose_name=_("izinli günler")
    )
    poll_minutes = models.PositiveSmallIntegerField(_("sorgu aralığı (dakika)"), null=True)
    is_active = models.BooleanField(_("etkin"), default=True)
    state = models.CharField(
        _("izleme durumu"),
        max_length=12,
        choices=TrackState.choices,
        default=TrackState.NONE,
        editable=False,
    )
    state_at = models.DateTimeField(_("durum tarihi"), null=True, editable=False)
    checked_at = models.DateTimeField(_("son sorgu"), null=True, editable=False)
    state_note = models.CharField(_("durum notu"), max_length=200, blank=True, editable=False)
    polled_at = models.DateTimeField(null=True, editable=False)
    search_key = models.TextField(editable=False, db_collation="C")
    sort_key = models.CharField(max_length=250, editable=False, db_collation="C")
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("ekip mobil telefon numarası")
        verbose_name_plural = _("ekip mobil telefon numaraları")
        constraints = (
            models.UniqueConstraint(
                "firm",
                "phone",
                name="field_phone_once",
                violation_error_message=_("Bu telefon numarası listede zaten var."),
            ),
            models.UniqueConstraint(
                fields=("firm", "device_id"),
                condition=~Q(device_id=""),
                name="field_phone_device_once",
                violation_error_message=_("Bu cihaz kimliği başka bir numarada kullanılıyor."),
            ),
            models.CheckConstraint(
                condition=Q(work_from__isnull=True, work_until__isnull=True)
                | Q(work_from__isnull=False, work_until__isnull=False),
                name="field_phone_whole_shift",
            ),
        )
        indexes = (
            models.Index(fields=("firm", "sort_key", "id"), name="field_phone_by_name"),
            models.Index(
                fields=("polled_at",),
                condition=Q(state="ONAYLANDI", is_active=True),
                name="field_phone_to_poll",
            ),
            GinIndex(
                fields=("search_key",), opclasses=("gin_trgm_ops",), name="field_phone_search"
            ),
        )

    def __str__(self) -> str:
        return self.description or phones.mask(self.phone)

    @property
    def shift(self) -> Shift:
        return Shift(
            tuple(self.work_days), self.work_from, self.work_until, frozenset(self.off_days)
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        national = "0" + self.phone[3:] if self.phone.startswith("+90") else ""
        words = turkish.fold(f"{self.description} {self.special_code}")
        self.search_key = f"{words} {self.phone} {national}".strip()
        self.sort_key = turkish.sort_key(self.description or self.phone)[:250]
        super().save(*args, **kwargs)

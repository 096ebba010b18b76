"""Zamanlanmış raporlar: what is mailed, for which range, to whom, and whether it went."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import ApiKey, FirmModel, Membership


class ReportSchedule(FirmModel):
    """One table (``part``: a code of ``mailed_reports``), mailed at ``hour`` of the firm's clock:
    the day, week or month before. ``filters``: as in the address of the report's page.
    ``next_at`` is the next one; it moves on in the transaction that makes the run.

    Members read with their own rights, addresses with those of ``owner`` or ``owner_key``: whoever
    saved it last, because he could have sent them the report himself."""

    class Every(models.TextChoices):
        DAY = "GUNLUK", _("Her gün (dünün raporu)")
        WEEK = "HAFTALIK", _("Her pazartesi (geçen haftanın raporu)")
        MONTH = "AYLIK", _("Ayın ilk günü (geçen ayın raporu)")

    class Format(models.TextChoices):
        EXCEL = "xlsx", _("Excel")
        CSV = "csv", _("CSV")

    name = models.CharField(_("rapor adı"), max_length=80)
    every = models.CharField(_("sıklık"), max_length=8, choices=Every.choices)
    hour = models.PositiveSmallIntegerField(_("saat"))
    part = models.CharField(_("tablo"), max_length=40)
    filters = models.TextField(_("süzgeç"), blank=True)
    file_format = models.CharField(_("dosya türü"), max_length=4, choices=Format.choices)
    members = models.ManyToManyField(Membership, related_name="+", verbose_name=_("alıcılar"))
    is_active = models.BooleanField(_("etkin"), default=True)
    next_at = models.DateTimeField(_("sonraki gönderim"))
    owner = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    owner_key = models.ForeignKey(
        ApiKey, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_by = models.CharField(_("oluşturan"), max_length=150)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("zamanlanmış rapor")
        verbose_name_plural = _("zamanlanmış raporlar")
        constraints = (
            models.UniqueConstraint("firm", "name", name="report_schedule_name_once"),
            models.CheckConstraint(condition=Q(hour__lt=24), name="report_schedule_hour"),
        )
        indexes = (
            models.Index(
                fields=("next_at",), condition=Q(is_active=True), name="report_schedule_due"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def addresses(self) -> list[str]:
        return sorted(one.email for one in self.recipients.all())


class ReportRecipient(FirmModel):
    """An address outside of the portal that gets a schedule's mails."""

    schedule = models.ForeignKey(
        ReportSchedule, on_delete=models.CASCADE, related_name="recipients"
    )
    email = models.EmailField(_("e-posta"))

    class Meta:
        verbose_name = _("rapor adresi")
        verbose_name_plural = _("rapor adresleri")
        constraints = (models.UniqueConstraint("schedule", "email", name="report_recipient_once"),)

    def __str__(self) -> str:
        return self.email


class ReportRun(FirmModel):
    """One range of one schedule; made once with all its mails."""

    schedule = models.ForeignKey(ReportSchedule, on_delete=models.CASCADE, related_name="runs")
    due_at = models.DateTimeField(_("zamanı"))
    first = models.DateField(_("ilk gün"))
    last = models.DateField(_("son gün"))

    class Meta:
        verbose_name = _("rapor gönderimi")
        verbose_name_plural = _("rapor gönderimleri")
        constraints = (models.UniqueConstraint("schedule", "due_at", name="report_run_once"),)

    def __str__(self) -> str:
        return f"{self.schedule_id}/{timezone.localtime(self.due_at):%Y-%m-%d}"

    @property
    def days(self) -> str:
        """The range as a reader is told it; one day is told once."""
        first, last = f"{self.first:%d.%m.%Y}", f"{self.last:%d.%m.%Y}"
        return first if first == last else f"{first} – {last}"


class ReportMail(FirmModel):
    """One mail of a run, to a member or to an address (neither: taken off meanwhile).

    ``SENDING`` is committed before the mail server is spoken to: what is found there later may
    have gone and is never sent again by itself (``UNKNOWN``)."""

    class State(models.TextChoices):
        WAITING = "BEKLIYOR", _("Bekliyor")
        SENDING = "GONDERILIYOR", _("Gönderiliyor")
        SENT = "GONDERILDI", _("Gönderildi")
        SKIPPED = "ATLANDI", _("Gönderilmedi")
        FAILED = "HATA", _("E-posta sunucusu almadı")
        UNKNOWN = "BILINMIYOR", _("Gidip gitmediği bilinmiyor")

    run = models.ForeignKey(ReportRun, on_delete=models.CASCADE, related_name="mails")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, related_name="+")
    recipient = models.ForeignKey(
        ReportRecipient, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(
        _("durum"), max_length=12, choices=State.choices, default=State.WAITING
    )
    note = models.CharField(_("açıklama"), max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField()
    sent_at = models.DateTimeField(_("gönderilme"), null=True)

    class Meta:
        verbose_name = _("rapor e-postası")
        verbose_name_plural = _("rapor e-postaları")
        constraints = (
            models.UniqueConstraint("run", "member", name="report_mail_once"),
            models.UniqueConstraint("run", "recipient", name="report_mail_once_an_address"),
        )
        indexes = (
            models.Index(
                fields=("try_at",),
                condition=Q(state__in=("BEKLIYOR", "GONDERILIYOR")),
                name="report_mail_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.run_id}/{self.member_id or self.recipient_id}"

    @property
    def reader(self) -> str:
        """Who gets it, as the schedule's page shows it."""
        if self.member is not None:
            return self.member.name
        return self.recipient.email if self.recipient is not None else gettext("Çıkarılan adres")

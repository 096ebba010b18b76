"""Zamanlanmış görevler (L-081, L-082): work with a start and an end, who is told of both by SMS,
and what became of each telling."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from messaging.models import Campaign, Group, Subscriber
from turkcell_hub.lib import recurrence
from turkcell_hub.tenancy.models import AuthorityCode, FirmModel, Membership

MOST_TIMES = 32_767  # each day for ninety years; what says of no end ends there


class TimedTask(FirmModel):
    """One piece of work, once or again and again. Times are the wall clock of the firm's zone on
    each day; occurrences are counted from 0 and follow from ``first_day``. ``days`` is how many
    days after its start day an occurrence ends. Alerts go with the rights of whoever set it."""

    class Every(models.TextChoices):
        ONCE = "BIR_KEZ", _("Bir kez")
        DAY = "GUN", _("Her gün")
        WEEK = "HAFTA", _("Her hafta")
        MONTH = "AY", _("Her ay")
        YEAR = "YIL", _("Her yıl")

    class State(models.TextChoices):
        ACTIVE = "ETKIN", _("Etkin")
        ENDED = "BITTI", _("Bitti")
        CANCELLED = "IPTAL", _("İptal edildi")

    title = models.CharField(_("görev"), max_length=100)
    description = models.TextField(_("açıklama"), blank=True)
    owner = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="+", verbose_name=_("sorumlu")
    )
    state = models.CharField(_("durum"), max_length=5, choices=State.choices, default=State.ACTIVE)
    every = models.CharField(_("tekrar"), max_length=7, choices=Every.choices, default=Every.ONCE)
    interval = models.PositiveSmallIntegerField(_("aralık"), default=1)
    first_day = models.DateField(_("ilk gün"))
    starts = models.TimeField(_("başlama saati"))
    days = models.PositiveSmallIntegerField(_("süre (gün)"), default=0)
    ends = models.TimeField(_("bitiş saati"))
    last_day = models.DateField(_("son gün"), null=True, blank=True)
    most_times = models.PositiveSmallIntegerField(_("kaç kez"), null=True, blank=True)
    warns = models.BooleanField(_("kısa mesaj ile uyar"), default=False)
    authority_code = models.ForeignKey(
        AuthorityCode, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("yetki kodu")
    )
    # The instant of the last end; None: it goes on until somebody ends it.
    over_at = models.DateTimeField(null=True, editable=False)
    set_by_label = models.CharField(_("kaydeden"), max_length=120, editable=False)
    set_by_member = models.BigIntegerField(null=True, editable=False)
    set_by_key = models.BigIntegerField(null=True, editable=False)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)
    ended_at = models.DateTimeField(_("kapanış"), null=True, editable=False)

    class Meta:
        verbose_name = _("zamanlanmış görev")
        verbose_name_plural = _("zamanlanmış görevler")
        constraints = (
            models.CheckConstraint(
                condition=Q(days__gt=0) | Q(ends__gte=F("starts")), name="timed_task_ends_later"
            ),
            models.CheckConstraint(condition=Q(interval__gt=0), name="timed_task_moves_on"),
        )
        indexes = (
            models.Index(fields=("firm", "-id"), name="timed_task_by_firm"),
            models.Index(fields=("over_at",), condition=Q(state="ETKIN"), name="timed_task_over"),
        )

    def __str__(self) -> str:
        return self.title

    def day(self, number: int) -> date | None:
        """The start day of an occurrence; None when there is no such one."""
        if self.every == self.Every.ONCE:
            return self.first_day if number == 0 else None
        if number >= (self.most_times or MOST_TIMES):
            return None
        every = recurrence.Every[self.Every(self.every).name]
        try:
            day = recurrence.day(self.first_day, every, number * self.interval)
            day + timedelta(days=self.days + 366)  # its end stands in the calendar, too
        except (OverflowError, ValueError):
            return None
        return None if self.last_day is not None and day > self.last_day else day

    def start(self, number: int) -> datetime | None:
        """On the firm's clock, naive."""
        day = self.day(number)
        return datetime.combine(day, self.starts) if day else None

    def end(self, number: int) -> datetime | None:
        """On the firm's clock, naive."""
        day = self.day(number)
        return datetime.combine(day + timedelta(days=self.days), self.ends) if day else None


class TaskAlert(FirmModel):
    """Who is told of one edge of a task; start and end have lists of their own (L-082).
    ``next_for`` is the instant of the next telling (the queue), None when there is none."""

    class Edge(models.TextChoices):
        START = "BASLAMA", _("Başlama")
        END = "BITIS", _("Bitiş")

    task = models.ForeignKey(TimedTask, on_delete=models.CASCADE, related_name="alerts")
    edge = models.CharField(_("uyarı"), max_length=7, choices=Edge.choices)
    text = models.CharField(_("metin"), max_length=400, blank=True)
    subscribers = models.ManyToManyField(Subscriber, related_name="+", verbose_name=_("kişiler"))
    groups = models.ManyToManyField(Group, related_name="+", verbose_name=_("gruplar"))
    next_number = models.PositiveIntegerField(default=0, editable=False)
    next_for = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("görev uyarısı")
        verbose_name_plural = _("görev uyarıları")
        constraints = (models.UniqueConstraint("firm", "task", "edge", name="task_alert_once"),)
        indexes = (
            models.Index(
                fields=("next_for",), condition=Q(next_for__isnull=False), name="task_alert_due"
            ),
        )

    def __str__(self) -> str:
        return f"{self.task_id}/{self.edge}"

    def wall(self, number: int) -> datetime | None:
        """When an occurrence has this edge, naive on the firm's clock."""
        is_start = self.edge == self.Edge.START
        return self.task.start(number) if is_start else self.task.end(number)


class TaskRun(FirmModel):
    """What became of one telling; one that has no row has not come yet. Once for each edge and
    wall-clock minute, so an hour that is changed is told anew."""

    class State(models.TextChoices):
        SENT = "UYARILDI", _("Uyarıldı")
        LATE = "GECIKTI", _("Gecikmeli uyarıldı")
        MISSED = "KACIRILDI", _("Kaçırıldı")
        FAILED = "GONDERILEMEDI", _("Gönderilemedi")
        SKIPPED = "ATLANDI", _("Atlandı")

    task = models.ForeignKey(TimedTask, on_delete=models.CASCADE, related_name="runs")
    edge = models.CharField(_("uyarı"), max_length=7, choices=TaskAlert.Edge.choices)
    local = models.CharField(_("zaman"), max_length=16)
    state = models.CharField(_("sonuç"), max_length=13, choices=State.choices)
    campaign = models.OneToOneField(
        Campaign, on_delete=models.SET_NULL, null=True, related_name="task_run"
    )
    problem = models.CharField(_("neden"), max_length=300, blank=True)
    problem_code = models.CharField(max_length=40, blank=True)
    by_label = models.CharField(max_length=120, blank=True, editable=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("görev uyarısı sonucu")
        verbose_name_plural = _("görev uyarısı sonuçları")
        constraints = (
            models.UniqueConstraint("firm", "task", "edge", "local", name="task_run_once"),
        )
        indexes = (
            models.Index(
                fields=("firm", "-at"),
                condition=Q(state__in=("KACIRILDI", "GONDERILEMEDI")),
                name="task_run_not_told",
            ),
        )

    def __str__(self) -> str:
        return f"{self.task_id}/{self.edge}/{self.local}"

    @property
    def wall(self) -> datetime:
        """Naive, on the firm's clock."""
        return datetime.fromisoformat(self.local)


class TaskRules(FirmModel):
    """Görev kuralları: what holds from ``valid_from`` until the next row; a row that has begun is
    not changed. An alert that goes later than ``late_minutes`` says so, one later than
    ``missed_minutes`` is reported and not sent; a task begins at most ``furthest_months`` ahead."""

    valid_from = models.DateField(_("geçerlilik başlangıcı"))
    late_minutes = models.PositiveSmallIntegerField(_("gecikmiş sayılma (dakika)"), default=10)
    missed_minutes = models.PositiveSmallIntegerField(_("gönderilmeme (dakika)"), default=360)
    furthest_months = models.PositiveSmallIntegerField(_("en çok ileri (ay)"), default=36)
    created_by = models.CharField(_("ekleyen"), max_length=120, blank=True, editable=False)
    created_at = models.DateTimeField(_("eklenme"), auto_now_add=True)

    class Meta:
        verbose_name = _("görev kuralı")
        verbose_name_plural = _("görev kuralları")
        constraints = (
            models.UniqueConstraint("firm", "valid_from", name="task_rules_once_a_day"),
            models.CheckConstraint(
                condition=Q(missed_minutes__gte=F("late_minutes")), name="task_rules_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.valid_from:%d.%m.%Y}"

"""Tekrar kuralları: a saved draft that is sent again and again (S-081)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from messaging.models.campaigns import Campaign
from turkcell_hub.lib import recurrence
from turkcell_hub.tenancy.models import AuthorityCode, Brand, FirmModel


class RepeatRule(FirmModel):
    """``pattern`` is the draft of which each run makes its own campaign; it is kept from being
    edited (``CampaignState.REPEATING``) until the rule ends, then it is a draft again.

    Runs are counted from 0: ``next_number`` is the first that nothing has been decided about.
    ``next_for`` is its instant (the queue), None once the rule has ended. The days follow from
    ``first_day``; the wall clock is the firm's own on each day. The last day and the most runs
    are both limits; one of them is always there. Runs of ``set_by`` are done with his rights.
    """

    class Every(models.TextChoices):
        WEEK = "HAFTA", _("Her hafta")
        MONTH = "AY", _("Her ay")
        YEAR = "YIL", _("Her yıl")

    class State(models.TextChoices):
        ACTIVE = "ETKIN", _("Etkin")
        PAUSED = "DURAKLATILDI", _("Duraklatıldı")
        ENDED = "BITTI", _("Bitti")

    name = models.CharField(_("tekrar kuralı"), max_length=120)
    pattern = models.ForeignKey(
        Campaign,
        on_delete=models.SET_NULL,
        null=True,
        related_name="repeat_rules",
        verbose_name=_("gönderim"),
    )
    state = models.CharField(_("durum"), max_length=12, choices=State.choices, default=State.ACTIVE)
    every = models.CharField(_("sıklık"), max_length=5, choices=Every.choices)
    first_day = models.DateField(_("ilk gün"))
    hour = models.TimeField(_("saat"))
    last_day = models.DateField(_("son gün"), null=True, blank=True)
    most_runs = models.PositiveSmallIntegerField(_("kaç kez"), null=True, blank=True)
    max_credits = models.PositiveIntegerField(_("her seferinde en çok kredi"))
    next_number = models.PositiveIntegerField(default=0, editable=False)
    next_for = models.DateTimeField(null=True, editable=False)
    # As the pattern's: the rule exists for whoever may see the campaign.
    authority_code = models.ForeignKey(
        AuthorityCode, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("yetki kodu")
    )
    brand = models.ForeignKey(
        Brand, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("marka")
    )
    set_by_label = models.CharField(_("kuran"), max_length=120, editable=False)
    set_by_member = models.BigIntegerField(null=True, editable=False)
    set_by_key = models.BigIntegerField(null=True, editable=False)
    created_at = models.DateTimeField(_("kurulma"), auto_now_add=True)
    ended_at = models.DateTimeField(_("bitiş"), null=True, editable=False)

    class Meta:
        verbose_name = _("tekrar kuralı")
        verbose_name_plural = _("tekrar kuralları")
        constraints = (
            models.UniqueConstraint(
                "firm", "pattern", condition=~Q(state="BITTI"), name="repeat_rule_once_a_draft"
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=False) | Q(most_runs__gt=0),
                name="repeat_rule_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state="BITTI") | Q(next_for__isnull=False),
                name="repeat_rule_has_its_next_run",
            ),
        )
        indexes = (
            models.Index(fields=("next_for",), condition=Q(state="ETKIN"), name="repeat_rule_due"),
            models.Index(fields=("firm", "-id"), name="repeat_rule_by_firm"),
        )

    def __str__(self) -> str:
        return self.name

    def day(self, number: int) -> date | None:
        """The day of a run; None when the rule ends before it."""
        if self.most_runs is not None and number >= self.most_runs:
            return None
        day = recurrence.day(self.first_day, self.every_what, number)
        return None if self.last_day is not None and day > self.last_day else day

    def wall(self, number: int) -> datetime | None:
        """The same with the hour, naive: on the firm's clock."""
        day = self.day(number)
        return datetime.combine(day, self.hour) if day else None

    @property
    def every_what(self) -> recurrence.Every:
        return recurrence.Every[self.Every(self.every).name]


class RepeatRun(FirmModel):
    """What became of one day of a rule; a day without a row has not come yet."""

    class State(models.TextChoices):
        MADE = "YAPILDI", _("Gönderim oluştu")
        SKIPPED = "ATLANDI", _("Atlandı")
        PAUSED = "DURAKTA", _("Kural duraklatılmıştı")

    rule = models.ForeignKey(RepeatRule, on_delete=models.CASCADE, related_name="runs")
    day = models.DateField(_("gün"))
    state = models.CharField(_("durum"), max_length=8, choices=State.choices)
    campaign = models.OneToOneField(
        Campaign, on_delete=models.SET_NULL, null=True, related_name="repeat_run"
    )
    by_label = models.CharField(max_length=120, blank=True, editable=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("tekrar")
        verbose_name_plural = _("tekrarlar")
        constraints = (
            models.UniqueConstraint("firm", "rule", "day", name="repeat_run_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}"

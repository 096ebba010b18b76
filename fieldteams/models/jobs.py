"""Saha işleri: a job that the nearest people are asked for by SMS (idea 12)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fieldteams.models.phones import FieldPhone
from messaging.models import Campaign
from turkcell_hub.lib import turkish
from turkcell_hub.tenancy.models import ApiKey, AuthorityCode, FirmModel, Membership


class FieldJob(FirmModel):
    """A place and what is to be done there. While ``ASKING`` the people of its newest round may
    answer; the first EVET makes it ``TAKEN``. ``next_at``: when the next round is asked, or,
    after the last one, when nobody has taken it. ``number`` is what an answer may name.
    """

    class State(models.TextChoices):
        ASKING = "SORULUYOR", _("Soruluyor")
        TAKEN = "ALINDI", _("Alındı")
        DONE = "TAMAM", _("Tamamlandı")
        NOBODY = "KIMSE", _("Kimse almadı")
        CANCELLED = "IPTAL", _("İptal edildi")

    number = models.PositiveIntegerField(_("iş no"))
    text = models.CharField(_("iş"), max_length=200)
    place = models.CharField(_("yer"), max_length=120)
    latitude = models.FloatField(_("enlem"))
    longitude = models.FloatField(_("boylam"))
    state = models.CharField(
        _("durum"), max_length=9, choices=State.choices, default=State.ASKING, editable=False
    )
    authority_code = models.ForeignKey(
        AuthorityCode, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("yetki kodu")
    )
    at_once = models.PositiveSmallIntegerField(_("birlikte sorulan kişi"))
    answer_minutes = models.PositiveSmallIntegerField(_("yanıt süresi (dakika)"))
    rounds = models.PositiveSmallIntegerField(_("en çok tur"))
    round = models.PositiveSmallIntegerField(_("tur"), default=1, editable=False)
    next_at = models.DateTimeField(_("tur sonu"), null=True, editable=False)
    taken_by = models.ForeignKey(
        FieldPhone,
        on_delete=models.SET_NULL,
        null=True,
        related_name="jobs",
        verbose_name=_("alan"),
        editable=False,
    )
    taken_at = models.DateTimeField(_("alınma"), null=True, editable=False)
    ended_at = models.DateTimeField(_("bitiş"), null=True, editable=False)
    note = models.CharField(_("not"), max_length=200, blank=True, editable=False)
    asked_by = models.CharField(_("isteyen"), max_length=120, editable=False)
    asked_member = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    asked_key = models.ForeignKey(
        ApiKey, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    asked_at = models.DateTimeField(_("istenme"), auto_now_add=True)
    search_key = models.TextField(editable=False, db_collation="C")

    class Meta:
        verbose_name = _("saha işi")
        verbose_name_plural = _("saha işleri")
        constraints = (models.UniqueConstraint("firm", "number", name="field_job_number_once"),)
        indexes = (
            models.Index(
                fields=("next_at",), condition=Q(state="SORULUYOR"), name="field_job_to_go_on"
            ),
            models.Index(
                fields=("firm", "taken_by"), condition=Q(state="ALINDI"), name="field_job_current"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.text}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_key = turkish.fold(f"{self.number} {self.text} {self.place}")
        super().save(*args, **kwargs)


class JobOffer(FirmModel):
    """One person who was asked, and where that person was then. ``owes_word``: the SMS that says
    how it ended has still to be sent."""

    class State(models.TextChoices):
        ASKED = "SORULDU", _("Soruldu")
        WON = "ALDI", _("Aldı")
        REFUSED = "HAYIR", _("Hayır dedi")
        MISSED = "GEC", _("Geç kaldı")
        RELEASED = "BIRAKILDI", _("Yanıt vermedi")

    job = models.ForeignKey(FieldJob, on_delete=models.CASCADE, related_name="offers")
    phone = models.ForeignKey(FieldPhone, on_delete=models.CASCADE, related_name="offers")
    round = models.PositiveSmallIntegerField(_("tur"))
    metres = models.FloatField(_("uzaklık (m)"))
    accuracy = models.FloatField(_("yanılma (m)"), null=True)
    fixed_at = models.DateTimeField(_("konumun zamanı"))
    state = models.CharField(
        _("durum"), max_length=9, choices=State.choices, default=State.ASKED, editable=False
    )
    campaign = models.ForeignKey(
        Campaign, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("SMS")
    )
    asked_at = models.DateTimeField(_("soru"), auto_now_add=True)
    answered_at = models.DateTimeField(_("yanıt"), null=True)
    owes_word = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("saha işi sorusu")
        verbose_name_plural = _("saha işi soruları")
        constraints = (
            models.UniqueConstraint(fields=("firm", "job", "phone"), name="job_offer_once"),
            models.UniqueConstraint(
                fields=("firm", "job"), condition=Q(state="ALDI"), name="job_offer_one_winner"
            ),
        )
        indexes = (
            models.Index(fields=("firm", "phone", "-id"), name="job_offer_by_phone"),
            models.Index(fields=("id",), condition=Q(owes_word=True), name="job_offer_to_tell"),
        )

    def __str__(self) -> str:
        return f"{self.job_id} {self.phone}"

"""Gelen Kutusu: one conversation a person (L-060)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from messaging.models.campaigns import Campaign
from messaging.models.reports import InboundMessage
from turkcell_hub.tenancy.models import FirmModel, Membership


class Thread(FirmModel):
    """Everything said with one number. Who may see it follows the subscriber's Yetki Kodu of
    now (``selectors.threads.visible``), so it keeps no code of its own.

    ``unread`` counts inbound messages since somebody of the firm looked. ``last_*`` copy the
    newest entry for the list; ``possible_refusal``: a text that may be a refusal waits for a
    person's word.
    """

    class State(models.TextChoices):
        OPEN = "ACIK", _("Açık")
        ANSWERED = "YANITLANDI", _("Yanıtlandı")
        CLOSED = "KAPALI", _("Kapalı")

    class Label(models.TextChoices):
        REQUEST = "TALEP", _("Talep")
        COMPLAINT = "SIKAYET", _("Şikâyet")
        QUESTION = "SORU", _("Soru")

    phone = models.CharField(_("telefon numarası"), max_length=20)
    state = models.CharField(_("durum"), max_length=10, choices=State.choices, default=State.OPEN)
    label = models.CharField(_("etiket"), max_length=8, choices=Label.choices, blank=True)
    assigned_to = models.ForeignKey(
        Membership,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("atanan"),
    )
    unread = models.PositiveIntegerField(_("okunmamış"), default=0)
    possible_refusal = models.BooleanField(_("ret olabilir"), default=False)
    last_text = models.CharField(_("son mesaj"), max_length=160, blank=True)
    last_at = models.DateTimeField(_("son hareket"))
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("konuşma")
        verbose_name_plural = _("konuşmalar")
        constraints = (models.UniqueConstraint("firm", "phone", name="thread_phone_once"),)
        indexes = (
            models.Index(fields=("firm", "-last_at", "-id"), name="thread_by_time"),
            models.Index(fields=("firm",), condition=Q(unread__gt=0), name="thread_unread"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class ThreadEntry(FirmModel):
    """One line of a conversation: an inbound message, an answer (a campaign of one message) or
    an internal note, which never leaves the firm. ``key`` makes a repeated answer one."""

    class Kind(models.TextChoices):
        INBOUND = "GELEN", _("Gelen")
        ANSWER = "YANIT", _("Yanıt")
        NOTE = "NOT", _("Not")

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    text = models.TextField()
    inbound = models.OneToOneField(
        InboundMessage, on_delete=models.PROTECT, related_name="+", null=True
    )
    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="+", null=True)
    key = models.UUIDField(null=True)
    by_label = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("konuşma satırı")
        verbose_name_plural = _("konuşma satırları")
        constraints = (
            models.UniqueConstraint("thread", "key", name="thread_entry_key_once"),
            models.CheckConstraint(
                condition=Q(kind="GELEN", inbound__isnull=False, campaign__isnull=True)
                | Q(kind="YANIT", inbound__isnull=True, campaign__isnull=False)
                | Q(kind="NOT", inbound__isnull=True, campaign__isnull=True),
                name="thread_entry_kind_fits_link",
            ),
        )
        indexes = (models.Index(fields=("thread", "at", "id"), name="thread_entry_by_time"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

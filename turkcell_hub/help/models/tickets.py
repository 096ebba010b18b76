"""Destek talepleri (S-075): what a firm's people ask, and what was answered."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel
from turkcell_hub.tenancy.sealed import SealedTextField


class TicketState(models.TextChoices):
    OPEN = "ACIK", _("Açık")
    ANSWERED = "YANITLANDI", _("Yanıtlandı")
    CLOSED = "KAPANDI", _("Kapandı")


class Ticket(FirmModel):
    """One question of one person, or his wish to be called ("beni arayın").

    ``phone``, ``call_from``, ``call_until``: where and when to call, typed in the firm's time
    zone; empty where nobody asked to be called. ``by_member``/``by_user``/``by_key`` are who
    opened it. ``seen_at``: when the person last looked, for the bell.
    """

    subject = models.CharField(_("konu"), max_length=120)
    state = models.CharField(
        _("durum"), max_length=10, choices=TicketState.choices, default=TicketState.OPEN
    )
    phone = models.CharField(_("aranacak telefon"), max_length=16, blank=True)
    call_from = models.DateTimeField(_("arama başlangıcı"), null=True)
    call_until = models.DateTimeField(_("arama bitişi"), null=True)
    by_label = models.CharField(_("açan"), max_length=150)
    by_member = models.BigIntegerField(null=True)
    by_user = models.BigIntegerField(null=True)
    by_key = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(_("açılış"), auto_now_add=True)
    changed_at = models.DateTimeField(_("son yazışma"))
    answered_at = models.DateTimeField(_("yanıt zamanı"), null=True)
    seen_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(_("kapanış"), null=True)

    class Meta:
        verbose_name = _("destek talebi")
        verbose_name_plural = _("destek talepleri")
        constraints = (
            models.CheckConstraint(
                condition=Q(call_from=None, call_until=None, phone="")
                | (Q(call_from__lt=F("call_until")) & ~Q(phone="")),
                name="ticket_call_has_phone_and_window",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False, state="KAPANDI")
                | (Q(closed_at=None) & ~Q(state="KAPANDI")),
                name="ticket_closed_at_some_time",
            ),
        )
        indexes = (
            models.Index(fields=("firm", "-id"), name="ticket_by_firm"),
            models.Index(
                fields=("firm", "by_user", "-answered_at"),
                condition=Q(state="YANITLANDI"),
                name="ticket_answered",
            ),
            models.Index(
                fields=("changed_at",), condition=~Q(state="KAPANDI"), name="ticket_unclosed"
            ),
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def number(self) -> str:
        """What a person says on the phone."""
        return f"D-{self.pk:06d}"

    @property
    def wants_call(self) -> bool:
        return self.call_from is not None


class TicketEntry(FirmModel):
    """One text of a ticket. ``notify_at``: when its mail goes next; None once it has gone."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="entries")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by_staff = models.BooleanField(_("işletmeciden"), default=False)
    by_label = models.CharField(_("yazan"), max_length=150)
    text = models.TextField(_("metin"))
    notify_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(_("zaman"), auto_now_add=True)

    class Meta:
        verbose_name = _("destek yazısı")
        verbose_name_plural = _("destek yazıları")
        ordering = ("pk",)
        indexes = (
            models.Index(
                fields=("notify_at",),
                condition=Q(notify_at__isnull=False),
                name="ticket_entry_to_tell",
            ),
        )

    def __str__(self) -> str:
        return self.by_label


class TicketFile(FirmModel):
    """The attachment of an entry, sealed: it may be a copy of an identity card (C-09).

    ``content`` is base64 of the bytes.
    """

    entry = models.OneToOneField(TicketEntry, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(_("dosya"), max_length=160)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    content = SealedTextField()

    class Meta:
        verbose_name = _("destek eki")
        verbose_name_plural = _("destek ekleri")

    def __str__(self) -> str:
        return self.name

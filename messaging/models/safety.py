"""Kara liste (S-069, S-070): who gets nothing, since when, and how that came about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from messaging.models.reports import InboundMessage
from turkcell_hub.tenancy.models import FirmModel


class BlacklistSource(models.TextChoices):
    """Whose wish it is: the firm's own, or the person's."""

    FIRM = "FIRMA", _("Firma istemiyor")
    RECIPIENT = "ALICI", _("Alıcı istemiyor")


class BlacklistOrigin(models.TextChoices):
    """The way by which it became known."""

    MANUAL = "ELLE", _("Elle eklendi")
    IMPORT = "EXCEL", _("Excel aktarımı")
    API = "API", _("REST API")
    SMS = "SMS", _("SMS ile ret")
    OPERATOR = "OPERATOR", _("Operatörün listesi")


class BlacklistEntry(FirmModel):
    """A number that gets no message of any class, by the firm's or the person's wish.

    ``since`` is when the wish was uttered, ``created_at`` when it was written here;
    ``evidence`` is the message with which the person refused.
    """

    Source = BlacklistSource
    Origin = BlacklistOrigin

    phone = models.CharField(_("telefon numarası"), max_length=16)
    source = models.CharField(
        _("kaynak"), max_length=6, choices=BlacklistSource.choices, default=BlacklistSource.FIRM
    )
    origin = models.CharField(
        _("geliş yolu"),
        max_length=8,
        choices=BlacklistOrigin.choices,
        default=BlacklistOrigin.MANUAL,
        editable=False,
    )
    reason = models.CharField(_("neden"), max_length=200)
    since = models.DateTimeField(_("istek zamanı"), null=True, editable=False)
    evidence = models.ForeignKey(
        InboundMessage, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    added_by = models.CharField(_("ekleyen"), max_length=120, editable=False)
    created_at = models.DateTimeField(_("tarih"), auto_now_add=True)

    class Meta:
        verbose_name = _("kara liste kaydı")
        verbose_name_plural = _("kara liste")
        constraints = (
            models.UniqueConstraint(
                "firm",
                "phone",
                name="blacklist_phone_once",
                violation_error_message=_("Bu numara zaten kara listede."),
            ),
        )

    def __str__(self) -> str:
        return self.phone


class BlacklistChange(FirmModel):
    """The history of a number on the list; it stays when the entry goes. Append-only."""

    class Kind(models.TextChoices):
        ADDED = "EKLENDI", _("Eklendi")
        CHANGED = "DEGISTI", _("Alıcının kendi isteği oldu")
        REMOVED = "CIKARILDI", _("Çıkarıldı")

    phone = models.CharField(_("telefon numarası"), max_length=16)
    kind = models.CharField(_("işlem"), max_length=9, choices=Kind.choices)
    source = models.CharField(_("kaynak"), max_length=6, choices=BlacklistSource.choices)
    origin = models.CharField(_("geliş yolu"), max_length=8, choices=BlacklistOrigin.choices)
    reason = models.CharField(_("neden"), max_length=200)
    proof = models.CharField(_("dayanak"), max_length=200, blank=True)
    # The day of the person's new wish, for a refusal that was taken back.
    wished_on = models.DateField(_("alıcının isteği"), null=True)
    evidence = models.ForeignKey(
        InboundMessage, on_delete=models.PROTECT, related_name="+", null=True
    )
    by_label = models.CharField(_("yapan"), max_length=120)
    at = models.DateTimeField(_("zaman"), auto_now_add=True)

    class Meta:
        verbose_name = _("kara liste hareketi")
        verbose_name_plural = _("kara liste hareketleri")
        indexes = (models.Index(fields=("firm", "phone", "-id"), name="blacklist_change_by_phone"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

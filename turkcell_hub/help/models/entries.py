"""What the page Destek shows to everybody: ways to reach people, and guides (Y-032, S-016)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.lib.phone import format_international


class HelpEntry(models.Model):
    """One contact or guide of this installation. Those who run the portal edit it; no firm does.

    ``value``: E.164 of a phone, an e-mail address or an https address, by ``kind``.
    ``supplier``: whose it is; the page groups by it.
    """

    class Kind(models.TextChoices):
        PHONE = "TELEFON", _("Telefon")
        WHATSAPP = "WHATSAPP", _("WhatsApp")
        EMAIL = "EPOSTA", _("E-posta")
        WEB = "WEB", _("Web sitesi")
        GUIDE = "KILAVUZ", _("Kılavuz")

    kind = models.CharField(_("tür"), max_length=8, choices=Kind.choices)
    supplier = models.CharField(_("kurum"), max_length=80)
    title = models.CharField(_("başlık"), max_length=120)
    value = models.CharField(_("adres ya da numara"), max_length=300)
    text = models.CharField(_("açıklama"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("sıra"), default=100)
    is_active = models.BooleanField(_("görünür"), default=True)
    by_label = models.CharField(_("değiştiren"), max_length=150)
    changed_at = models.DateTimeField(_("değişiklik"), auto_now=True)

    class Meta:
        verbose_name = _("destek bilgisi")
        verbose_name_plural = _("destek bilgileri")
        ordering = ("position", "supplier", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def link(self) -> str:
        """Where a press leads: tel:, wa.me, mailto: or the address itself."""
        if self.kind == self.Kind.PHONE:
            return f"tel:{self.value}"
        if self.kind == self.Kind.WHATSAPP:
            return f"https://wa.me/{self.value.removeprefix('+')}"
        if self.kind == self.Kind.EMAIL:
            return f"mailto:{self.value}"
        return self.value

    @property
    def shown(self) -> str:
        if self.kind in (self.Kind.PHONE, self.Kind.WHATSAPP):
            return format_international(self.value) if self.value.startswith("+") else self.value
        return self.value.removeprefix("https://").rstrip("/")

"""Mesaj Şablonları, also called Hazır Mesaj (L-061 … L-064, S-084, C-03)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.lib import turkish
from turkcell_hub.tenancy.models import AuthorityCode, FirmModel


class TemplateCategory(models.TextChoices):
    """What a template is for (L-061); presets the message class."""

    CAMPAIGN = "KAMPANYA", _("Kampanya")
    CELEBRATION = "KUTLAMA", _("Kutlama")
    ANNOUNCEMENT = "DUYURU", _("Duyuru")
    OTHER = "DIGER", _("Diğer")

    @property
    def is_commercial(self) -> bool:
        """Celebrations raise recognition, so they are commercial as well (S-043)."""
        return self in (TemplateCategory.CAMPAIGN, TemplateCategory.CELEBRATION)


class MessageTemplate(FirmModel):
    """A saved text with parameters; one list under two menu names (C-03)."""

    code = models.CharField(_("kod"), max_length=20)
    name = models.CharField(_("şablon adı"), max_length=80)
    category = models.CharField(
        _("tür"), max_length=10, choices=TemplateCategory.choices, default=TemplateCategory.OTHER
    )
    text = models.TextField(_("mesaj"))
    authority_code = models.ForeignKey(
        AuthorityCode, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("yetki kodu")
    )
    search_key = models.TextField(editable=False, db_collation="C")
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)
    updated_at = models.DateTimeField(_("değişiklik"), auto_now=True)

    class Meta:
        verbose_name = _("mesaj şablonu")
        verbose_name_plural = _("mesaj şablonları")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                "firm",
                "code",
                name="template_code_once",
                violation_error_message=_("Bu kodla bir şablon zaten var."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = turkish.fold(f"{self.code} {self.name} {self.text}")
        super().save(*args, **kwargs)

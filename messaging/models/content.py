"""What a firm decides about the content of its texts: words by date, and what is overridden."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from messaging.models.campaigns import Campaign
from turkcell_hub.tenancy.models import FirmModel


class ContentWords(FirmModel):
    """The lists of words that the checks use from a day on; the newest day that has come is in
    force, without a row the product's own lists are. ``words``: list name → words;
    ``shortenings``: pairs (long, short) that the saving pencil may offer."""

    valid_from = models.DateField(_("geçerlilik başlangıcı"))
    words = models.JSONField(default=dict)
    shortenings = models.JSONField(default=list)
    changed_by = models.CharField(_("değiştiren"), max_length=120, blank=True)
    changed_at = models.DateTimeField(_("değişiklik"), auto_now=True)

    class Meta:
        verbose_name = _("metin denetimi kelimeleri")
        verbose_name_plural = _("metin denetimi kelimeleri")
        ordering = ("-valid_from",)
        constraints = (
            models.UniqueConstraint("firm", "valid_from", name="content_words_once_a_day"),
        )

    def __str__(self) -> str:
        return self.valid_from.strftime("%d.%m.%Y")


class ContentOverride(FirmModel):
    """A named person took a commercial text upon himself although ``rules`` found errors.

    It holds for one text and class (``text_key``) and for these rules alone.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="content_overrides"
    )
    text_key = models.CharField(max_length=64)
    rules = ArrayField(models.CharField(max_length=40))
    reason = models.CharField(_("gerekçe"), max_length=300)
    by_label = models.CharField(_("üstlenen"), max_length=120)
    by_member = models.BigIntegerField(null=True)
    by_key = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("zaman"))

    class Meta:
        verbose_name = _("metin denetimini üstlenme")
        verbose_name_plural = _("metin denetimini üstlenmeler")
        indexes = (models.Index(fields=("campaign", "-id"), name="override_by_campaign"),)

    def __str__(self) -> str:
        return f"{self.by_label}: {self.reason}"

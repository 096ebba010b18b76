"""Numbers and answers by which the firm and İYS are kept equal: dated, never constants."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iys_consent.rules import DateRules
from turkcell_hub.tenancy.models import FirmModel


class Master(models.TextChoices):
    """Who is right where the two differ and no refusal decides (decisions.md)."""

    REGISTRY = "IYS", _("İYS")
    PORTAL = "PORTAL", _("Bu portal")


class SyncRules(FirmModel):
    """What holds from ``valid_from`` until the next row; one that has begun is not changed.

    ``binds_before_2015`` and ``equal_date_is_earlier`` answer open questions of the registry.
    """

    valid_from = models.DateField(_("geçerlilik başlangıcı"))
    business_days = models.PositiveSmallIntegerField(_("bildirim süresi (iş günü)"), default=3)
    binds_before_2015 = models.BooleanField(_("süre HS_2015 için de geçerli"), default=False)
    equal_date_is_earlier = models.BooleanField(_("eşit tarih eski sayılır"), default=True)
    master = models.CharField(
        _("anlaşmazlıkta esas alınan"),
        max_length=6,
        choices=Master.choices,
        default=Master.REGISTRY,
    )
    pull_minutes = models.PositiveSmallIntegerField(_("İYS'den alma aralığı (dakika)"), default=60)
    # How long İYS' own codes and links live, and how often a code may be tried (ViA); how long
    # the link in a confirmation mail of a web form lives.
    via_code_seconds = models.PositiveSmallIntegerField(_("ViA kodunun ömrü (sn)"), default=180)
    via_tries = models.PositiveSmallIntegerField(_("ViA kodu için deneme"), default=3)
    via_link_hours = models.PositiveSmallIntegerField(
        _("ViA bağlantısının ömrü (saat)"), default=24
    )
    mail_link_hours = models.PositiveSmallIntegerField(
        _("e-posta doğrulama bağlantısının ömrü (saat)"), default=24
    )
    created_by = models.CharField(_("ekleyen"), max_length=120, blank=True, editable=False)
    created_at = models.DateTimeField(_("eklenme"), auto_now_add=True)

    class Meta:
        verbose_name = _("İYS eşitleme kuralları")
        verbose_name_plural = _("İYS eşitleme kuralları")
        constraints = (
            models.UniqueConstraint("firm", "valid_from", name="sync_rules_once_a_day"),
            models.CheckConstraint(
                condition=Q(business_days__range=(1, 30)) & Q(pull_minutes__range=(5, 1440)),
                name="sync_rules_in_range",
            ),
        )

    def __str__(self) -> str:
        return f"{self.valid_from:%d.%m.%Y}"

    @property
    def dates(self) -> DateRules:
        """The part that ``rules.check`` reads."""
        return DateRules(
            business_days=self.business_days,
            binds_before_2015=self.binds_before_2015,
            equal_date_is_earlier=self.equal_date_is_earlier,
        )

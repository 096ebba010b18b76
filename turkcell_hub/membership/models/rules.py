"""What a membership goes by, from a day on."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel


class MembershipRules(FirmModel):
    """Dated: where papers go, what is taken, and how long copies of identities are kept.

    ``iys_address``: the head office to which a firm abroad posts its papers (S-058). The source
    names it without a street, so it is empty until somebody has asked İYS.
    """

    valid_from = models.DateField(_("geçerlilik başlangıcı"))
    supplier = models.CharField(
        _("tedarikçi"),
        max_length=200,
        default="Asist Bilgi Teknolojileri ve Elektronik Haberleşme Ltd. Şti.",
    )
    supplier_address = models.CharField(
        _("evrak adresi"),
        max_length=300,
        default=(
            "Teknopark İstanbul Teknoloji Geliştirme Bölgesi, Sanayi Mah. Havaalanı İç Yolu Cad."
            " No: 3 Kat 1 / 107, Pendik – İstanbul"
        ),
    )
    iys_office = models.CharField(
        _("İYS'nin unvanı"), max_length=200, default="İleti Yönetim Sistemi A.Ş."
    )
    iys_email = models.EmailField(_("İYS'nin e-posta adresi"), default="bilgi@iys.org.tr")
    iys_address = models.CharField(_("İYS'nin posta adresi"), max_length=300, blank=True)
    most_megabytes = models.PositiveSmallIntegerField(
        _("dosya sınırı (MB)"),
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    most_megapixels = models.PositiveSmallIntegerField(
        _("resim sınırı (megapiksel)"),
        default=40,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    most_files = models.PositiveSmallIntegerField(
        _("belge başına dosya"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    identity_days = models.PositiveSmallIntegerField(
        _("kimlik belgesi saklama (gün)"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    draft_days = models.PositiveSmallIntegerField(
        _("bırakılan dosyada kimlik saklama (gün)"),
        default=180,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    by_label = models.CharField(_("tanımlayan"), max_length=150, editable=False)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("üyelik kuralı")
        verbose_name_plural = _("üyelik kuralları")
        constraints = (
            models.UniqueConstraint("firm", "valid_from", name="membership_rules_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.valid_from:%d.%m.%Y}"

"""Takip kuralları: the information text and the numbers that law and the firm set."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel

NOTICE = _(
    "İşvereniniz, saha çalışmalarını planlamak ve size en yakın işi verebilmek için bu hattın"
    " konumunu izlemek istiyor. Konum yalnız aşağıda yazan çalışma saatlerinde alınır; bu saatler"
    " dışında hiç saklanmaz. Bilgiler işvereninizin yetkili kişilerince görülür, yurt dışına"
    " aktarılmaz ve saklama süresi dolunca silinir. İzni vermek zorunda değilsiniz; verdiğiniz izni"
    " bu sayfadan dilediğiniz an geri alabilirsiniz. 6698 sayılı Kanun'un 11. maddesindeki"
    " haklarınız için işvereninize başvurabilirsiniz. Konumunuza kimin ne zaman baktığını bu"
    " sayfada görürsünüz."
)


class TrackingRules(FirmModel):
    """From a day on; the one in force is the latest that has begun. ``notice`` is the KVKK
    information text: every request keeps the version that the person saw."""

    valid_from = models.DateField(_("geçerlilik başlangıcı"), default=timezone.localdate)
    notice = models.TextField(_("aydınlatma metni"), default=NOTICE)
    request_days = models.PositiveSmallIntegerField(
        _("talebin yanıt süresi (gün)"), default=7, validators=[MinValueValidator(1)]
    )
    consent_days = models.PositiveSmallIntegerField(
        _("onayın geçerliliği (gün)"), default=365, validators=[MinValueValidator(1)]
    )
    stale_minutes = models.PositiveSmallIntegerField(
        _("konum kaç dakikada eskir"), default=30, validators=[MinValueValidator(1)]
    )
    poll_minutes = models.PositiveSmallIntegerField(
        _("sorgu aralığı (dakika)"), default=10, validators=[MinValueValidator(1)]
    )
    max_accuracy = models.PositiveIntegerField(
        _("bölge için en çok yanılma (m)"), default=1000, validators=[MinValueValidator(1)]
    )
    late_hours = models.PositiveSmallIntegerField(
        _("geç gelen konum kabul süresi (saat)"), default=24, validators=[MinValueValidator(1)]
    )
    retention_days = models.PositiveSmallIntegerField(
        _("konum saklama (gün)"), default=180, validators=[MinValueValidator(1)]
    )
    theft_hours = models.PositiveSmallIntegerField(
        _("çalıntı modu en çok (saat)"), default=24, validators=[MinValueValidator(1)]
    )
    theft_agree_hours = models.PositiveSmallIntegerField(
        _("çalıntı modu onay süresi (saat)"), default=4, validators=[MinValueValidator(1)]
    )
    job_at_once = models.PositiveSmallIntegerField(
        _("iş için birlikte sorulan kişi"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    job_answer_minutes = models.PositiveSmallIntegerField(
        _("iş için yanıt süresi (dakika)"), default=5, validators=[MinValueValidator(1)]
    )
    job_rounds = models.PositiveSmallIntegerField(
        _("iş için en çok tur"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    fence_radius = models.PositiveIntegerField(
        _("operatörün izlediği en küçük yarıçap (m)"),
        default=1000,
        validators=[MinValueValidator(1)],
    )
    created_by = models.CharField(_("ekleyen"), max_length=120, editable=False)

    class Meta:
        verbose_name = _("takip kuralı")
        verbose_name_plural = _("takip kuralları")
        constraints = (
            models.UniqueConstraint(
                "firm",
                "valid_from",
                name="tracking_rules_day_once",
                violation_error_message=_("Bu tarihten başlayan bir kural zaten var."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.valid_from:%d.%m.%Y}"

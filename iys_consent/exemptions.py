"""What needs no consent, and why: the content (S-023, S-041, S-042) and the sender (S-052,
S-059 … S-063). Codes are stored with campaigns and never change their meaning."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExemptReason(models.TextChoices):
    """The ten reasons for which an informational message needs no consent (004, article 6)."""

    SUBSCRIPTION = "ABONELIK", _("Devam eden abonelik")
    MEMBERSHIP = "UYELIK", _("Devam eden üyelik")
    PARTNERSHIP = "ORTAKLIK", _("Ortaklık ilişkisi")
    COLLECTION = "TAHSILAT", _("Tahsilat")
    DEBT = "BORC", _("Borç hatırlatma")
    UPDATE = "GUNCELLEME", _("Bilgi güncelleme")
    PURCHASE = "SATIN_ALMA", _("Satın alma ve teslimat")
    CARGO = "KARGO", _("Kargo takibi")
    SIMILAR = "BENZER", _("Alınan hizmetle ilgili benzer bilgi (randevu, soru yanıtı)")
    LEGAL_DUTY = "YASAL", _("Kanunun zorunlu kıldığı bilgilendirme")


class Relation(models.TextChoices):
    """What a person is to an exempt sender; a limit of some exemptions."""

    STUDENT = "OGRENCI", _("Öğrenci")
    PARENT = "VELI", _("Veli")
    MEMBER = "UYE", _("Üye")
    CUSTOMER = "ABONE", _("Kendi abonesi")


class ExemptSender(models.TextChoices):
    """Senders whose messages within a limit need no İYS check (004, a … d)."""

    OPERATOR = "ISLETMECI", _("5809 sayılı Kanun'a tabi işletmeci (kendi mal ve hizmetleri)")
    EDUCATION = "EGITIM", _("Vakıf üniversitesi veya özel öğretim kurumu")
    PROFESSION = "MESLEK", _("Kamu kurumu niteliğinde meslek kuruluşu, kamu yararına dernek, "
                             "vergi muafiyetli vakıf")  # fmt: skip
    BROADCASTER = "YAYINCI", _("6112 sayılı Kanun'a tabi radyo veya televizyon kuruluşu")
    PUBLIC = "KAMU", _("Devlet, belediye veya başka bir kamu kurumu")

    @property
    def limit(self) -> tuple[Relation, ...]:
        """Who falls under the exemption; () is everybody."""
        return _LIMITS.get(self, ())

    @property
    def about(self) -> str:
        """What may be written under the exemption, for who writes it; "" where all may."""
        return str(_ABOUT.get(self, ""))


_LIMITS = {
    ExemptSender.OPERATOR: (Relation.CUSTOMER,),
    ExemptSender.EDUCATION: (Relation.STUDENT, Relation.PARENT),
    ExemptSender.PROFESSION: (Relation.MEMBER,),
}
_ABOUT = {
    ExemptSender.OPERATOR: _("Yalnız kendi mal ve hizmetleriniz için; başkasınınki için değil."),
    ExemptSender.PROFESSION: _("Yalnız kendi ticari işletmeleriniz için."),
    ExemptSender.BROADCASTER: _("Yalnız yayın hizmetiniz hakkında bilgi ve eğitim için."),
    ExemptSender.PUBLIC: _("Yalnız bilgilendirme için."),
}


def within_sql(sender: str) -> str:
    """SQL condition over the recipient ``r`` (column ``relation``): he falls under it."""
    limit = ExemptSender(sender).limit
    if not limit:
        return "TRUE"
    names = ", ".join(f"'{one.value}'" for one in limit)
    return f"r.relation IN ({names})"

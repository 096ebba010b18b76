"""Why credits moved (decisions.md, "Refund by final state"; C-07)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Codes of the list "Kredi Hareketleri" and of the daily counts."""

    PURCHASE = "PURCHASE", _("Kredi yükleme")
    OPENING = "OPENING", _("Açılış bakiyesi")
    CAMPAIGN = "CAMPAIGN", _("Toplu gönderim")
    SINGLE = "SINGLE", _("Tekli gönderim")
    OTP = "OTP", _("OTP gönderimi")
    CONSENT = "CONSENT", _("İYS izin kaydı")
    UNDELIVERED = "UNDELIVERED", _("İletilemedi")
    EXPIRED = "EXPIRED", _("Süresi doldu")
    REJECTED = "REJECTED", _("Operatör reddetti")
    INVALID_NUMBER = "INVALID_NUMBER", _("Geçersiz numara")
    NO_CONSENT = "NO_CONSENT", _("Gönderim anında izin yoktu")
    CANCELLED = "CANCELLED", _("Gönderilmeden iptal edildi")
    NOT_SENT = "NOT_SENT", _("Operatöre ulaşmadı")
    PARTS_DIFFER = "PARTS_DIFFER", _("Operatörün saydığı parça farkı")
    LATE_REPORT = "LATE_REPORT", _("Sonradan gelen rapor")
    OPERATOR_FIGURE = "OPERATOR_FIGURE", _("Operatör bakiyesi ile eşitleme")
    LIMIT_RENEWAL = "LIMIT_RENEWAL", _("Aylık limit yenileme")
    LIMIT_CHANGE = "LIMIT_CHANGE", _("Limit değişikliği")
    MANUAL = "MANUAL", _("Elle düzeltme")

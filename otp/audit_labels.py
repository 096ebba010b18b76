"""Turkish names of what this room writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "otp.challenge.started": _("Onay istendi"),
    "otp.challenge.resent": _("Yeni onay kodu istendi"),
    "otp.approved": _("Kodla onaylandı"),
    "otp.executed": _("Onay uygulandı"),
    "otp.receipt.printed": _("Onay makbuzunun PDF'i alındı"),
    "otp.receipt.packed": _("Onay makbuzu indirildi"),
    "otp.web_account.changed": _("Web hesabı ayarları değiştirildi"),
    "otp.connection.added": _("Web hizmeti bağlantısı eklendi"),
    "otp.connection.changed": _("Web hizmeti bağlantısı değiştirildi"),
    "otp.connection.deleted": _("Web hizmeti bağlantısı silindi"),
    "otp.connection.tried": _("Web hizmeti bağlantısı denendi"),
    "otp.user.linked": _("Kullanıcının OTP bağlantısı değiştirildi"),
    "otp.rules.added": _("OTP kuralı eklendi"),
}

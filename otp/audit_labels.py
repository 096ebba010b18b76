"""Turkish names of what this room writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "otp.challenge.started": _("Onay istendi"),
    "otp.challenge.resent": _("Yeni onay kodu istendi"),
    "otp.approved": _("Kodla onaylandı"),
    "otp.executed": _("Onay uygulandı"),
    "otp.rules.added": _("OTP kuralı eklendi"),
}

"""Rights of the approvals by one-time code (L-083, L-089)."""

from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.permissions import (
    ADMINS,
    EVERYBODY,
    MANAGERS,
    Right,
    declare,
)

ANSWER = "otp.challenge.answer"
VIEW = "otp.receipt.view"
CODES = "otp.code.view"
RULES_VIEW, RULES = "otp.rules.view", "otp.rules.add"
SETUP_VIEW, SETUP = "otp.setup.view", "otp.setup.change"

declare(
    [
        # Everybody answers what he himself is asked, and only that.
        Right(ANSWER, _("Kendisine gelen onayı kodla verme"), EVERYBODY, for_keys=False),
        Right(CODES, _("Kod gönderimlerini görme"), MANAGERS, for_keys=False),
        Right(VIEW, _("Onay makbuzlarını görme"), MANAGERS),
        Right(RULES_VIEW, _("OTP kurallarını görme"), MANAGERS),
        Right(RULES, _("OTP kuralı ekleme"), ADMINS, for_keys=False),
        Right(SETUP_VIEW, _("OTP kurulumunu görme"), MANAGERS, for_keys=False),
        Right(SETUP, _("OTP kurulumunu değiştirme"), ADMINS, for_keys=False),
    ]
)

"""Second factors. Like django-otp's own devices, but a stolen dump holds no usable secret:
the TOTP key is sealed, recovery codes are kept as keyed digests."""

from __future__ import annotations

import time
from base64 import b32encode
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP
from django_otp.util import random_hex

from turkcell_hub.tenancy.sealed import SealedTextField


def _new_key() -> str:
    return str(random_hex(20))


def digest_of(code: str) -> str:
    """What is stored of a recovery code; spaces, dashes and case do not matter."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return salted_hmac("tenancy.recovery-code", plain, algorithm="sha256").hexdigest()


class Authenticator(TimestampMixin, ThrottlingMixin, Device):
    """An authenticator app (TOTP, RFC 6238: 6 digits, 30 s, one step of tolerance)."""

    key = SealedTextField(default=_new_key)
    drift = models.SmallIntegerField(default=0)
    last_step = models.BigIntegerField(default=-1)

    class Meta:
        verbose_name = _("doğrulama uygulaması")
        verbose_name_plural = _("doğrulama uygulamaları")
        constraints: ClassVar[Any] = (
            models.UniqueConstraint("user", name="one_authenticator_per_user"),
        )

    def verify_token(self, token: str) -> bool:
        """True once per code. A failure starts django-otp's growing pause. Hold the row's
        lock (``services.second_factor``), or parallel guesses beat the pause."""
        if not self.verify_is_allowed()[0]:
            return False
        totp = TOTP(bytes.fromhex(self.key), drift=self.drift)
        totp.time = time.time()
        plain = token.replace(" ", "")
        if not (
            plain.isascii()
            and plain.isdigit()
            and len(plain) == totp.digits
            and totp.verify(int(plain), tolerance=1, min_t=self.last_step + 1)
        ):
            self.throttle_increment(commit=True)
            return False
        self.last_step, self.drift = totp.t(), totp.drift
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True

    def get_throttle_factor(self) -> float:
        return 1

    @property
    def secret(self) -> str:
        """The key as people type it into an app (base32)."""
        return b32encode(bytes.fromhex(self.key)).decode().rstrip("=")

    @property
    def url(self) -> str:
        """The content of the QR code (Google's key URI format)."""
        issuer = settings.OTP_TOTP_ISSUER
        label = quote(f"{issuer}:{self.user.get_username()}")
        return f"otpauth://totp/{label}?{urlencode({'secret': self.secret, 'issuer': issuer})}"


class RecoveryCodes(TimestampMixin, ThrottlingMixin, Device):
    """The single-use codes for a lost phone; only digests are kept."""

    digests = ArrayField(models.CharField(max_length=64), default=list)

    class Meta:
        verbose_name = _("kurtarma kodları")
        verbose_name_plural = _("kurtarma kodları")
        constraints: ClassVar[Any] = (
            models.UniqueConstraint("user", name="one_recovery_set_per_user"),
        )

    def verify_token(self, token: str) -> bool:
        """True once per code; the code is used up. Hold the row's lock."""
        if not self.verify_is_allowed()[0]:
            return False
        digest = digest_of(token)
        if digest not in self.digests:
            self.throttle_increment(commit=True)
            return False
        self.digests = [kept for kept in self.digests if kept != digest]
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True

    def get_throttle_factor(self) -> float:
        return 1

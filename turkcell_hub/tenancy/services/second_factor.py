"""İki adımlı giriş: an authenticator app and recovery codes."""

from __future__ import annotations

import io
import secrets

import qrcode
import qrcode.image.svg
from django.db import transaction
from django.utils.translation import gettext as _
from django_otp.models import Device

from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy import mails
from turkcell_hub.tenancy.models import Authenticator, RecoveryCodes, User
from turkcell_hub.tenancy.models.devices import digest_of
from turkcell_hub.tenancy.services.persons import record

CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like another


def is_on(user: User) -> bool:
    return Authenticator.objects.filter(user=user, confirmed=True).exists()


def begin(user: User) -> Authenticator:
    """The device that waits for its first code (the same one until it is confirmed).
    Raises ``Conflict`` when the second factor is on."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        device = Authenticator.objects.filter(user=user).first()
        if device is None:
            device = Authenticator.objects.create(user=user, name="uygulama", confirmed=False)
        if device.confirmed:
            raise Conflict(_("İki adımlı giriş zaten açık."))
        return device


def confirm(user: User, code: str) -> list[str]:
    """Switches the second factor on; returns the recovery codes, shown this once.
    Raises ``Invalid`` for a wrong code."""
    with transaction.atomic():
        device = Authenticator.objects.select_for_update().filter(user=user).first()
        verified = device is not None and not device.confirmed and device.verify_token(code)
        if verified and device is not None:
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            codes = _new_codes(user)
            mails.owe("factor_on", user)
            record(user, "tenancy.user.factor_on")
            return codes
    raise Invalid(
        _("Kod doğru değil. Telefonunuzun saatini kontrol edip uygulamadaki yeni kodu yazın."),
        field="code",
    )


def verify(user: User, code: str) -> Device | None:
    """The device that a code belongs to, or None. Guesses wait longer and longer, also when
    they come in parallel: the devices' rows are locked."""
    plain = code.replace(" ", "").replace("-", "")
    kind = Authenticator if plain.isdigit() and len(plain) == 6 else RecoveryCodes
    with transaction.atomic():
        device = kind.objects.select_for_update().filter(user=user, confirmed=True).first()
        return device if device is not None and device.verify_token(plain) else None


def renew_codes(user: User) -> list[str]:
    """New recovery codes; the old ones are dead."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        codes = _new_codes(user)
        record(user, "tenancy.user.renew_recovery_codes")
    return codes


def codes_left(user: User) -> int:
    row = RecoveryCodes.objects.filter(user=user).first()
    return len(row.digests) if row else 0


def switch_off(user: User) -> None:
    """The door has asked for password and code. A notice goes out."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        RecoveryCodes.objects.filter(user=user).delete()
        mails.owe("factor_off", user)
        record(user, "tenancy.user.factor_off")


def qr_svg(device: Authenticator) -> str:
    """The QR code as an SVG document without scripts and inline styles."""
    image = qrcode.make(device.url, image_factory=qrcode.image.svg.SvgPathImage, box_size=12)
    written = io.BytesIO()
    image.save(written)
    return written.getvalue().decode()


def _new_codes(user: User) -> list[str]:
    codes = ["-".join(_word() for _part in range(2)) for _code in range(CODES)]
    RecoveryCodes.objects.update_or_create(
        user=user,
        defaults={
            "name": "kurtarma",
            "confirmed": True,
            "digests": [digest_of(code) for code in codes],
        },
    )
    return codes


def _word() -> str:
    return "".join(secrets.choice(_LETTERS) for _letter in range(6))

"""Looking at a code. Who made it, we or the operator, is the gateway's matter."""

from __future__ import annotations

import hmac
import re
from typing import Literal

from django.utils.translation import gettext as _

from otp.models import Challenge, Method
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.services import second_factor

DIGITS = 6


def checked_form(challenge: Challenge, code: str) -> str:
    """The one form of a code that is taken: so many ASCII digits and nothing else. Raises
    ``Invalid``; it costs no try, because nothing was looked at."""
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", code):
        raise Invalid(
            _("Kodu boşluksuz, %(count)d rakam olarak yazın.") % {"count": DIGITS},
            code="otp_form",
            field="code",
        )
    return code


def is_right(challenge: Challenge, code: str) -> bool:
    """Whether it is the newest code of the challenge, or what the person's app shows now."""
    if challenge.method == Method.TOTP:
        return second_factor.verify(challenge.member.user, code) is not None
    return False


def waste_time() -> Literal[False]:
    """As long as a look takes, so that the answer's time does not tell that there was none."""
    hmac.compare_digest(hmac.digest(b"nothing", b"000000", "sha256"), b"")
    return False

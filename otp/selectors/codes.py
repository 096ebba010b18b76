"""What is known of a code that is on its way."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from otp.models import Challenge, CodeSend, SendState
from otp.services import codes
from turkcell_hub.lib import phone


@dataclass(frozen=True)
class Sending:
    """``tone``: info, success or danger. ``text`` says where the SMS is, in words."""

    tone: str
    text: str


def sending_of(challenge: Challenge) -> Sending | None:
    """The newest code's SMS; None where none is sent."""
    row = CodeSend.objects.filter(challenge_id=challenge.pk, number=challenge.sends).first()
    if row is None:
        return None
    to = phone.mask(row.phone)
    if codes.is_in_doubt(row):
        if not codes.is_checkable(
            row
        ):  # the operator makes the code, and its answer was the only way to ask
            return Sending(
                "danger",
                _("Operatör yanıt vermedi; %(to)s numarasına bir kod gelse de geçmez. Yeni kod"
                  " isteyin.") % {"to": to},
            )  # fmt: skip
        return Sending(
            "warning",
            _("Operatör yanıt vermedi; kod %(to)s numarasına ulaşmış olabilir. Gelmezse yeni kod"
              " isteyin.") % {"to": to},
        )  # fmt: skip
    texts = {
        SendState.QUEUED: ("info", _("Kod %(to)s numarasına gönderiliyor.")),
        SendState.SENT: ("info", _("Kod %(to)s numarasına gönderildi.")),
        SendState.DELIVERED: ("success", _("Kod %(to)s numarasına ulaştı.")),
        SendState.UNDELIVERED: ("danger", _("Kod %(to)s numarasına ulaşmadı. Yeni kod isteyin.")),
        SendState.REFUSED: (
            "danger",
            _("Operatör %(to)s numarasına kod göndermedi. Firma yöneticinize danışın."),
        ),
        SendState.EXPIRED: ("danger", _("Kod süresinde gönderilemedi. Yeni kod isteyin.")),
        SendState.CANCELLED: ("danger", _("Kod gönderilmedi. Yeni kod isteyin.")),
    }
    tone, text = texts[SendState(row.state)]
    return Sending(tone, text % {"to": to} if "%(to)s" in text else text)

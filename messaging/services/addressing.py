"""Hizmet Numaraları (L-068 … L-071): phone or TCKN, each with its own account and sender names.

TCKN is a service of its own at the operator: never a fallback for a
missing phone, as the phone is none for a missing TCKN.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging.models import AddressType, Campaign, MessageClass
from messaging.parameters import Piece
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.lib.sms_parts import simplify, without_turkish_letters
from turkcell_hub.tenancy.models import GatewayAccount, SenderTitle
from turkcell_hub.tenancy.services import account_choice

_SHOWN = 8
_NAMES = {"\n": gettext_lazy("satır sonu"), "\r": gettext_lazy("satır sonu")}
_NAMES["\t"] = gettext_lazy("sekme")


@dataclass(frozen=True)
class Choice:
    """One address type as the compose screen offers it; ``why_not`` is empty when it can be
    chosen (L-069)."""

    value: str
    label: str
    text: str
    why_not: str = ""


def service_of(address_type: str) -> GatewayAccount.Service:
    is_tckn = address_type == AddressType.TCKN
    return GatewayAccount.Service.TCKN if is_tckn else GatewayAccount.Service.SMS


def choices(firm_id: int) -> list[Choice]:
    account = account_choice.default_account(firm_id, GatewayAccount.Service.TCKN)
    problem = account_choice.sendable_problem(account, GatewayAccount.Service.TCKN) or ""
    return [
        Choice(
            AddressType.PHONE,
            str(AddressType.PHONE.label),
            _("Mesajlar abonelerin telefon numarasına gider."),
        ),
        Choice(
            AddressType.TCKN,
            str(AddressType.TCKN.label),
            _("Yalnız Turkcell abonelerine ulaşır; kartında TCKN olmayanlara gitmez."),
            problem,
        ),
    ]


def use(campaign: Campaign, address_type: str) -> None:
    """Turns a draft to the other channel: its account and its default sender come with it.

    Raises ``Invalid`` for an unknown type, ``Conflict`` while the channel has no account."""
    if address_type not in AddressType.values:
        raise Invalid(
            _("Hizmet numarasını seçin: telefon ya da TCKN."),
            code="address_type_unknown",
            field="address_type",
        )
    service = service_of(address_type)
    same = address_type == campaign.address_type
    if same and campaign.account and campaign.account.service == service:
        return
    account = account_choice.default_account(campaign.firm_id, service)
    if account is None and address_type == AddressType.TCKN:
        raise Conflict(
            account_choice.no_account(service), code="tckn_account_missing", field="address_type"
        )
    campaign.address_type = address_type
    campaign.account = account
    campaign.sender = default_sender(account)


def default_sender(account: GatewayAccount | None) -> SenderTitle | None:
    if account is None:
        return None
    return SenderTitle.objects.filter(account=account, is_active=True).first()


def check_sender(campaign: Campaign, sender: SenderTitle) -> None:
    """Raises ``Invalid``: a name of phone sends is not one of TCKN sends (L-070)."""
    if sender.account.service == service_of(campaign.address_type):
        return
    raise Invalid(
        _(
            "“%(title)s” bu kanalın gönderici adı değil (%(channel)s). %(type)s ile gönderim için o"
            " kanalda tanımlı bir ad seçin."
        )
        % {
            "title": sender.title,
            "channel": sender.account.get_service_display(),
            "type": AddressType(campaign.address_type).label,
        },
        code="sender_channel",
        field="sender",
    )


def check(campaign: Campaign, pieces: Sequence[Piece], forbidden: str) -> None:
    """Raises ``Invalid`` for what the channel does not carry, before anything is sent."""
    if campaign.sender is not None:
        check_sender(campaign, campaign.sender)
    commercial = campaign.message_class == MessageClass.COMMERCIAL
    if commercial and campaign.address_type == AddressType.TCKN:
        raise Invalid(
            _(
                "İYS onayı telefon numarasına verilir; TCKN ile ticari mesaj gönderilemez."
                " Bilgilendirme sınıfını ya da telefon numarasını seçin."
            ),
            code="tckn_commercial",
            field="message_class",
        )
    letters = found(pieces, forbidden)
    if letters:
        raise Invalid(
            refusal(letters), code="letters_not_carried", field="text", extra={"letters": letters}
        )


def found(pieces: Sequence[Piece], forbidden: str) -> list[str]:
    """The letters of the text itself that the channel does not carry, each once, in order. Values
    of people are written without them (``plainly``)."""
    written = "".join(piece if isinstance(piece, str) else piece.fallback for piece in pieces)
    return [letter for letter in dict.fromkeys(written) if letter in forbidden]


def refusal(letters: Sequence[str]) -> str:
    shown = ", ".join(str(_NAMES.get(letter, f"‘{letter}’")) for letter in letters[:_SHOWN])
    more = " …" if len(letters) > _SHOWN else ""
    return _(
        "Bu kanalda Türkçe harf ve satır sonu taşınmaz; metinde şunlar var: %(letters)s. “Türkçe"
        " harfsiz yaz” düğmesi metni düzeltir."
    ) % {"letters": shown + more}


def plainly(forbidden: str) -> tuple[str, str] | None:
    """How people's own values (names, fields) are written where letters are not carried."""
    if not forbidden:
        return None
    written = (" " if letter.isspace() else without_turkish_letters(letter) for letter in forbidden)
    return forbidden, "".join(written)


def rewritten(text: str, forbidden: str) -> str:
    """The text as the channel carries it."""
    pair = plainly(forbidden)
    return text.translate(str.maketrans(*pair)) if pair else text


def plain_text(text: str, forbidden: str) -> str:
    """What "Türkçe harfsiz yaz" makes of a text: the typography goes with the letters. Parameters
    keep their names, which are ASCII."""
    return rewritten(simplify(text), forbidden)

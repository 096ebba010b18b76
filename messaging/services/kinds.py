"""Mesaj türü (L-059): SMS, MMS or Video/URL, each a verb of its own at the operator.

What an account carries its adapter says; what a kind costs the firm's dated rules say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from messaging.models import Campaign, MessageKind
from messaging.parameters import Piece
from messaging.services import rules
from turkcell_hub.billing import paid_in
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.gateways.sms.contract import Capabilities
from turkcell_hub.gateways.sms.media import LONGEST_LINK, MmsProfile
from turkcell_hub.lib.media_types import NAMES
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import connections

_IS_HTTPS = URLValidator(schemes=["https"])


@dataclass(frozen=True)
class Choice:
    """One kind as the compose screen offers it; ``why_not`` is empty when it can be chosen."""

    value: str
    label: str
    text: str
    why_not: str = ""


def choices(campaign: Campaign) -> list[Choice]:
    """With what each costs today, and why the account of the draft cannot carry it."""
    can = _capabilities(campaign.account)
    today = rules.in_force(campaign.firm_id)
    if paid_in.of(campaign.firm_id).is_limit:
        sms = _("Yalnız metin; her SMS limitten 1 düşer.")
        mms = _("Resim, video ya da ses dosyasıyla; her MMS limitten %(price)d düşer.")
        video = _("Metin ve bir https bağlantısı; her SMS boyu limitten %(price)d düşer.")
    else:
        sms = _("Yalnız metin; her SMS 1 kredi.")
        mms = _("Resim, video ya da ses dosyasıyla; her MMS %(price)d kredi.")
        video = _("Metin ve bir https bağlantısı; her SMS boyu %(price)d kredi.")
    texts = {
        MessageKind.SMS: sms,
        MessageKind.MMS: mms % {"price": today.mms_credits},
        MessageKind.VIDEO: video % {"price": today.link_credits},
    }
    return [
        Choice(kind.value, str(kind.label), text, _why_not(kind, can))
        for kind, text in texts.items()
    ]


def use(campaign: Campaign, kind: str) -> None:
    """Raises ``Invalid`` for an unknown kind, ``Conflict`` for one that the account does not
    carry. What belongs to another kind (file, link) stays in the draft."""
    if kind not in MessageKind.values:
        raise Invalid(
            _("Mesaj türünü seçin: SMS, MMS ya da Video/URL."),
            code="message_kind_unknown",
            field="message_kind",
        )
    if kind != campaign.message_kind:
        reason = _why_not(MessageKind(kind), _capabilities(campaign.account))
        if reason:
            raise Conflict(reason, code="message_kind_not_carried", field="message_kind")
        campaign.message_kind = kind


def checked_link(link: str) -> str:
    """The link as it will stand in the text. Raises ``Invalid``."""
    link = link.strip()
    try:
        _IS_HTTPS(link)
        parts = urlsplit(link)
        fits = len(link) <= LONGEST_LINK and link.isascii() and not parts.username
    except (ValidationError, ValueError):
        fits = False
    if not fits:
        raise Invalid(
            _("Bağlantı https:// ile başlayan tam bir adres olmalı: https://ornek.com.tr/film"),
            code="link_invalid",
            field="link",
        )
    return link


def rate_of(campaign: Campaign) -> int:
    """Credits of one part: of an MMS, of each SMS length of a text with a link, of an SMS."""
    if campaign.message_kind == MessageKind.SMS:
        return 1
    today = rules.in_force(campaign.firm_id)
    is_mms = campaign.message_kind == MessageKind.MMS
    return today.mms_credits if is_mms else today.link_credits


def mms_room(campaign: Campaign, can: Capabilities | None = None) -> int | None:
    """Characters that the text of an MMS may have; None for the other kinds."""
    if campaign.message_kind != MessageKind.MMS:
        return None
    can = can or _capabilities(campaign.account)
    return can.mms.max_text if can and can.mms else MmsProfile((), 0).max_text


def with_link(campaign: Campaign, pieces: Sequence[Piece]) -> list[Piece]:
    """The text of a Video/URL message ends with its link, where it does not hold it already."""
    ending = _ending(campaign)
    if not ending:
        return list(pieces)
    if pieces and isinstance(pieces[-1], str):
        return [*pieces[:-1], pieces[-1] + ending]
    return [*pieces, ending]


def written(campaign: Campaign) -> str:
    """The draft's text as typed, with the link as ``with_link`` adds it."""
    ending = _ending(campaign) if campaign.text else ""
    return campaign.text + ending.replace("{", "{{").replace("}", "}}")


def check(campaign: Campaign, can: Capabilities) -> None:
    """Raises ``Invalid`` for what lacks, or what the account does not carry."""
    kind = MessageKind(campaign.message_kind)
    if reason := _why_not(kind, can):
        raise Invalid(reason, code="message_kind_not_carried", field="message_kind")
    if kind == MessageKind.VIDEO and not campaign.link:
        raise Invalid(
            _("Video/URL mesajının bağlantısını yazın."), code="link_missing", field="link"
        )
    if kind == MessageKind.MMS and can.mms:
        if campaign.media is None or not campaign.media.file:
            raise Invalid(_("MMS için bir dosya yükleyin."), code="media_missing", field="media")
        check_file(can.mms, campaign.media.content_type, campaign.media.size)


def check_file(profile: MmsProfile, content_type: str | None, size: int) -> None:
    """Raises ``Invalid`` for a file that the operator does not take."""
    if content_type not in profile.types:
        raise Invalid(
            _("Bu dosya MMS ile gönderilemez. Gönderilebilenler: %(known)s.")
            % {"known": ", ".join(NAMES.get(kind, kind) for kind in profile.types)},
            code="media_type",
            field="media",
        )
    if size > profile.max_bytes:
        raise Invalid(
            _("Dosya %(size)d KB; bu hesapta en çok %(most)d KB olabilir. Küçültüp yükleyin.")
            % {"size": -(-size // 1000), "most": profile.max_bytes // 1000},
            code="media_too_large",
            field="media",
        )


def profile_of(campaign: Campaign) -> MmsProfile:
    """What the draft's account takes by MMS. Raises ``Conflict`` when it takes none."""
    can = _capabilities(campaign.account)
    if can is None or can.mms is None:
        raise Conflict(
            _why_not(MessageKind.MMS, can), code="message_kind_not_carried", field="media"
        )
    return can.mms


def mms_max_kb(campaign: Campaign) -> int | None:
    """The largest file of an MMS on the draft's account; None for the other kinds."""
    can = _capabilities(campaign.account)
    if campaign.message_kind != MessageKind.MMS or can is None or can.mms is None:
        return None
    return can.mms.max_bytes // 1000


def why_not(campaign: Campaign) -> str:
    """Why the draft's account cannot carry its kind; "" when it can."""
    return _why_not(MessageKind(campaign.message_kind), _capabilities(campaign.account))


def _ending(campaign: Campaign) -> str:
    is_link = campaign.message_kind == MessageKind.VIDEO and campaign.link
    return f" {campaign.link}" if is_link and campaign.link not in campaign.text else ""


def _capabilities(account: GatewayAccount | None) -> Capabilities | None:
    return connections.capabilities(account) if account else None


def _why_not(kind: MessageKind, can: Capabilities | None) -> str:
    if kind == MessageKind.SMS:
        return ""
    if can is None:
        return _("Önce bir SMS hesabı tanımlayın.")
    if can.tckn:
        return _("TCKN ile gönderimde yalnız SMS gider.")
    carried = can.mms is not None if kind == MessageKind.MMS else can.link
    if carried:
        return ""
    return _("Seçili göndericinin operatör hesabı %(kind)s taşımıyor.") % {"kind": kind.label}

"""The registry's own words. Values are ASCII on every wire and in the
database (C-08); Turkish labels belong to ``iys_consent``."""

from __future__ import annotations

import enum
from datetime import datetime
from zoneinfo import ZoneInfo

# Every date of the registry is Turkish time without a zone.
REGISTRY_ZONE = ZoneInfo("Europe/Istanbul")
FIRST_DAY = datetime(2015, 5, 1, tzinfo=REGISTRY_ZONE)
MAX_PHONE = 15
EMAIL_LENGTHS = range(6, 266)


class Channel(enum.StrEnum):
    CALL = "ARAMA"
    MESSAGE = "MESAJ"
    EMAIL = "EPOSTA"


class RecipientType(enum.StrEnum):
    INDIVIDUAL = "BIREYSEL"
    MERCHANT = "TACIR"


class Status(enum.StrEnum):
    APPROVED = "ONAY"
    REFUSED = "RET"


class Source(enum.StrEnum):
    """The thirteen sources that a service provider may name."""

    PHYSICAL = "HS_FIZIKSEL_ORTAM"
    SIGNED_FORM = "HS_ISLAK_IMZA"
    EVENT = "HS_ETKINLIK"
    ATM = "HS_ATM"
    ELECTRONIC = "HS_EORTAM"
    WEB = "HS_WEB"
    MOBILE_APP = "HS_MOBIL"
    SMS = "HS_MESAJ"
    EMAIL = "HS_EPOSTA"
    CALL_CENTRE = "HS_CAGRI_MERKEZI"
    SOCIAL_MEDIA = "HS_SOSYAL_MEDYA"
    BEFORE_2015 = "HS_2015"
    DECISION = "HS_KARAR"


class RegistrySource(enum.StrEnum):
    """Sources that the registry alone may set; sent by us they are refused (H119)."""

    SHORT_NUMBER = "IYS_KISAMESAJ"
    CALL_CENTRE = "IYS_CM"
    WEB = "IYS_WEB"
    WEB_NEW = "IYS_WEB_YENI"
    MOBILE_APP = "IYS_MOBIL"
    EMAIL = "IYS_EPOSTA"
    LINE_CLOSED = "IYS_AHS_HAT_KAPATMA"
    FRAME_EMAIL = "IYS_FRAME_EPOSTA"
    FRAME_SMS = "IYS_FRAME_SMS"


# Physical, electronic, declared (S-039).
SOURCE_GROUPS: dict[str, tuple[Source, ...]] = {
    "physical": (Source.PHYSICAL, Source.SIGNED_FORM, Source.EVENT, Source.ATM),
    "electronic": (
        Source.ELECTRONIC,
        Source.WEB,
        Source.MOBILE_APP,
        Source.SMS,
        Source.EMAIL,
        Source.CALL_CENTRE,
        Source.SOCIAL_MEDIA,
    ),
    "declared": (Source.BEFORE_2015, Source.DECISION),
}

PHONE_CHANNELS = frozenset({Channel.CALL, Channel.MESSAGE})


def is_registry_source(source: str) -> bool:
    """Whether the citizen acted at the registry (any ``IYS_…``, also one we do not know)."""
    return source.startswith("IYS_")

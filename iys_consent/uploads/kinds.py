"""What is corrected in a list, by kind: each is accepted or refused as a whole (idea 8).

Spellings are corrected unless somebody refuses. The last three kinds would invent a consent
(T2, K-058, K-059): they are errors until a Yönetici accepts them, by name.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(enum.IntFlag):
    PHONE = 1
    STATUS = 2
    TYPE = 4
    SOURCE = 8
    EMAIL = 16
    DATE = 32
    DATE_2015 = 64
    EMPTY_CHANNELS = 128
    EMPTY_EMAIL = 256
    EMPTY_DATE = 512


@dataclass(frozen=True)
class About:
    """``column``: where the cell stands whose before and after are shown."""

    kind: Kind
    title: Promise
    effect: Promise
    column: str


ABOUT = (
    About(Kind.PHONE, _("Telefon yazımı"), _("+90 ile başlayan biçime çevrilir"), "phone"),
    About(Kind.EMAIL, _("E-posta yazımı"), _("küçük harfe çevrilir"), "email"),
    About(Kind.STATUS, _("Durum yazımı"), _("ONAY ya da RET olarak yazılır"), "call"),
    About(Kind.TYPE, _("Alıcı tipi yazımı"), _("BİREYSEL ya da TACİR olarak yazılır"),
          "recipient_type"),
    About(Kind.SOURCE, _("İzin kaynağı yazımı"), _("İYS'nin kaynak koduna çevrilir"), "source"),
    About(Kind.DATE, _("Tarih yazımı"), _("Excel'in sayıya çevirdiği tarih okunur"),
          "consented_at"),
    About(Kind.DATE_2015, _("HS_2015 tarihi boş"), _("01.05.2015 00:00 yazılır; başkası olamaz"),
          "consented_at"),
    About(Kind.EMPTY_CHANNELS, _("Arama ve mesaj izni boş"), _("ikisi de ONAY sayılır"), "call"),
    About(Kind.EMPTY_EMAIL, _("E-posta izni boş"), _("ONAY sayılır"), "mail"),
    About(Kind.EMPTY_DATE, _("İzin tarihi boş"), _("yükleme anı yazılır"), "consented_at"),
)  # fmt: skip

INVENTING = Kind.EMPTY_CHANNELS | Kind.EMPTY_EMAIL | Kind.EMPTY_DATE
AT_FIRST = Kind(sum(Kind)) & ~INVENTING
# A correction of the phone says nothing of the e-mail in the same row, and the other way round.
OF_PHONE = int(Kind(sum(Kind)) & ~(Kind.EMAIL | Kind.EMPTY_EMAIL))
OF_EMAIL = int(Kind(sum(Kind)) & ~(Kind.PHONE | Kind.EMPTY_CHANNELS))

"""The GSM 7-bit alphabet with the Turkish shifts of 3GPP TS 23.038, and the sizes of parts."""

from typing import Literal, NamedTuple

Coding = Literal["gsm7", "gsm7_tr", "ucs2"]

GSM_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Sent as escape + character. The locking shift has € in its base table as well; operators bill it
# as two everywhere, so it is counted as two everywhere.
GSM_EXTENSION = "\f^{}\\[~]|€"
# Ö ö Ü ü Ç are in the base table; these seven are not.
TURKISH = "ŞşĞğİıç"
# The Turkish locking shift puts its letters in the places of these, which it then cannot write.
DISPLACED_BY_LOCKING = "èìØøÆæ¡¿"

# 140 octets; the user data header of a shift, a part number, or both is taken off.
SINGLE_CAPACITY: dict[Coding, int] = {"gsm7": 160, "gsm7_tr": 155, "ucs2": 70}
PART_CAPACITY: dict[int, dict[Coding, int]] = {
    8: {"gsm7": 153, "gsm7_tr": 149, "ucs2": 67},
    16: {"gsm7": 152, "gsm7_tr": 148, "ucs2": 66},
}


class CharacterClasses(NamedTuple):
    """Which characters cost what, as plain strings, for whoever counts by other means (SQL).

    basic: one unit. extension: two units. turkish: `CountingProfile.turkish_letter_weight` units,
    and one of them switches the text to "gsm7_tr" ("" without a shift). displaced: basic
    characters that cannot stand in one text with a Turkish letter ("" but for the locking shift).
    A character in none of them needs "ucs2".
    """

    basic: str
    extension: str
    turkish: str
    displaced: str

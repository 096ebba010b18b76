"""Suggestions that make a text cheaper. They are shown, never applied without a person."""

import unicodedata

_SIMPLER = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−•·", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\t", " "),
        **dict.fromkeys("\u200b\u2060\ufeff\u00ad", ""),
        "\u2028": "\n",
        "…": "...",
        "₺": "TL",
        **dict(zip("âîûÂÎÛ", "aiuAİU", strict=True)),
    }
)
_WITHOUT_TURKISH = str.maketrans("çÇğĞıİöÖşŞüÜ", "cCgGiIoOsSuU")


def simplify(text: str) -> str:
    """`text` without the typography that forces Unicode: quotes, dashes, ellipsis, NBSP, â î û, ₺.

    Turkish letters stay; letters written as base + combining mark are composed first.
    """
    return unicodedata.normalize("NFC", text).translate(_SIMPLER)


def without_turkish_letters(text: str) -> str:
    """`text` with ç ğ ı ö ş ü and their capitals as c g i o s u; nothing else changes."""
    return unicodedata.normalize("NFC", text).translate(_WITHOUT_TURKISH)

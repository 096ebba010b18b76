"""Finding words whatever their case: "isik" finds "IŞIK" and "ışık"."""

from __future__ import annotations

import unicodedata

_TURKISH = str.maketrans({"I": "i", "İ": "i", "ı": "i"})


def fold(text: str) -> str:
    """Lower case without accents, with one kind of i."""
    plain = unicodedata.normalize("NFKD", text.translate(_TURKISH).casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_TURKISH)

"""The schema in English. It is made in Turkish, as REST works; its texts stand in a catalogue of
their own (``locale/en/LC_MESSAGES/rest.po``), beside the words that pages use too."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

TEXTS = frozenset({"summary", "description"})
_CHOICE = re.compile(r"(\* `([^`]*)` - )(.+)")
_ORDER = re.compile(r"Sıralama: (.+) \(- ile tersi\)\.")
_RIGHTS = re.compile(r"Gereken yetki: (.+)\.")
_Missing = Callable[[str], None]


def in_english(document: dict[str, Any], missing: _Missing | None = None) -> dict[str, Any]:
    """The same schema with its texts in English. ``missing`` is told every text that no catalogue
    holds; it stays Turkish."""
    with override("en"):
        said: dict[str, Any] = _walked(document, partial(_text, missing=missing or _nobody))
    return said


def _walked(node: Any, say: Callable[[str], str], key: str = "") -> Any:
    if isinstance(node, dict):
        is_named = key in ("properties", "paths", "schemas", "responses", "example", "value")
        return {
            name: say(value)
            if name in TEXTS and isinstance(value, str) and not is_named
            else _walked(value, say, "" if is_named else name)
            for name, value in node.items()
        }
    if isinstance(node, list):
        if key == "tags":
            return [say(tag) if isinstance(tag, str) else _walked(tag, say) for tag in node]
        return [_walked(one, say) for one in node]
    return node


def _text(text: str, missing: _Missing) -> str:
    return "\n".join(_line(line, missing) for line in text.split("\n"))


def _line(line: str, missing: _Missing) -> str:
    bare = line.strip()
    if not any(letter.isalpha() for letter in bare):
        return line
    if choice := _CHOICE.fullmatch(bare):
        return line if choice[2] == choice[3] else choice[1] + _line(choice[3], missing)
    if order := _ORDER.fullmatch(bare):
        return f"Order: {order[1]} (- turns it round)."
    if rights := _RIGHTS.fullmatch(bare):
        return f"Needed right: {rights[1]}."
    said = _known(bare) or _two_halves(bare)
    if said is None:
        missing(bare)
    return said or line


def _two_halves(text: str) -> str | None:
    """ "Siparişler: liste" is a title and what is done with it."""
    head, colon, tail = text.rpartition(": ")
    if not colon:
        return None
    first, second = _known(head), _known(tail)
    return f"{first}: {second}" if first and second else None


def _known(text: str) -> str | None:
    own: str | None = _catalogue()._catalog.get(text)  # type: ignore[attr-defined]
    if own:
        return own
    said = gettext(text)
    return said if said != text else None


@lru_cache(maxsize=1)
def _catalogue() -> GNUTranslations:
    path = Path(settings.BASE_DIR) / "locale" / "en" / "LC_MESSAGES" / "rest.mo"
    with path.open("rb") as file:
        return GNUTranslations(file)


def _nobody(_text: str) -> None:
    """Nobody asks for what is missing."""

"""Merge parameters of a message: ``Sayın {ad_soyad|müşterimiz}`` (L-063, S-079, idea 23).

A parameter that can be empty needs a fallback after ``|``. ``{{`` and ``}}`` write braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext_lazy as _

from turkcell_hub.errors import Invalid


@dataclass(frozen=True)
class Parameter:
    """``always``: never empty, so it needs no fallback."""

    name: str
    label: object
    example: str
    always: bool = False


@dataclass(frozen=True)
class Hole:
    """A place in a text that a recipient's own value fills."""

    name: str
    fallback: str


Piece = str | Hole

BUILT_IN: Mapping[str, Parameter] = {
    p.name: p
    for p in (
        Parameter("ad", _("Adı"), "Ayşe"),
        Parameter("soyad", _("Soyadı"), "Yılmaz"),
        Parameter("ad_soyad", _("Adı ve soyadı"), "Ayşe Yılmaz"),
        Parameter("telefon", _("Telefon numarası"), "0532 123 45 67", always=True),
        Parameter("ozel_kod", _("Özel kodu"), "BAYI"),
        Parameter("tarih", _("Gönderim tarihi"), "22.11.2026", always=True),
    )
}

# What only a room's own message has, for each recipient: nobody is offered it on a screen.
OF_ROOMS = frozenset({"hat_adresi"})

_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
MAX_LENGTH = 1500


def parse(text: str, known: Iterable[str]) -> list[Piece]:
    """The pieces of ``text``; ``known`` are the names of the firm's own fields.

    Raises ``Invalid`` (field ``text``) for an unknown parameter, a missing fallback, a
    single brace, an empty text or one of more than 1,500 characters.
    """
    text = text.replace("\r\n", "\n")
    if not text.strip():
        raise Invalid(_("Mesaj boş. Gönderilecek metni yazın."), code="text_empty", field="text")
    if len(text) > MAX_LENGTH:
        raise Invalid(
            _("Mesaj %(length)d karakter; en çok %(limit)d olabilir. Metni kısaltın.")
            % {"length": len(text), "limit": MAX_LENGTH},
            code="text_too_long",
            field="text",
        )
    if "\x00" in text:
        raise Invalid(
            _("Mesajda yazılamayan bir karakter var; metni yeniden yazın."),
            code="text_control_character",
            field="text",
        )
    names = {*BUILT_IN, *known}
    pieces: list[Piece] = []
    at = 0
    for match in _TOKEN.finditer(text):
        _add(pieces, text[at : match.start()])
        at = match.end()
        token = match[0]
        if token in ("{{", "}}"):
            _add(pieces, token[0])
        elif match[1] is None:
            raise Invalid(
                _(
                    "%(brace)s işareti tek başına kullanılamaz. Parametreyi {ad|müşterimiz} gibi"
                    " yazın; işaretin kendisi için %(brace)s%(brace)s yazın."
                )
                % {"brace": token},
                code="brace_alone",
                field="text",
            )
        else:
            pieces.append(_hole(match[1], names))
    _add(pieces, text[at:])
    return pieces


def readable(text: str, known: Iterable[str]) -> list[Piece]:
    """The pieces of a text that may still be wrong: what cannot be read stands as it is written."""
    names = {*BUILT_IN, *known}
    pieces: list[Piece] = []
    at = 0
    for match in _TOKEN.finditer(text):
        _add(pieces, text[at : match.start()])
        at = match.end()
        if match[1] is None:
            _add(pieces, match[0][0])
            continue
        try:
            pieces.append(_hole(match[1], names))
        except Invalid:
            _add(pieces, match[0])
    _add(pieces, text[at:])
    return pieces


def names_in(text: str) -> list[str]:
    """Names that ``text`` uses, in order, known or not."""
    found = (match[1] for match in _TOKEN.finditer(text) if match[1] is not None)
    return list(dict.fromkeys(name.partition("|")[0].strip() for name in found))


def _add(pieces: list[Piece], literal: str) -> None:
    if not literal:
        return
    if pieces and isinstance(pieces[-1], str):
        pieces[-1] += literal
    else:
        pieces.append(literal)


def _hole(inside: str, names: set[str]) -> Hole:
    name, _bar, fallback = inside.partition("|")
    name, fallback = name.strip(), fallback.strip()
    if name not in names and name not in OF_ROOMS:
        near = get_close_matches(name, sorted(names), n=1)
        hint = _(" {%(near)s} mi demek istediniz?") % {"near": near[0]} if near else ""
        raise Invalid(
            _("{%(name)s} diye bir parametre yok.%(hint)s Kullanılabilenler: %(known)s.")
            % {"name": name, "hint": hint, "known": ", ".join(sorted(names))},
            code="parameter_unknown",
            field="text",
        )
    if not fallback and not (name in BUILT_IN and BUILT_IN[name].always):
        raise Invalid(
            _(
                "{%(name)s} bazı kişilerde boş olabilir. Boş kalınca ne yazılacağını da girin:"
                " {%(name)s|müşterimiz}."
            )
            % {"name": name},
            code="parameter_without_fallback",
            field="text",
        )
    return Hole(name, fallback)

"""The English catalogue is whole, and what is compiled is what is written."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import polib
import pytest

from tools import messages, tables

stored = cache(messages.stored)


def test_every_text_of_the_source_is_in_the_catalogue_and_no_other() -> None:
    """Mended by ``python tools/messages.py`` and by translating what it names."""
    assert messages.missing(stored()) == []


def test_every_text_is_translated_with_its_placeholders() -> None:
    assert messages.faults(stored()) == []


@pytest.mark.parametrize("written", [messages.CATALOGUE, messages.REST])
def test_a_compiled_catalogue_is_what_the_written_one_gives(written: Path) -> None:
    assert messages.is_compiled(written)


def test_the_schemas_texts_keep_their_placeholders() -> None:
    assert messages.faults(polib.pofile(str(messages.REST))) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from django.utils.translation import gettext as _\n_('Kayıt')", ["Kayıt"]),
        ("from django.utils.translation import gettext_lazy as __\n__('a' 'b')", ["ab"]),
        (
            "from django.utils.translation import ngettext\nngettext('%d gün', '%d günler', 1)",
            ["%d gün"],
        ),
        ("_ = len\n_('not a text')", []),
    ],
)
def test_a_marked_text_is_found_under_any_name(source: str, found: list[str]) -> None:
    assert [text.singular for text in messages.in_python(source, "room.py")] == found


def test_the_texts_of_a_template_are_found() -> None:
    source = (
        '{% load i18n %}{% translate "Kaydet" as save %}{{ _("Sil") }}'
        "{% blocktranslate count n=n trimmed %}{{ n }} gün{% plural %}{{ n }} günler"
        "{% endblocktranslate %}"
    )
    found = [(text.singular, text.plural) for text in messages.in_template(source, "page.html")]
    assert found == [("Kaydet", None), ("Sil", None), ("%(n)s gün", "%(n)s günler")]


@pytest.mark.parametrize(
    ("turkish", "english", "same"),
    [
        ("%(n)s kayıt", "%(n)s records", True),
        ("%(n)s kayıt", "%(m)s records", False),
        ("<strong>%(n)s</strong>", "%(n)s", False),
        ("{firma} adı", "the name {firma}", True),
        ("{firma} adı", "the name", False),
    ],
)
def test_a_translation_keeps_what_stands_for_a_value(
    turkish: str, english: str, same: bool
) -> None:
    assert (messages.placeholders(turkish) == messages.placeholders(english)) is same


_DATA = {  # letters, words that are looked for or put in, headers of files, mails to the operator
    "lib/content_rules/words.py", "lib/redact.py", "lib/shortening.py", "lib/suffixes.py",
    "lib/sms_parts/rewriting.py", "lib/sms_parts/tables.py", "lib/turkish.py",
    "gateways/orders/email_desk.py", "gateways/otp/netgsm.py", "gateways/sms/mesajussu.py",
    "gateways/sms/smpp/coding.py", "sheets/reader.py",
}  # fmt: skip


@pytest.mark.parametrize("package", ["lib", "gateways", "sheets"])
def test_what_packages_without_django_say_is_known_to_the_catalogue(package: str) -> None:
    """Mark it with ``lib.wording.said`` or put it into a table that ``tools/tables.py`` reads."""
    known = {text for _where, text in tables.texts()}
    hub = messages.ROOT / "turkcell_hub"
    left = []
    for path in sorted((hub / package).rglob("*.py")):
        if path.relative_to(hub).as_posix() not in _DATA:
            source = path.read_text(encoding="utf-8")
            marked = {text.singular for text in messages.in_python(source, path.name)}
            left += [(path.name, text) for text in _turkish(source) if text not in known | marked]
    assert left == []


def _turkish(source: str) -> list[str]:
    tree = ast.parse(source)
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documented
        and " " in node.value  # a cell's Evet and Hayır are data
        and set(node.value) & set("çğıöşüÇĞİÖŞÜ")
    ]

"""The English catalogue is whole, and what is compiled is what is written."""

from __future__ import annotations

import pytest

from tools import messages


def test_every_text_of_the_source_is_in_the_catalogue_and_no_other() -> None:
    """Mended by ``python tools/messages.py`` and by translating what it names."""
    assert messages.missing(messages.stored()) == []


def test_every_text_is_translated_with_its_placeholders() -> None:
    assert messages.faults(messages.stored()) == []


def test_the_compiled_catalogue_is_what_the_written_one_gives() -> None:
    assert messages.COMPILED.read_bytes() == messages.stored().to_binary()


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

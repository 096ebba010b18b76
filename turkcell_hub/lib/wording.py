"""Marks a sentence for the catalogue in packages that know no Django.

Their sentences stay Turkish data: ``tools/messages.py`` collects what is marked here and what
stands in their tables, and whoever shows one says it in the reader's language
(``turkcell_hub.sentences.shown``).
"""

from __future__ import annotations


def said(text: str, **values: object) -> str:
    """``text`` as it is, or with ``values`` in the places of its ``%(name)s``."""
    return text % values if values else text

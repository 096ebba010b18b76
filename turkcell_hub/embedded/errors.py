"""What can go wrong with the embedded servers, as a sentence for the person at the terminal."""

from __future__ import annotations


class EmbeddedError(Exception):
    """A server or a place cannot be used; the text is Turkish and says what to do."""

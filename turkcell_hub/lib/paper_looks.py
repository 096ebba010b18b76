"""What a scan looks like to who will read it: how many pages, and whether anything can be read.

Only of files that ``papers.check`` has taken. Nothing is refused here: a doubt is told, a person
decides.
"""

from __future__ import annotations

import enum
import io
import re
from dataclasses import dataclass

from PIL import Image, ImageStat

from turkcell_hub.lib import papers

_LONG_SIDE = 1_000  # pixels; A4 at 85 dpi: smaller print is not readable beneath it
_CONTRAST = 3.0  # standard deviation of grey; a written page has 20 and more
_THUMBNAIL = (512, 512)
_COUNT = re.compile(rb"/Count\s+(\d{1,6})")


class Doubt(enum.StrEnum):
    SMALL = "small"
    BLANK = "blank"


@dataclass(frozen=True)
class Look:
    """``doubt``: "" or a ``Doubt``. A PDF is counted, its pictures are not looked into."""

    pages: int
    doubt: str = ""


def look(content: bytes, kind: str) -> Look:
    """Never raises: what cannot be told is one page without a doubt."""
    if kind == papers.PDF:
        return Look(_pages(content))
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            small = max(picture.size) < _LONG_SIDE
            picture.draft("L", _THUMBNAIL)
            picture.thumbnail(_THUMBNAIL)
            contrast = ImageStat.Stat(picture.convert("L")).stddev[0]
    except (OSError, SyntaxError, ValueError):
        return Look(1)
    if contrast < _CONTRAST:
        return Look(1, Doubt.BLANK)
    return Look(1, Doubt.SMALL if small else "")


def _pages(content: bytes) -> int:
    """A file that was signed or saved again holds some pages twice: its page tree counts them."""
    parts = papers.readable_parts(content)
    found = sum(len(papers.PAGE.findall(part)) for part in parts)
    told = [int(count) for part in parts for count in _COUNT.findall(part)]
    return max(1, min(found, max(told, default=found)))

"""Counting and cutting. Both go through the same packing, so they cannot disagree."""

import re

from turkcell_hub.lib.sms_parts.profile import CountingProfile
from turkcell_hub.lib.sms_parts.size import Count
from turkcell_hub.lib.sms_parts.tables import Coding

MESSAGES: dict[str, str] = {
    "too_long": "Mesaj çok uzun; izin verilen SMS sayısını aşıyor. Metni kısaltın.",
    "not_expressible": "Mesajda bu hesapla gönderilemeyen karakterler var; onları değiştirin.",
}

# Stands before each character that costs two units, so that units are the length of a string.
# A lone surrogate cannot be sent, hence never collides with a character of the message.
_MARK = "\udc00"
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def count(text: str, profile: CountingProfile, suffix: str = "") -> Count:
    """The size of `text` with `suffix` (the operator's closing line) as `profile` bills it.

    An empty text has no part. Indices in `switched_by` from len(text) on lie in the suffix.
    """
    if suffix:
        text += suffix
    patterns = profile.patterns
    if patterns.is_basic(text):
        # Most texts of a campaign end here; a size is measured once for each length.
        units = len(text)
        if units not in patterns.plain:
            patterns.plain[units] = _measure("x" * units, "gsm7", profile, (), None)
        return patterns.plain[units]
    coding, culprits, problem = _coding(text, profile)
    marked = _mark(text, coding, profile)
    return _measure(marked, coding, profile, culprits, problem)


def split(text: str, profile: CountingProfile) -> list[str]:
    """The parts in which `text` travels; their number is `count(text, profile).parts`."""
    coding, _, _ = _coding(text, profile)
    marked = _mark(text, coding, profile)
    cuts = _cuts(marked, coding, profile)
    return [
        marked[start:end].replace(_MARK, "")
        for start, end in zip([0, *cuts], [*cuts, len(marked)], strict=True)
        if end > start
    ]


def _coding(
    text: str, profile: CountingProfile
) -> tuple[Coding, tuple[tuple[int, str], ...], str | None]:
    """The cheapest coding that can write `text`, and what ruled the cheaper ones out."""
    patterns = profile.patterns
    culprits = _found(patterns.foreign, text)
    if not culprits:
        turkish = _found(patterns.turkish, text)
        if not turkish:
            return "gsm7", (), None
        culprits = _found(patterns.displaced, text)
        if not culprits:
            return "gsm7_tr", turkish, None
    unsendable = _found(_SURROGATE, text)
    if unsendable:
        return "ucs2", unsendable, "not_expressible"
    return "ucs2", culprits, None if profile.ucs2_allowed else "not_expressible"


def _found(pattern: re.Pattern[str], text: str) -> tuple[tuple[int, str], ...]:
    return tuple((match.start(), match[0]) for match in pattern.finditer(text))


def _mark(text: str, coding: Coding, profile: CountingProfile) -> str:
    if coding == "ucs2":
        if _SURROGATE.search(text):
            text = _SURROGATE.sub("\ufffd", text)
        return _ASTRAL.sub(_marked, text)
    return profile.patterns.double.sub(_marked, text)


def _marked(match: re.Match[str]) -> str:
    return _MARK + match[0]


def _cuts(marked: str, coding: Coding, profile: CountingProfile) -> list[int]:
    """Where the parts after the first begin, in `marked`."""
    if len(marked) <= profile.single_capacity(coding):
        return []
    capacity = profile.part_capacity(coding)
    cuts: list[int] = []
    end = capacity
    while end < len(marked):
        if marked[end - 1] == _MARK:
            end -= 1
        cuts.append(end)
        end += capacity
    return cuts


def _measure(
    marked: str,
    coding: Coding,
    profile: CountingProfile,
    switched_by: tuple[tuple[int, str], ...],
    problem: str | None,
) -> Count:
    cuts = _cuts(marked, coding, profile)
    units, parts = len(marked), len(cuts) + 1 if marked else 0
    last = units - (cuts[-1] if cuts else 0)
    size = profile.part_capacity(coding) if cuts else profile.single_capacity(coding)
    if problem is None and parts > profile.max_parts:
        problem = "too_long"
    return Count(coding, units, parts, size * max(parts, 1), size - last, switched_by, problem)

"""From a request that a protocol has read to a batch that the operator has taken."""

from __future__ import annotations

from dataclasses import dataclass

from turkcell_hub.fake_operator.engine import counting
from turkcell_hub.fake_operator.engine.desks import Desk


class Refusal(Exception):
    """The operator does not take the request, for a reason that every protocol can name."""


class NoCredit(Refusal):
    """The balance is too small."""


class AllRepeated(Refusal):
    """Every message was taken before, within the account's hours."""


class ForbiddenText(Refusal):
    """A text holds one of the account's forbidden words."""


class UnknownBrand(Refusal):
    """The consent registry does not know the brand of a commercial message."""


class NoAuthority(Refusal):
    """The brand lets no intermediary check its message consents."""


@dataclass(slots=True)
class Submission:
    """``dests`` are digits with the country code (or TCKNs). ``suffix`` is what the operator
    adds to each text. ``start_at`` None means now. ``fate``: the end of every message of it (a name
    of outcomes.PRESETS), for operators that take what they cannot send; it costs nothing.
    ``brand`` is that of a commercial message, ``kinds`` the recipient types (BIREYSEL, TACIR).
    ``media`` is the file of an MMS, ``rate`` the credits of one part. ``parts``: the caller has
    cut the text himself. ``silent``: he wants no reports."""

    sender: str | list[str]
    texts: str | list[str]
    dests: list[str]
    ids: list[str] | None = None
    coding: int | None = None
    custom_id: str | None = None
    start_at: float | None = None
    suffix: str = ""
    name: str | None = None
    service: str = "sms"
    key: str | None = None
    key_hash: str | None = None
    fate: str = ""
    brand: str | None = None
    kinds: str | list[str] = "BIREYSEL"
    media: str | None = None
    url: str | None = None
    rate: int = 1
    parts: int | None = None
    silent: bool = False


def count_parts(submission: Submission, desk: Desk) -> int | list[int]:
    """Raises counting.TooLong or counting.DoesNotFit."""
    weight, most = desk.account.turkish_weight, desk.account.max_parts
    suffix, coding, texts = submission.suffix, submission.coding, submission.texts

    if submission.media is not None:
        return 1
    if submission.parts is not None:
        if submission.parts > most:
            raise counting.TooLong
        return submission.parts

    def count(text: str) -> int:
        return counting.parts(text + suffix, coding, turkish_weight=weight, max_parts=most)

    return count(texts) if isinstance(texts, str) else [count(text) for text in texts]


def check_words(submission: Submission, desk: Desk) -> None:
    words = desk.account.forbidden_words
    if not words:
        return
    texts = [submission.texts] if isinstance(submission.texts, str) else submission.texts
    if any(word in text for text in texts for word in words):
        raise ForbiddenText


def find_presets(submission: Submission, desk: Desk, now: float) -> dict[int, str]:
    """Ends that are known at once. Raises AllRepeated. Remembers the texts it lets through."""
    if submission.fate:
        return dict.fromkeys(range(len(submission.dests)), submission.fate)
    presets = _repeated(submission, desk, now)
    if desk.blacklist:
        for index, dest in enumerate(submission.dests):
            if dest in desk.blacklist:
                presets[index] = "blacklisted"
    if submission.service == "tckn":
        strangers = (i for i, tckn in enumerate(submission.dests) if tckn.endswith("10"))
        presets.update(dict.fromkeys(strangers, "not_subscriber"))
    return presets


def fingerprints(submission: Submission) -> list[int]:
    """One number for each (sender, text, number)."""
    texts, sender = submission.texts, submission.sender
    if isinstance(texts, str) and isinstance(sender, str):
        return [hash((sender, texts, dest)) for dest in submission.dests]
    size = len(submission.dests)
    each_text = [texts] * size if isinstance(texts, str) else texts
    each_sender = [sender] * size if isinstance(sender, str) else sender
    return [hash(row) for row in zip(each_sender, each_text, submission.dests, strict=True)]


def _repeated(submission: Submission, desk: Desk, now: float) -> dict[int, str]:
    hours = desk.account.duplicate_hours
    if not hours:
        return {}
    oldest, recent, marks = now - hours * 3600, desk.recent, fingerprints(submission)
    seen: set[int] = set()
    repeated: dict[int, str] = {}
    for index, mark in enumerate(marks):
        if mark in seen or recent.get(mark, oldest) > oldest:
            repeated[index] = "duplicate"
        seen.add(mark)
    if len(repeated) == len(marks):
        raise AllRepeated
    recent.update(dict.fromkeys(seen, now))
    return repeated

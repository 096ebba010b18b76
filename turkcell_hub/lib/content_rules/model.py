"""The words of the content rules: who sends, what was found, what mends it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

COMMERCIAL = "TICARI"
INFORMATIONAL = "BILGILENDIRME"


class Severity(enum.StrEnum):
    """An error stops a commercial text until a person takes it upon himself by name."""

    ERROR = "error"
    WARNING = "warning"


class SenderKind(enum.StrEnum):
    """Who stands behind the message; decides which identity the text must show."""

    MERCHANT = "TACIR"
    TRADESMAN = "ESNAF"


@dataclass(frozen=True)
class Sender:
    """What the firm is registered as. Empty values are not known yet.

    ``titles``: the trade title and shortened names that may stand for it. ``title_by_sender``:
    the sender name on the telephone stands for the title (sources differ, so the firm decides).
    """

    kind: str = SenderKind.MERCHANT
    mersis: str = ""
    titles: tuple[str, ...] = ()
    person_name: str = ""
    tckn: str = field(default="", repr=False)
    contacts: tuple[str, ...] = ()
    refusal_number: str = ""
    refusal_keywords: tuple[str, ...] = ("RET",)
    title_by_sender: bool = False


@dataclass(frozen=True)
class Fix:
    """``kind``: "insert" (an element of the footer, named by ``element``), "settings" (the
    firm's data lack it), "class" (choose the other class) or "write" (only a person can)."""

    kind: str
    label: str
    element: str = ""


@dataclass(frozen=True)
class Finding:
    """``start``/``end``: code points of the text that the finding is about; equal where
    something is missing (the place where it would stand: the end)."""

    rule: str
    severity: Severity
    row: str
    law: str
    message: str
    why: str
    fix: Fix
    start: int
    end: int

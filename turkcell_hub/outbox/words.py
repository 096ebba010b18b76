"""What a person reads of a hand-over that went wrong (S-068)."""

from __future__ import annotations

from turkcell_hub.gateways.sms.refusals import REFUSALS, refusal_text
from turkcell_hub.sentences import shown


def trouble(code: str, vendor_code: str = "", operator_said: str = "") -> str:
    """Our sentence for the reason ``code`` with what to do, then the operator's own code and
    words in brackets; the code itself where no table knows it. "" when nothing is wrong."""
    ours = shown(refusal_text(code)) if code in REFUSALS else code
    theirs = " ".join(part for part in (vendor_code, operator_said) if part)
    if ours and theirs:
        return f"{ours} ({theirs})"
    return ours or theirs


def lane_note(note: str) -> str:
    """Why a lane stands still: a reason's code in our words, else as it was written."""
    return shown(refusal_text(note) if note in REFUSALS else note)

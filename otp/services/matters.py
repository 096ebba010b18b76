"""What an approval is bound to: the document as it was shown, and as it is now.

Its own room is asked again at each decision and when it is carried out; another content makes the
approval void (reliability.md, hole 3).
"""

from __future__ import annotations

from typing import Any

from otp.models import Process
from otp.subjects import digest_of
from turkcell_hub import approvals
from turkcell_hub.approvals import Matter

SUBJECT = "workflow_task"  # the kind of ``otp.subjects`` under which tasks take their codes


def write(row: Process, matter: Matter) -> None:
    """What the approver reads, and what the approval is bound to."""
    row.subject_key = matter.subject_key[:100]
    row.title, row.text = matter.title[:200], matter.text[:110]
    row.amount, row.currency = matter.amount, matter.currency
    row.facts = [[str(label), str(value)] for label, value in matter.facts]
    row.authority_code_id = matter.authority_code_id
    row.content = dict(matter.content) if matter.id == 0 else {}  # nobody else keeps it
    row.digest = digest(matter)


def matter_of(row: Process) -> Matter | None:
    """The document as it is now; None when there is nothing to approve any more."""
    kind = approvals.kind_of(row.kind)
    return kind.current(row.subject_id or row.pk) if kind else None


def digest(matter: Matter) -> str:
    """What an approval of the document is bound to."""
    return digest_of(_bound(matter))


def still_holds(row: Process) -> bool:
    """Whether the document is what the approval began with (reliability.md, hole 3)."""
    matter = matter_of(row)
    return matter is not None and digest(matter) == row.digest


def _bound(matter: Matter) -> dict[str, Any]:
    """Everything that is shown is bound, too: nobody approves a text that the content denies."""
    return {
        "kind": matter.kind,
        "key": matter.subject_key,
        "title": matter.title,
        "text": matter.text,
        "amount": matter.amount,
        "currency": matter.currency,
        "facts": [list(pair) for pair in matter.facts],
        "content": dict(matter.content),
    }

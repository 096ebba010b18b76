"""The consent gate: may a message of this class go to this person now?

Every path that sends asks here, once when a campaign is prepared and once more right
before hand-over. The answer is an SQL expression so that it is decided for a million
recipients in one statement. Without a registry connection the gate fails closed: nobody's
consent can be shown, so no commercial message goes (S-011, S-013, S-038); informational
messages need no consent (S-023, S-051).
"""

from __future__ import annotations

from dataclasses import dataclass

COMMERCIAL = "TICARI"


@dataclass(frozen=True)
class GateSql:
    """``allowed``: boolean SQL expression over the alias ``r`` of a recipient (column
    ``phone``); ``joins``: what it needs joined; ``evidence``: jsonb SQL expression."""

    allowed: str
    joins: str = ""
    evidence: str = "NULL::jsonb"
    params: tuple[object, ...] = ()


def consent(message_class: str) -> GateSql:
    """The gate for one class of message. Raises ``ValueError`` for an unknown class."""
    if message_class == COMMERCIAL:
        return GateSql(allowed="FALSE")
    if message_class == "BILGILENDIRME":
        return GateSql(allowed="TRUE")
    raise ValueError(f"unknown message class: {message_class!r}")

"""What a commercial SMS must say, and what smells of advertising (S-002 … S-007, S-043 … S-045).

Pure: texts and the sender's data in, findings out. A finding names its rule, its row of the
requirements, the law, the place in the text and what mends it.
"""

from turkcell_hub.lib.content_rules.lint import has_errors, lint
from turkcell_hub.lib.content_rules.model import (
    COMMERCIAL,
    INFORMATIONAL,
    Finding,
    Fix,
    Sender,
    SenderKind,
    Severity,
)
from turkcell_hub.lib.content_rules.rules import RULES
from turkcell_hub.lib.content_rules.words import DEFAULT_WORDS, Words

__all__ = [
    "COMMERCIAL",
    "DEFAULT_WORDS",
    "INFORMATIONAL",
    "RULES",
    "Finding",
    "Fix",
    "Sender",
    "SenderKind",
    "Severity",
    "Words",
    "has_errors",
    "lint",
]

"""Addresses whose last part is a key: whoever reads one in a log could follow it."""

from __future__ import annotations

import re

# Push addresses of accounts and devices, answers to tracking requests and line questions, stop
# links of reports, links that set a password, what belongs to a request at a public form.
_SECRET_PART = re.compile(
    r"(/(?:hooks/[a-z]+|[th]|reports/stop|password/[\w-]+|f/[\w-]+(?:/[0-9a-fA-F-]{36})?)/)[\w-]+"
)


def hide(text: str) -> str:
    return _SECRET_PART.sub(r"\1***", text)

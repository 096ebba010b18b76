"""Comments say the rule itself or name a document that a reader of the repository has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = (
    "turkcell_hub", "messaging", "iys_consent", "otp", "invoices", "fieldteams", "templates",
    "tests", "docs", "tools",
)  # fmt: skip
KINDS = {".py", ".toml", ".yaml", ".html", ".md", ".sql", ".js", ".css"}
# A page of a folder that the repository has not, by whatever name it has there.
CITED = re.compile(r"\b((?:contracts|design|mission|shared)/[\w/-]+\.md)\b|\binventory [A-Z]-?\d")


def _cited(text: str) -> Iterator[str]:
    for found in CITED.finditer(text):
        if found[1] is None or not (ROOT / found[1]).exists():
            yield found[0]


def test_no_comment_cites_what_a_reader_cannot_open() -> None:
    assert [*_cited("(contracts/iys.md 4.1; inventory T8)")] == ["contracts/iys.md", "inventory T8"]
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.suffix in KINDS]
    assert len(files) > 1000
    wrong = [
        f"{path.relative_to(ROOT)}: {cited}"
        for path in files
        if path != Path(__file__).resolve()
        for cited in _cited(path.read_text(encoding="utf-8"))
    ]
    assert not wrong

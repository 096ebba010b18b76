"""Each requirement that docs/requirements.md claims is proved by a test that names it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
_ROW = re.compile(r"^\| ([A-Z]-\d+|T\d+) \|", re.MULTILINE)
# Rows of rooms that are still to come; tests of the ground floor already prove a part of them.
TO_COME: set[str] = set()


def claimed() -> set[str]:
    return set(_ROW.findall((ROOT / "docs/requirements.md").read_text()))


@cache
def marked() -> dict[str, list[str]]:
    """Row -> tests that carry it, by reading the marks of functions, classes and modules."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in (ROOT / "tests").rglob("*.py"):
        source = path.read_text()
        if "mark.requirement" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call) or not _is_mark(node.func):
                continue
            for argument in node.args:
                if isinstance(argument, ast.Constant):
                    found[str(argument.value)].append(f"{path.name}:{node.lineno}")
    return found


def _is_mark(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "requirement"
        and ast.unparse(function).endswith("mark.requirement")
    )


def test_every_claimed_requirement_has_a_test() -> None:
    proved = set(marked())
    assert claimed() - proved == set()


def test_no_test_names_a_requirement_that_nobody_claims() -> None:
    assert set(marked()) - claimed() - TO_COME == set()

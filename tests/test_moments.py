"""A moment comes from the database in UTC; where people read it, it is told by the clock on the
wall. Who forgets it sees nothing until evening: from 21.00 UTC on it is tomorrow in Istanbul."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from invoices.models import MatchingTable, PasswordRequest, Transfer
from iys_consent.models import RegistryQuestion
from messaging.models import ReportRun

ROOT = Path(__file__).parents[1]
PACKAGES = ("turkcell_hub", "messaging", "iys_consent", "invoices", "otp", "fieldteams")
MEANT = {
    "messaging/selectors/agenda.py": "its entries have no zone: they stand on the firm's wall",
    "otp/services/late_substitutes.py": "a day more is meant: somewhere it is tomorrow already",
}
EVENING = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)


def _is_moment(node: ast.expr) -> bool:
    """``row.asked_at``, ``one.at`` and ``timezone.now()``: as the database and Django give them."""
    if isinstance(node, ast.Attribute):
        return node.attr == "at" or node.attr.endswith("_at")
    return isinstance(node, ast.Call) and ast.unparse(node) == "timezone.now()"


def _told_in_utc(tree: ast.AST) -> Iterator[ast.expr]:
    """Moments whose day or hour is taken as it stands. A "Z" behind it says that it is UTC."""
    for node in ast.walk(tree):
        match node:
            case ast.FormattedValue(value=value, format_spec=ast.JoinedStr(values=parts)):
                spec = "".join(ast.unparse(part) for part in parts).strip("'\"")
                is_told = "%" in spec and not spec.endswith("Z")
            case ast.Attribute(value=value, attr="date" | "strftime"):
                is_told = True
            case _:
                continue
        if is_told and _is_moment(value):
            yield value


@pytest.mark.parametrize(
    "code",
    [
        'f"{row.phone}, {row.asked_at:%d.%m.%Y}"',
        'f"{self.at:%H:%M}"',
        "file.uploaded_at.date()",
        "timezone.now().date()",
        'row.at.strftime("%d.%m.%Y")',
    ],
)
def test_a_day_that_is_taken_in_utc_is_found(code: str) -> None:
    assert len(list(_told_in_utc(ast.parse(code)))) == 1


@pytest.mark.parametrize(
    "code",
    [
        'f"{timezone.localtime(row.asked_at):%d.%m.%Y}"',
        'f"<time>{one.at:%Y-%m-%dT%H:%M:%SZ}</time>"',
        "firm_clock.day_of(firm_id, row.uploaded_at)",
        'f"{one.valid_from:%d.%m.%Y}"',
    ],
)
def test_a_day_on_the_wall_is_not(code: str) -> None:
    assert not list(_told_in_utc(ast.parse(code)))


def test_nobody_takes_the_day_of_a_moment_in_utc() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts and str(path.relative_to(ROOT)) not in MEANT
        for node in _told_in_utc(ast.parse(path.read_text()))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (Transfer(table=MatchingTable(code="ANA"), created_at=EVENING), "ANA 21.11.2026 00:30"),
        (PasswordRequest(asked_at=EVENING), "21.11.2026 00:30"),
        (RegistryQuestion(asked_at=EVENING, asked=3), "21.11.2026 00:30: 3"),
        (ReportRun(schedule_id=7, due_at=EVENING), "7/2026-11-21"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_rows_name_tells_its_hour_by_the_clock_on_the_wall(row: object, told: str) -> None:
    """The name stands on pages, in files and in the trail."""
    assert str(row) == told

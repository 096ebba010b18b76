"""Cursor paging: complete, stable, and honest about what it does not know."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import Caller
from tests.support.firms import make_brand
from turkcell_hub.api import keyset
from turkcell_hub.tenancy.models import Brand, Firm, User
from turkcell_hub.tenancy.scope import firm_scope


def walk(call: Caller, path: str, link: str = "next") -> list[str]:
    """Every code, page by page."""
    found: list[str] = []
    url: str | None = path
    while url:
        page = call.get(url).json()
        rows = [row["code"] for row in page["results"]]
        found = found + rows if link == "next" else rows + found
        url = page[link]
    return found


@pytest.fixture
def many(firm: Firm) -> list[Brand]:
    names = itertools.cycle(["Akasya", "Çınar", "Zeytin"])
    return [make_brand(firm, f"M{index:02}", next(names)) for index in range(23)]


@pytest.mark.parametrize("ordering", ["code", "-code", "name", "-name", "name,-code", "is_active"])
@pytest.mark.parametrize("size", [2, 5, 23])
def test_pages_hold_every_row_once_and_in_order(
    call: Caller, many: list[Brand], ordering: str, size: int
) -> None:
    whole = walk(call, f"brands/?ordering={ordering}&page_size=500")
    assert len(set(whole)) == 23
    assert walk(call, f"brands/?ordering={ordering}&page_size={size}") == whole


def test_the_way_back_passes_the_same_rows(call: Caller, many: list[Brand]) -> None:
    url = "brands/?ordering=-name&page_size=5"
    pages = []
    while url:
        page = call.get(url).json()
        pages.append(page)
        url = page["next"]
    assert pages[0]["previous"] is None
    assert len(pages) == 5
    back = walk(call, pages[-1]["previous"], "previous")
    assert back == [row["code"] for page in pages[:-1] for row in page["results"]]


def test_rows_that_come_and_go_neither_repeat_nor_skip_others(
    call: Caller, firm: Firm, many: list[Brand]
) -> None:
    first = call.get("brands/?ordering=code&page_size=10").json()
    with firm_scope(firm.pk):
        many[3].delete()
        many[9].delete()
        make_brand(firm, "A00", "new")
    rest = walk(call, first["next"])
    assert rest == [f"M{index:02}" for index in range(10, 23)]


def test_columns_of_values_are_paged_alike(call: Caller) -> None:
    for code in ("A", "B", "C", "D"):
        call.post("codes/", {"code": code, "description": "same" if code < "C" else ""})
    assert walk(call, "codes/?page_size=1") == ["D", "C", "B", "A"]
    assert walk(call, "codes/?page_size=1&ordering=description") == ["D", "C", "B", "A"]
    assert walk(call, "codes/?page_size=3&ordering=-description") == ["A", "B", "C", "D"]
    row = call.get("codes/?page_size=1").json()["results"][0]
    assert set(row) == {"id", "code", "description"}


@pytest.mark.parametrize("directions", [("", ""), ("", "-"), ("-", ""), ("-", "-")])
def test_empty_values_have_their_place_in_the_order(db: None, directions: tuple[str, str]) -> None:
    """No field of the room may be empty; people's password dates may."""
    from datetime import UTC, datetime

    for index in range(12):
        moment = None if index % 3 == 0 else datetime(2026, 1, 1 + index % 4, tzinfo=UTC)
        User.objects.create(
            email=f"u{index}@example.com", full_name=f"ad {index % 2}", password_changed_at=moment
        )
    ordering = [f"{directions[0]}password_changed_at", f"{directions[1]}full_name"]
    keys = keyset.keys_of(User, ordering)
    rows = list(User.objects.order_by(*[key.order_by(backwards=False) for key in keys]))
    for position, row in enumerate(rows):
        values = [getattr(row, key.path) for key in keys]
        later = User.objects.filter(keyset.after(keys, values, backwards=False))
        earlier = User.objects.filter(keyset.after(keys, values, backwards=True))
        assert {user.pk for user in later} == {user.pk for user in rows[position + 1 :]}
        assert {user.pk for user in earlier} == {user.pk for user in rows[:position]}


def test_the_count_is_taken_only_on_request_and_capped(call: Caller, many: list[Brand]) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = call.get("brands/").json()
    assert "count" not in page
    assert not any("COUNT(" in query["sql"] for query in queries)
    counted = call.get("brands/?count=true&page_size=2").json()
    assert (counted["count"], counted["count_is_capped"]) == (3, True)
    assert "count=" not in counted["next"]
    few = call.get("brands/?count=true&search=M01").json()
    assert (few["count"], few["count_is_capped"]) == (1, False)


@pytest.mark.parametrize("size", ["0", "501", "-1", "x", "1e2", "٣", "9" * 400])
def test_a_page_size_outside_the_limits_is_refused(call: Caller, size: str) -> None:
    answer = call.get(f"brands/?page_size={size}")
    assert (answer.status_code, answer.json()["field"]) == (400, "page_size")


def test_a_bent_or_foreign_cursor_is_refused(call: Caller, many: list[Brand]) -> None:
    link = call.get("brands/?page_size=2").json()["next"]
    cursor = link.split("cursor=")[1].split("&")[0]
    bent = cursor[:-2] + random.choice("ab") + "_"
    for url in (
        f"brands/?cursor={bent}",
        "brands/?cursor=%00",
        "brands/?cursor=",
        f"brands/?ordering=code&cursor={cursor}",
        f"codes/?cursor={cursor}",
    ):
        answer = call.get(url)
        assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid"), url


def test_page_ten_thousand_is_read_from_the_index(db: None, firm: Firm) -> None:
    """P12: the plan of a far page is a range of the index, not a walk over the pages before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tenancy_brand (firm_id, code, name, is_active)"
            " SELECT %s, 'C' || n, 'x', true FROM generate_series(1, 20000) n",
            [firm.pk],
        )
        cursor.execute("ANALYZE tenancy_brand")
    with firm_scope(firm.pk):
        keys = keyset.keys_of(Brand, ["pk"])
        rows = Brand.objects.order_by(*[key.order_by(backwards=False) for key in keys])
        far = rows[19_000].pk
        plan: Any = rows.filter(keyset.after(keys, [far], backwards=False))[:50].explain()
    assert "Index Cond: (ROW(" in plan or "Index Cond: (id >" in plan, plan

"""Values that go to PostgreSQL as one text come out as they were."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection

from turkcell_hub.lib import arrays


@pytest.mark.django_db
def test_every_value_comes_back_as_it_was() -> None:
    texts = ["", "NULL", "a,b", '"', "\\", "{}", " boşluk ", "İĞŞ\n\t'", "%s"]
    numbers, times = [1, None, -7, 2**40], [datetime(2026, 3, 1, 12, 30, 1, 5, UTC), None]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s::text[], %s::bigint[], %s::timestamptz[], '{}'::int[] = %s::int[]",
            [
                arrays.of_texts(texts),
                arrays.of_numbers(numbers),
                arrays.of_times(times),
                arrays.of_numbers([]),
            ],
        )
        assert cursor.fetchone() == (texts, numbers, times, True)


def test_nul_which_the_database_cannot_hold_is_left_out() -> None:
    assert arrays.of_texts(["a\x00b"]) == '{"ab"}'

"""The database counts SMS parts exactly as the library does."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messaging.sql.counting import NOT_EXPRESSIBLE, coding_sql, parts_sql, shape_sql
from turkcell_hub.lib.sms_parts import CountingProfile, count

PROFILES = [
    CountingProfile(),
    CountingProfile(turkish_shift="single", turkish_letter_weight=2),
    CountingProfile(turkish_shift="none"),
    CountingProfile(ucs2_allowed=False, ref_bits=16),
]
ALPHABET = "abcdeÖöÜüÇ İıŞşĞğç€^{}[]~|\\@£èìø\n'\"%-😀â“Ж"
TEXTS = st.text(ALPHABET, max_size=700) | st.builds(
    lambda piece, times: piece * times,
    st.text(ALPHABET, min_size=1, max_size=7),
    st.integers(1, 170),
)


def counted(texts: list[str], profile: CountingProfile) -> list[tuple[int, int]]:
    texts_sql = "unnest(%s::text[]) WITH ORDINALITY u(t, place)"
    shaped = f"SELECT t AS body, place, {shape_sql('t', profile)} AS shape FROM {texts_sql}"
    parts = parts_sql("body", "shape", profile)
    coding = coding_sql("body", "shape", profile)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}, {coding} FROM ({shaped}) s ORDER BY place", [texts])
        return cursor.fetchall()


def expected(text: str, profile: CountingProfile) -> tuple[int, int]:
    size = count(text, profile)
    parts = NOT_EXPRESSIBLE if size.problem == "not_expressible" else size.parts
    return parts, ["gsm7", "gsm7_tr", "ucs2"].index(size.coding)


@pytest.mark.requirement("L-074")
@pytest.mark.django_db
@pytest.mark.parametrize("profile", PROFILES, ids=str)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(TEXTS, min_size=1, max_size=25))
def test_sql_and_library_agree_on_every_text(profile: CountingProfile, texts: list[str]) -> None:
    assert counted(texts, profile) == [expected(text, profile) for text in texts]


@pytest.mark.django_db
@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_sql_and_library_agree_at_every_edge(profile: CountingProfile) -> None:
    letters = ["a", "ş", "€", "😀", "Ж", "ö", "è"]
    edges = [69, 70, 71, 134, 135, 149, 152, 153, 155, 156, 160, 161, 298, 299, 306, 307, 447, 460]
    texts = [
        text
        for letter in letters
        for edge in edges
        for text in (letter * edge, "a" * (edge - 1) + letter, "ş" + letter * (edge - 1))
    ]
    assert counted(texts, profile) == [expected(text, profile) for text in texts]

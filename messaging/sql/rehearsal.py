"""The hardest real people for a text, found by rendering it for all of them (idea 23)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from messaging.models import BlacklistEntry
from messaging.parameters import BUILT_IN, Hole, Piece
from messaging.sql.audience import WITH_SUFFIX
from messaging.sql.counting import parts_sql, shape_sql
from messaging.sql.rendering import text_sql
from turkcell_hub.lib.sms_parts import CountingProfile


def extremes(pieces: list[Piece]) -> list[tuple[str, str, str]]:
    names = "r.first_name || ' ' || r.last_name"
    missing = " OR ".join(_empty(piece) for piece in pieces if isinstance(piece, Hole)) or "FALSE"
    blacklist = BlacklistEntry._meta.db_table
    blocked = f"EXISTS (SELECT 1 FROM {blacklist} b WHERE b.phone = r.phone AND b.firm_id = %s)"
    return [
        (_("En çok SMS tutan"), "TRUE", "parts DESC, length(body) DESC"),
        (_("En uzun ad"), "TRUE", f"length({names}) DESC"),
        (_("Bilgisi eksik"), f"({missing})", "id"),
        (_("Türkçe büyük harfli"), f"{names} ~ '[İĞÜŞÖÇI]'", f"length({names}) DESC"),
        (_("Kara listede (gitmez)"), blocked, "id"),
    ]


def _empty(hole: Hole) -> str:
    columns = {
        "ad": "r.first_name = ''",
        "soyad": "r.last_name = ''",
        "ad_soyad": "btrim(r.first_name || r.last_name) = ''",
        "ozel_kod": "r.special_code = ''",
    }
    if hole.name in BUILT_IN:
        return columns.get(hole.name, "FALSE")
    return f"COALESCE(r.fields ->> '{hole.name}', '') = ''"  # a parsed name is [a-z0-9_] only


def first(
    people: tuple[str, list[Any]],
    pieces: list[Piece],
    today: date,
    profile: CountingProfile,
    extreme: tuple[str, str, list[int]],
    seen: set[int],
    suffix: str = "",
) -> list[tuple[int, str, int]]:
    text, text_params = text_sql(pieces, today)
    shape = shape_sql("paid", profile)
    parts = parts_sql("paid", "shape", profile)
    where, order, firm = extreme
    sql = (
        f"SELECT id, body, parts FROM (SELECT r.*, {parts} AS parts FROM (SELECT r.*, {shape} AS"
        f" shape FROM (SELECT r.*, {WITH_SUFFIX} AS paid FROM (SELECT r.*, {text} AS body"
        f" FROM ({people[0]}) r) r) r OFFSET 0) r OFFSET 0) r"
        f" WHERE {where} AND NOT (id = ANY(%s)) ORDER BY {order} LIMIT 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [suffix, *text_params, *people[1], *firm, sorted(seen)])
        return cursor.fetchall()

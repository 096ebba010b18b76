"""The personal text of each recipient, in SQL (S-079: same parts, same price)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from messaging.parameters import Hole, Piece

_NATIONAL = (
    "CASE WHEN r.phone LIKE '+90%%' THEN '0' || substr(r.phone, 4, 3) || ' ' ||"
    " substr(r.phone, 7, 3) || ' ' || substr(r.phone, 10, 2) || ' ' || substr(r.phone, 12)"
    " ELSE r.phone END"
)
_COLUMNS = {
    "ad": "r.first_name",
    "soyad": "r.last_name",
    "ad_soyad": "btrim(r.first_name || ' ' || r.last_name)",
    "ozel_kod": "r.special_code",
}


def text_sql(pieces: Sequence[Piece], today: date) -> tuple[str, list[object]]:
    """Text expression over the alias ``r`` (first_name, last_name, phone, special_code,
    fields), with its parameters. ``today`` is the firm's date of sending."""
    expressions: list[str] = []
    params: list[object] = []
    for piece in pieces:
        if isinstance(piece, str):
            expressions.append("%s::text")
            params.append(piece)
        elif piece.name == "telefon":
            expressions.append(_NATIONAL)
        elif piece.name == "tarih":
            expressions.append("%s::text")
            params.append(today.strftime("%d.%m.%Y"))
        else:
            expressions.append(_own_value(piece, params))
    return " || ".join(expressions), params


def _own_value(hole: Hole, params: list[object]) -> str:
    column = _COLUMNS.get(hole.name)
    if column is None:
        column = "r.fields ->> %s"
        params.append(hole.name)
    params.append(hole.fallback)
    return f"COALESCE(NULLIF({column}, ''), %s)"

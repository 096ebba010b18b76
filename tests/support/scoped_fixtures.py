"""Fixtures that build something and leave a firm's scope open for the test."""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache
from typing import Any


@cache
def is_scoped(function: Any) -> bool:
    """``with firm_scope(…):`` is its last statement, and its only ``yield`` is the last of that."""
    (defined,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    yields = [n for n in ast.walk(defined) if isinstance(n, ast.Yield | ast.YieldFrom)]
    blocks = [n for n in ast.walk(defined) if isinstance(n, ast.With | ast.Try)]
    last = defined.body[-1]  # type: ignore[attr-defined]
    if not isinstance(last, ast.With) or len(yields) != 1 or blocks != [last]:
        return False
    opens = [ast.unparse(item.context_expr) for item in last.items]
    end = last.body[-1]
    return (
        len(opens) == 1
        and opens[0].startswith("firm_scope(")
        and isinstance(end, ast.Expr)
        and end.value is yields[0]
    )

"""Many rows in one call: each row answers for itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from turkcell_hub.api import problems
from turkcell_hub.errors import HubError

MAX_ROWS = 500


class TooManyRows(HubError):
    """More rows than one call takes."""

    status = 413
    code = "too_many_rows"


def each(
    request: Request, rows: Sequence[Any], one: Callable[[Any], Any], *, limit: int = MAX_ROWS
) -> dict[str, Any]:
    """Calls ``one(row)`` (answers the new id) for each row, in a savepoint of its own.

    Answers ``{"results": [{index, status, id | problem}], "succeeded", "failed"}``; a row
    that fails leaves nothing and stops no other. Raises ``TooManyRows`` (413).
    """
    refuse_too_many(rows, limit)
    results = [_one(request, index, row, one) for index, row in enumerate(rows)]
    succeeded = sum(result["status"] < 400 for result in results)
    return {"results": results, "succeeded": succeeded, "failed": len(results) - succeeded}


def refuse_too_many(rows: Any, limit: int = MAX_ROWS) -> None:
    """Raises ``TooManyRows`` that names the way out."""
    if isinstance(rows, Sequence) and len(rows) > limit:
        raise TooManyRows(
            _(
                "Bir çağrıda en çok %(limit)d satır gönderilebilir;"
                " daha fazlası için içe aktarma kullanın."
            )
            % {"limit": limit},
            extra={"limit": limit, "rows": len(rows)},
        )


def _one(request: Request, index: int, row: Any, one: Callable[[Any], Any]) -> dict[str, Any]:
    try:
        with transaction.atomic():
            return {"index": index, "status": 201, "id": one(row)}
    except (HubError, ValidationError) as error:
        answer = problems.handle(error, {"request": request})
        return {"index": index, "status": answer.status_code, "problem": answer.data}

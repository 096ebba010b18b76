"""Works through a list that was accepted before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from turkcell_hub.fake_operator.engine.registry.book import Request

if TYPE_CHECKING:
    from turkcell_hub.fake_operator.engine.registry.registry import Registry


def work_through(registry: Registry, request: Request) -> None:
    """Row after row against the rules of this moment."""
    now, book = registry.clock.now(), registry.books[request.brand]
    rows: list[list[Any]] = []
    results: list[int | str] = []
    originals: dict[int, tuple[str, str]] = {}
    for index, wanted in enumerate(request.rows):
        earlier = book.repeated(wanted) if request.v2 and index not in request.codes else None
        if earlier is not None:
            results.append(earlier.number)
            if earlier.number in book.first_requests:
                originals[index] = book.first_requests[earlier.number]
            continue
        code = request.codes.get(index) or next(iter(registry.judge(request.brand, wanted)), None)
        if code is None:
            rows.append(registry.row(request.brand, wanted, now))
            results.append(registry.store_row(rows[-1]))
        else:
            results.append(code)
    registry.done({
        "k": "done", "brand": request.brand, "request_id": request.request_id, "rows": rows,
        "results": results, "originals": list(originals.items()),
    })  # fmt: skip

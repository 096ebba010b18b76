"""What a person does on a list's page, and what he finds written then."""

from __future__ import annotations

from typing import Any

from django.test import Client

from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import firm_scope


def action(client: Client, slug: str, code: str, rows: list[Any], **data: Any) -> Any:
    ids = [row.pk for row in rows]
    return client.post(f"/{slug}/actions/{code}/", {"ids": ids, "count": len(ids), **data})


def only(model: Any, firm: Firm, **limits: Any) -> Any:
    with firm_scope(firm.pk):
        return model.objects.get(**limits)

"""What this room's resources share."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from turkcell_hub.lib.turkish import fold
from turkcell_hub.resources import Resource

_SEARCHED = 5000  # settings lists are short; longer ones are searched in their first part


class SettingsResource(Resource):
    """Under Ayarlar; one right for looking, one for every kind of change."""

    section = "settings"

    def right(self, verb: str) -> str:
        return f"{self.rights}.{'view' if verb == 'view' else 'change'}"


def folded(queryset: QuerySet[Any], text: str, *attributes: str) -> QuerySet[Any]:
    """The rows in which one of the attribute paths holds ``text``, by Turkish letters."""
    wanted = fold(text)
    rows = queryset.values_list("pk", *attributes)[:_SEARCHED]
    found = [pk for pk, *texts in rows if any(wanted in fold(str(t or "")) for t in texts)]
    return queryset.filter(pk__in=found)

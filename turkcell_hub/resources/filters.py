"""Filters whose choices depend on who asks."""

from __future__ import annotations

from typing import Any

import django_filters


class ScopedChoiceFilter(django_filters.ModelChoiceFilter):
    """Asks for its rows anew each time. django-filter keeps the first field on the class's own
    filter (reading the API's schema is enough to make one), and every later request of the
    process would choose among the first one's rows: another firm's, or none."""

    @property
    def field(self) -> Any:
        self.__dict__.pop("_field", None)
        return super().field

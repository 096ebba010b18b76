"""The database's clock: leases and quarantines never trust a worker's."""

from __future__ import annotations

from django.db.models import DateTimeField, Func


class DatabaseTime(Func):
    """``clock_timestamp()``: the real time also inside a long transaction."""

    function = "clock_timestamp"
    template = "%(function)s()"
    output_field = DateTimeField()


NOW = DatabaseTime()

"""REST of this room: the lists, and starting a transfer."""

from __future__ import annotations


def register_all() -> None:
    """Called once, from ``InvoicesConfig.ready``."""
    from invoices.api import endpoints

    endpoints.register_views()

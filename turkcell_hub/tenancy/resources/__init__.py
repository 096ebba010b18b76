"""This room's declared lists; importing them registers them."""

from turkcell_hub.tenancy.resources import limits, members  # noqa: F401

"""This room's declared lists; importing them registers them."""

from turkcell_hub.tenancy.resources import accounts, keys, limits, members  # noqa: F401

"""Lists of this room; importing them registers them."""

from invoices.resources import bills, rules, tables, transfers

__all__ = ["bills", "rules", "tables", "transfers"]

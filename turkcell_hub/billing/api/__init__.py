"""Billing at the REST door."""

"""Messaging's own pages beside its lists."""

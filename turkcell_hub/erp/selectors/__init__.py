"""Reads of the mirror and of the documents."""

"""Reads of consent."""

"""SMPP 3.4: a line that stays open, with reports coming back on it."""

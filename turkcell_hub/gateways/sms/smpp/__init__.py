"""SMPP 3.4 (contracts/operators.md 5): a line that stays open, with reports coming back on it."""

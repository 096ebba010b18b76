"""The operator's location service and a tracking server (contracts/operators.md 2, 8.5)."""

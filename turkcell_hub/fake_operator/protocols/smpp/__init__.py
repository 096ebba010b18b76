"""SMPP 3.4 (contracts/operators.md 5; the SMPP 3.4 specification, issue 1.2)."""
